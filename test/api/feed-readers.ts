import { parseFeed } from '@rowanmanning/feed-parser';
import ICAL from 'ical.js';
import { sync } from 'node-ical';

/** An entry as a feed reader shows it. */
export interface ReadEntry {
  id: string;
  url: string | null;
  title: string;
  content: string | null;
  published: Date | null;
  updated: Date | null;
  categories: string[];
}

/** A feed as a feed reader reads it. */
export function readFeed(text: string): { title: string | null; self: string | null; entries: ReadEntry[] } {
  const { title, self, items } = parseFeed(text);
  return {
    title,
    self,
    entries: items.map(({ id, url, title: entryTitle, content, published, updated, categories }) => ({
      id: id ?? '',
      url,
      title: entryTitle ?? '',
      content,
      published,
      updated,
      categories: categories.map(({ term }) => term),
    })),
  };
}

/** An event of a calendar, its days as YYYY-MM-DD, the last one included. */
export interface ReadEvent {
  uid: string;
  sequence: number;
  status: string;
  summary: string;
  description: string;
  first: string;
  last: string;
}

/** A calendar as two independent readers read it; they have to agree. */
export function readCalendar(text: string): ReadEvent[] {
  const one = readByIcalJs(text);
  const other = readByNodeIcal(text);
  expect(other.toSorted(byUid)).toEqual(one.toSorted(byUid));
  return one;
}

function readByIcalJs(text: string): ReadEvent[] {
  return new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((component) => {
    const { uid, sequence, summary, description, startDate, endDate } = new ICAL.Event(component);
    const last = endDate.clone();
    last.adjust(-1, 0, 0, 0);
    expect(startDate.isDate).toBe(true);
    const status = String(component.getFirstPropertyValue('status'));
    return { uid, sequence, status, summary, description, first: startDate.toString(), last: last.toString() };
  });
}

function readByNodeIcal(text: string): ReadEvent[] {
  return Object.values(sync.parseICS(text)).flatMap((component) => {
    if (component?.type !== 'VEVENT') return [];
    const { uid, sequence, status, summary, description, start, end } = component;
    return [
      {
        uid,
        sequence: Number(sequence),
        status: String(status),
        summary: String(summary),
        description: String(description),
        first: dayOf(start, 0),
        last: dayOf(end!, -1),
      },
    ];
  });
}

/** A day so many days later; this reader tells all-day events as midnight where it runs. */
function dayOf(date: Date, days: number): string {
  return new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate() + days)).toISOString().slice(0, 10);
}

function byUid(one: ReadEvent, other: ReadEvent): number {
  return one.uid < other.uid ? -1 : 1;
}
