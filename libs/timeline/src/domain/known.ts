import { byDayInWords, calendarOf, dayInWords, dayOfIso, parseEdtf, type Day } from '#libs/edtf';
import type { FirstRecorded } from './first-recorded.js';
import type { FactRecord, SourceEntry } from './record.js';

/** Why a known day is what it is (contract section 2), strongest first. */
export type KnownBasis = 'stated' | 'published' | 'assumed' | 'recorded';

/** Since which day (UTC) something could be known, and on what basis. */
export interface Known {
  day: Day;
  basis: KnownBasis;
}

/** The last day on which a source came out, or null where it carries no day (or no end of the span is known). */
export type PublicationDay = (source: string) => Day | null;

/**
 * The day (YYYY-MM-DD, UTC) of news in English words: a source that names only its month counts from the last day of it, so a
 * day that ends a month is "by" that day.
 */
export function newsInWords(iso: string): string {
  const day = dayOfIso(iso);
  return calendarOf(day + 1).dayOfMonth === 1 ? byDayInWords(day) : dayInWords(day);
}

interface Knowable extends FirstRecorded {
  knownSince?: string | null;
  sources: readonly SourceEntry[];
}

/** The UTC day of an RFC 3339 instant that ends in Z. */
export function dayOfInstant(instant: string): Day {
  return dayOfIso(instant.slice(0, 10));
}

/** When a source was published as the log has it from a position on; null where it gives no day. */
export interface Published {
  from: bigint;
  day: Day | null;
}

/** The publication day of each source by a position of the log, by what the log has of each in its order. */
export function publishedBy(days: ReadonlyMap<string, readonly Published[]>, position: bigint): PublicationDay {
  return (source) => days.get(source)?.findLast(({ from }) => from <= position)?.day ?? null;
}

/** The last day of a publication date, or null where it gives none. */
export function publicationDay(publishedOn: string | null | undefined): Day | null {
  return publishedOn ? parseEdtf(publishedOn).window.latest : null;
}

/**
 * The known day of a fact: stated by the writer, else the earliest publication day among its sources, else (no dated
 * source) the last day of its window; never after its recording, whose day holds where nothing earlier does.
 */
export function knownOfFact(
  fact: Pick<FactRecord, 'occurred'> & Knowable,
  published: PublicationDay,
  recordedAt: string,
): Known {
  return notAfterRecording(statedOrPublished(fact, published) ?? assumed(fact.occurred), fact, recordedAt);
}

function assumed(occurred: string | null): Known | null {
  const day = occurred ? parseEdtf(occurred).window.latest : null;
  return day === null ? null : { day, basis: 'assumed' };
}

/** The known day of a correction or a retraction: the same rule without a window. */
export function knownOfChange(change: Knowable, published: PublicationDay, recordedAt: string): Known {
  return notAfterRecording(statedOrPublished(change, published), change, recordedAt);
}

/** What is stated or published, whenever it was recorded; null where neither gives a day. */
export function statedOrPublished(record: Knowable, published: PublicationDay): Known | null {
  if (record.knownSince) return { day: dayOfIso(record.knownSince), basis: 'stated' };
  const days = record.sources.map((entry) => published(entry.source)).filter((day) => day !== null);
  return days.length > 0 ? { day: Math.min(...days), basis: 'published' } : null;
}

/** What another log had before is known since its recording there at the latest. */
function notAfterRecording(known: Known | null, { firstRecordedOn }: FirstRecorded, recordedAt: string): Known {
  const here = dayOfInstant(recordedAt);
  const recorded = firstRecordedOn === undefined ? here : Math.min(here, dayOfIso(firstRecordedOn));
  return known !== null && known.day <= recorded ? known : { day: recorded, basis: 'recorded' };
}

/**
 * The last news of a subject: the newest known day of facts, of those whose day is that of a statement or a source; null
 * where there is none. A day that is only that of the recording is no news.
 */
export function lastNewsOf(facts: readonly { known: Known }[]): Day | null {
  const days = facts.flatMap(({ known: { day, basis } }) => (basis === 'recorded' ? [] : [day]));
  return days.length === 0 ? null : days.reduce((newest, day) => Math.max(newest, day));
}

/** What an answer dates: by its own newest news, or by the day since which it could be known. Days are `YYYY-MM-DD`. */
export type Newsworthy = { lastNews: string | null } | { known: { at: string; basis: string } };

/** The newest news among some parts of an answer, by the rule of `lastNewsOf`; null where there is none. */
export function newestOf(parts: readonly Newsworthy[]): string | null {
  const days = parts.flatMap((part) => {
    if ('lastNews' in part) return part.lastNews ?? [];
    return part.known.basis === 'recorded' ? [] : [part.known.at];
  });
  return days.toSorted().at(-1) ?? null;
}
