import { Temporal } from 'temporal-polyfill';
import { addDuration, dayOfInstant, isoOfDay, type Day } from '#libs/edtf';
import { daysOf } from '#libs/milestones';
import type { Schedule } from '../domain/subscription.js';

/** Beyond this year nothing is planned: databases and calendars end soon after. */
const LAST_YEAR = 9_999;
/** A weekly digest comes within so many days, also where its hour of today has passed and the next one is skipped. */
const DIGEST_WITHIN_DAYS = 8;

/**
 * The instant at which a reminder is due: the lead time counted back from the first day of the window (open start: its
 * last day), at the local time of the schedule. With a weekly digest the last digest day up to then; where that falls
 * into quiet hours, their end, and where they last until the window is over, the end of those of the night before. A local
 * time that a clock change skips is taken later by as much as the clock moves.
 *
 * @returns null where it lies beyond the year 9999
 */
export function dueAt(window: string, leadTime: string, schedule: Omit<Schedule, 'leadTimes'>): Date | null {
  const { begins, ends } = daysOf(window);
  const first = plainDate(addDuration(begins, leadTime, -1));
  if (first === null) return null;
  const back = schedule.digest === 'weekly' ? (first.dayOfWeek - schedule.digestDay + 7) % 7 : 0;
  const day = first.subtract({ days: back });
  const at = dateOf(afterQuietHours(atLocalTime(day, schedule), schedule));
  if (schedule.quietHours === null || ends === null || localDay(at, schedule.timeZone) <= ends) return at;
  return dateOf(atLocalTime(day, { ...schedule, localTime: schedule.quietHours.to }));
}

/** The day that a time zone has at an instant. @param timeZone IANA */
export function localDay(instant: Date, timeZone: string): Day {
  const local = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return dayOfInstant(new Date(instant.getTime() + local.offsetNanoseconds / 1e6));
}

/** The instant from which on news of `now` may go out: at once, at the end of quiet hours, or with the next digest. */
export function newsAt(now: Date, schedule: Omit<Schedule, 'leadTimes'>): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(schedule.timeZone);
  if (schedule.digest === 'none') return dateOf(afterQuietHours(local, schedule));
  const today = local.toPlainDate();
  for (let days = 0; days <= DIGEST_WITHIN_DAYS; days++) {
    const day = today.add({ days });
    const isDigestDay = schedule.digest === 'daily' || day.dayOfWeek === schedule.digestDay;
    const at = afterQuietHours(atLocalTime(day, schedule), schedule);
    if (isDigestDay && Temporal.ZonedDateTime.compare(at, local) >= 0) return dateOf(at);
  }
  throw new RangeError(`A week has no day ${schedule.digestDay}.`);
}

/**
 * The instant for what has to be told at once about a milestone: with the next digest where that comes before the last day
 * of the window, else now, or at the end of quiet hours unless the last day would then be over. Days are those of the
 * schedule's time zone.
 *
 * @returns null where the window is over
 */
export function atOnce(now: Date, window: string, schedule: Omit<Schedule, 'leadTimes'>): Date | null {
  const { ends } = daysOf(window);
  if (ends !== null && localDay(now, schedule.timeZone) > ends) return null;
  if (schedule.digest !== 'none') {
    const at = newsAt(now, schedule);
    if (ends === null || localDay(at, schedule.timeZone) < ends) return at;
  }
  const at = newsAt(now, { ...schedule, digest: 'none' });
  return ends === null || localDay(at, schedule.timeZone) <= ends ? at : now;
}

function plainDate(day: Day): Temporal.PlainDate | null {
  const iso = isoOfDay(day);
  return iso.length > 10 || Number(iso.slice(0, 4)) > LAST_YEAR ? null : Temporal.PlainDate.from(iso);
}

function atLocalTime(day: Temporal.PlainDate, { timeZone, localTime }: Omit<Schedule, 'leadTimes'>) {
  return day.toZonedDateTime({ timeZone, plainTime: localTime });
}

function afterQuietHours(
  at: Temporal.ZonedDateTime,
  { quietHours }: Omit<Schedule, 'leadTimes'>,
): Temporal.ZonedDateTime {
  if (quietHours === null) return at;
  const time = at.toPlainTime();
  const [from, to] = [Temporal.PlainTime.from(quietHours.from), Temporal.PlainTime.from(quietHours.to)];
  const overnight = isBefore(to, from);
  const begun = !isBefore(time, from);
  const open = isBefore(time, to);
  if (overnight ? !begun && !open : !begun || !open) return at;
  const day = overnight && begun ? at.toPlainDate().add({ days: 1 }) : at.toPlainDate();
  return day.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: to });
}

function isBefore(one: Temporal.PlainTime, other: Temporal.PlainTime): boolean {
  return Temporal.PlainTime.compare(one, other) < 0;
}

function dateOf(at: Temporal.ZonedDateTime): Date {
  return new Date(at.epochMilliseconds);
}
