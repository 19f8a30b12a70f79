import { parseEdtf, type Window } from '#libs/edtf';
import type { MilestoneOnTimeline, TimelineWithMilestonesPage } from '#libs/milestones';
import type { TimelineItem } from '#libs/timeline';
import { each } from './streams-of-items.js';

const MILLISECONDS_A_DAY = 86_400_000;

/** What is to be said of an item beside its words. */
const STATUS_MARKS: Readonly<Record<TimelineItem['status'], string>> = {
  retracted: 'Withdrawn.',
  unconfirmed: 'Planned; no outcome is on record.',
  corrected: 'Corrected since it was recorded.',
  current: '',
};

type Item = TimelineWithMilestonesPage['items'][number];

/** A date of TimelineJS3: no more of it than is known, for TimelineJS places a month as a month. */
export interface TimelineJsDate {
  year: number;
  month?: number;
  day?: number;
}

/** An event of TimelineJS3. All its texts are HTML, also the date in words and the name of the group. */
export interface TimelineJsEvent {
  unique_id: string;
  start_date: TimelineJsDate;
  end_date?: TimelineJsDate;
  display_date: string;
  group: string;
  text: { headline: string; text: string };
  autolink: false;
}

/** What the rows of a TimelineJS3 timeline stand for. */
export const TIMELINEJS_LANES = ['subject', 'subjectType', 'type'] as const;

/**
 * An item as an event of TimelineJS3 (JSON, 3.9): placed by its window, told in words. A window without a beginning stands
 * at its end, which the words then say. Null for an item without a date, which has no place there.
 */
export function timelineJsEvent(item: Item, lane: (typeof TIMELINEJS_LANES)[number]): TimelineJsEvent | null {
  if (item.occurred === null) return null;
  const { start, end } = datesOf(item.occurred.edtf);
  return {
    unique_id: isDue(item) ? `milestone-${item.id}` : item.id,
    start_date: start,
    ...(end && { end_date: end }),
    display_date: html(item.occurred.text),
    group: html(groupOf(item, lane)),
    text: { headline: html(item.title), text: textOf(item) },
    autolink: false,
  };
}

function isDue(item: Item): item is MilestoneOnTimeline {
  return item.type === 'milestone';
}

function groupOf(item: Item, lane: (typeof TIMELINEJS_LANES)[number]): string {
  switch (lane) {
    case 'subject':
      return item.subject.name;
    case 'subjectType':
      return item.subject.type;
    case 'type':
      return item.type;
  }
}

function datesOf(edtf: string): { start: TimelineJsDate; end?: TimelineJsDate } {
  const { start, end, precision } = parseEdtf(edtf);
  // What began at no known time stands where it ended; what goes on has no end.
  const first = placed((start ?? end)!);
  if (end === null) return { start: first.start };
  if (start === null || precision !== 'interval') return first;
  const last = placed(end);
  return { start: first.start, end: last.end ?? last.start };
}

/** A single date: one day, month or year where it is one, else its first and its last month or year. */
function placed({ earliest, latest }: Window): { start: TimelineJsDate; end?: TimelineJsDate } {
  const [first, last] = [calendarDate(earliest!), calendarDate(latest!)];
  if (earliest === latest) return { start: first };
  const wholeYears = first.month === 1 && last.month === 12;
  const [start, end] = [first, last].map(({ year, month }) => (wholeYears ? { year } : { year, month })) as [
    TimelineJsDate,
    TimelineJsDate,
  ];
  return start.year === end.year && start.month === end.month ? { start } : { start, end };
}

function calendarDate(day: number): Required<TimelineJsDate> {
  const date = new Date(day * MILLISECONDS_A_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function textOf(item: Item): string {
  const paragraphs = isDue(item)
    ? [html(item.rule.text)]
    : [item.summary === null ? '' : html(item.summary), ...marksOf(item).map((mark) => `<em>${mark}</em>`)];
  const sources = item.sources.map((source) => {
    const url = 'url' in source ? source.url : null;
    return url === null ? html(source.title) : `<a href="${html(url)}">${html(source.title)}</a>`;
  });
  return [...paragraphs, sources.join('; ')]
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('');
}

function marksOf({ status, disputed }: TimelineItem): string[] {
  return [STATUS_MARKS[status], disputed ? 'Sources differ.' : ''].filter((mark) => mark !== '');
}

const HTML_MEANING: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A plain text as HTML that says what the text says. */
export function html(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => HTML_MEANING[character]!);
}

/** A whole document of TimelineJS3, in pieces. @param logHead the head of the log to keep, `position:hash` */
export function timelineJsText(
  items: AsyncIterable<Item>,
  lane: (typeof TIMELINEJS_LANES)[number],
  logHead: string,
): AsyncIterable<string> {
  return timelineJsDocument(
    each(items, (item) => timelineJsEvent(item, lane)),
    logHead,
  );
}

/** Events as a whole document of TimelineJS3, in pieces. It reads the fields that it knows, so the head stands beside them. */
export async function* timelineJsDocument(
  events: AsyncIterable<TimelineJsEvent>,
  logHead: string,
): AsyncIterable<string> {
  yield `{"_dateline":${JSON.stringify({ head: logHead })},"events":[`;
  let before = '';
  for await (const event of events) {
    yield `${before}${JSON.stringify(event)}`;
    before = ',\n';
  }
  yield ']}\n';
}
