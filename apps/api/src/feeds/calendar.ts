import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { dayOfIso, parseEdtf, type Day, type EdtfDate } from '#libs/edtf';
import { oneLine, plainText } from '#libs/kernel';

/** The media type of a calendar. */
export const CALENDAR = 'text/calendar; charset=utf-8; component=VEVENT';

const MILLISECONDS_A_DAY = 86_400_000;
/** So many events are written at once. */
const CHUNK = 200;
/** How often a client should look again; the larger ones choose for themselves. */
const REFRESH_SECONDS = 3_600;
/** The largest number that iCalendar's INTEGER holds. */
const LARGEST_SEQUENCE = 2n ** 31n - 1n;
const [FIRST, LAST] = [dayOfIso('0100-01-01'), dayOfIso('9999-12-30')];

/** An event of a calendar: something with a window of days, whatever it is. All texts are plain. */
export interface CalendarEvent {
  /** Never changes, and no other event has it. */
  uid: string;
  /** Never falls, and grows with every change that matters to who has the event. */
  sequence: bigint | number;
  /** When it is: EDTF and the same in words. */
  when: { edtf: string; text: string };
  title: string;
  description: string;
  /** An absolute address that tells more. */
  url: string;
  categories: readonly string[];
  cancelled: boolean;
  /** RFC 3339. */
  createdAt: string;
  /** When it was last changed, RFC 3339. */
  modifiedAt: string;
}

/** What a calendar says of itself. */
export interface CalendarHead {
  name: string;
  /** Where the calendar is found, absolute. */
  url: string;
  /** The head of the log that outsiders are given to keep: `position:hash`. */
  logHead: string;
}

/**
 * The days that an EDTF date takes in a calendar: all days that it may mean. What goes on without an end takes those on
 * which it may have begun, what has no beginning those of its end. Null for days before the year 100, some of which
 * calendar programs read as days of 1900 to 1999, and for days after 9999, which iCalendar (RFC 5545) cannot write.
 */
export function calendarDays(edtf: string): { first: Day; last: Day } | null {
  const { window, start, end } = parseEdtf(edtf);
  const first = window.earliest ?? end?.earliest ?? null;
  const last = window.latest ?? start?.latest ?? null;
  if (first === null || last === null || first < FIRST || last > LAST) return null;
  return { first, last };
}

/**
 * Writes a calendar (RFC 5545, RFC 7986) in pieces. Every event takes whole days and leaves time free. One whose day is
 * not known takes all days that it may be, and its title then says so in words. What has no day is left out.
 */
export async function* writeCalendar(head: CalendarHead, events: AsyncIterable<CalendarEvent>): AsyncIterable<string> {
  let isBegun = false;
  let chunk: CalendarEvent[] = [];
  const written = function* (): Iterable<string> {
    const text = calendarText(head, chunk);
    const from = text.indexOf('BEGIN:VEVENT');
    const end = text.lastIndexOf('END:VCALENDAR');
    if (!isBegun) yield text.slice(0, from < 0 ? end : from);
    isBegun = true;
    if (from >= 0) yield text.slice(from, end);
    chunk = [];
  };
  for await (const event of events) {
    chunk.push(event);
    if (chunk.length === CHUNK) yield* written();
  }
  if (chunk.length > 0 || !isBegun) yield* written();
  yield 'END:VCALENDAR\r\n';
}

function calendarText({ name, url, logHead }: CalendarHead, events: readonly CalendarEvent[]): string {
  const calendar = ical({
    prodId: { company: 'Dateline', product: 'Dateline', language: 'EN' },
    // The library takes the name as it is to stand in the file.
    name: oneLine(name).replaceAll(/[\\;,]/g, (character) => `\\${character}`),
    source: url,
    url,
    ttl: REFRESH_SECONDS,
  });
  calendar.x('X-DATELINE-LOG-HEAD', logHead);
  for (const event of events) {
    const days = calendarDays(event.when.edtf);
    if (days === null) continue;
    calendar.createEvent({
      id: event.uid,
      sequence: sequenceOf(event.sequence),
      allDay: true,
      timezone: 'UTC',
      start: dateOf(days.first),
      end: dateOf(days.last + 1),
      summary: summaryOf(event),
      description: plainText(event.description),
      url: event.url,
      categories: event.categories.map((category) => ({ name: oneLine(category) })),
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.TRANSPARENT,
      created: new Date(event.createdAt),
      lastModified: new Date(event.modifiedAt),
      stamp: new Date(event.modifiedAt),
    });
  }
  return calendar.toString().replace(/(?:\r\n)?$/, '\r\n');
}

/** The title, with the date in words where the days that are taken are not simply when it was. */
function summaryOf({ title, when }: CalendarEvent): string {
  return oneLine(isExact(parseEdtf(when.edtf)) ? title : `${title} (${when.text})`);
}

/** Whether a date says exactly which days it takes: one day, or an interval from one day to another, without a mark. */
function isExact({ start, end, beginning, approximate, uncertain }: EdtfDate): boolean {
  if (approximate || uncertain) return false;
  return [start, end, beginning].every((window) => window !== null && window.earliest === window.latest);
}

function sequenceOf(sequence: bigint | number): number {
  const given = BigInt(sequence);
  return Number(given > LARGEST_SEQUENCE ? LARGEST_SEQUENCE : given);
}

function dateOf(day: Day): Date {
  return new Date(day * MILLISECONDS_A_DAY);
}
