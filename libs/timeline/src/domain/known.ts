import { dayOfIso, isoOfDay, parseEdtf, type Day } from '#libs/edtf';
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
 * The day (YYYY-MM-DD, UTC) of news as EDTF for words: a source that names only its month counts from the last day of it, so
 * a day that ends a month is "by" that day.
 */
export function newsDate(day: string): string {
  return isoOfDay(dayOfIso(day) + 1).endsWith('-01') ? `../${day}` : day;
}

interface Knowable {
  knownSince?: string | null;
  sources: readonly SourceEntry[];
}

/** The UTC day of an RFC 3339 instant that ends in Z. */
export function dayOfInstant(instant: string): Day {
  return dayOfIso(instant.slice(0, 10));
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
  return notAfterRecording(statedOrPublished(fact, published) ?? assumed(fact.occurred), recordedAt);
}

function assumed(occurred: string | null): Known | null {
  const day = occurred ? parseEdtf(occurred).window.latest : null;
  return day === null ? null : { day, basis: 'assumed' };
}

/** The known day of a correction or a retraction: the same rule without a window. */
export function knownOfChange(change: Knowable, published: PublicationDay, recordedAt: string): Known {
  return notAfterRecording(statedOrPublished(change, published), recordedAt);
}

/** What is stated or published, whenever it was recorded; null where neither gives a day. */
export function statedOrPublished(record: Knowable, published: PublicationDay): Known | null {
  if (record.knownSince) return { day: dayOfIso(record.knownSince), basis: 'stated' };
  const days = record.sources.map((entry) => published(entry.source)).filter((day) => day !== null);
  return days.length > 0 ? { day: Math.min(...days), basis: 'published' } : null;
}

function notAfterRecording(known: Known | null, recordedAt: string): Known {
  const recorded = dayOfInstant(recordedAt);
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
