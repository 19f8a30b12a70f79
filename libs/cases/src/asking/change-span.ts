import { dayOfInstant, dayOfIso, isoOfDay, type Day } from '#libs/edtf';
import { positionAt, readAll } from '#libs/event-store';
import { parseInstant } from '#libs/kernel';
import { asLog, type Moment, type Reading, type RecordedBy } from '#libs/timeline';

const FIRST_DAY = dayOfIso('0001-01-01');

/** A span of one clock, as days or as positions of the log: from the first to the last, both included; null is open. */
export interface ChangeSpan {
  first: bigint | null;
  last: bigint | null;
}

/** The span between two moments: of days on the known clock, of positions on the recorded one. */
export async function spanOf(
  since: Moment | undefined,
  until: Moment | undefined,
  clock: 'known' | 'recorded',
  reading: Reading,
): Promise<ChangeSpan> {
  if (clock === 'known') {
    const [first, last] = [since && (await dayOf(since, reading)), until && (await dayOf(until, reading))];
    return { first: first === undefined ? null : BigInt(first), last: last === undefined ? null : BigInt(last) };
  }
  return {
    first: since ? (await lastBefore(since, reading)) + 1n : null,
    last: until ? await lastOf(until, reading) : null,
  };
}

/** Whether a moment lies before another one: positions and instants among themselves, everything else by its day. */
export function isBefore(one: Moment, other: Moment): boolean {
  if ('position' in one || 'position' in other)
    return 'position' in one && 'position' in other && one.position < other.position;
  const [instant, next] = [one.instant, other.instant].map((text) => parseInstant(text ?? ''));
  return instant != null && next != null ? instant < next : one.day < other.day;
}

/** The day of a moment; of a position the day of its recording, and the last day of all where the log ends before it. */
export async function dayOf(moment: Moment | RecordedBy, reading: Reading): Promise<Day> {
  if ('day' in moment) return moment.day;
  if ('instant' in moment) return dayOfInstant(new Date(moment.instant));
  if (moment.position < 1n) return FIRST_DAY;
  const [event] = await readAll(asLog(reading.tx), { after: moment.position - 1n, limit: 1 });
  return event ? dayOfIso(event.recordedAt.slice(0, 10)) : dayOfIso('9999-12-31');
}

async function lastBefore(moment: Moment, reading: Reading): Promise<bigint> {
  if ('position' in moment) return moment.position;
  return lastBy(moment.day, moment.instant ?? endOf(moment.day - 1), reading);
}

async function lastOf(moment: Moment, reading: Reading): Promise<bigint> {
  if ('position' in moment) return moment.position;
  return lastBy(moment.day, moment.instant ?? endOf(moment.day), reading);
}

/** The last position by an instant of a day; before the years that the database can tell nothing was recorded. */
async function lastBy(day: Day, instant: string, reading: Reading): Promise<bigint> {
  return day <= FIRST_DAY ? 0n : positionAt(asLog(reading.tx), instant);
}

function endOf(day: Day): string {
  return `${isoOfDay(day)}T23:59:59.999999Z`;
}
