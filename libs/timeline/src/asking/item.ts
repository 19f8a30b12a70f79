import { inWords, isoOfDay, parseEdtf } from '#libs/edtf';
import { openedAddress, type JsonObject } from '#libs/kernel';
import { factTypeOf } from '../domain/catalogue.js';
import type { SourceEntry } from '../domain/record.js';
import type { EntryRow } from '../views/timeline/tables.js';

/** A date as an answer tells it: what was written, its window of days (null where open), and words. */
export interface OccurredAnswer {
  readonly edtf: string;
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly precision: string;
  readonly text: string;
}

/** One source of a fact, with what a reader needs to find it, and what it says differently. */
export interface SourceAnswer {
  source: string;
  title: string;
  publisher: string;
  publishedOn: string | null;
  url: string | null;
  locator: string | null;
  says: { occurred?: OccurredAnswer; body?: JsonObject } | null;
}

/**
 * What is unusual about a fact that was accepted all the same: its date lies, or may lie, on the other side of another
 * fact than their types say (`order-reversed`, `order-uncertain`), or it could be known before it happened
 * (`known-before-occurred`).
 */
export interface Mark {
  code: 'order-reversed' | 'order-uncertain' | 'known-before-occurred';
  detail: string;
  /** The other fact; null where the mark is about this one alone. */
  fact: string | null;
  /** What the words carry; dates are EDTF. */
  params: Record<string, string>;
}

/** One fact on a timeline. */
export interface TimelineItem {
  id: string;
  position: string;
  subject: { id: string; type: string; name: string };
  type: string;
  headline: string;
  occurred: OccurredAnswer | null;
  title: string;
  summary: string | null;
  topics: string[];
  parties: string[];
  related: string[];
  body: JsonObject;
  sources: SourceAnswer[];
  disputed: boolean;
  known: { at: string; basis: string };
  recordedAt: string;
  revision: number;
  status: 'retracted' | 'unconfirmed' | 'corrected' | 'current';
  marks: Mark[];
}

/** A row of the timeline as the query selects it. */
export type SelectedEntry = Omit<EntryRow, 'recorded_at' | 'sort_start'> & {
  recorded_text: string;
  sort_start: number;
  unconfirmed: boolean;
};

/** What a source is called under the clocks, by its id. */
export type SourceNames = ReadonlyMap<
  string,
  { title: string; publisher: string; published_on: string | null; url: string | null }
>;

/** Most dates are needed again, and to say one in words takes a tenth of the time that its item takes. */
const answered = new Map<string, OccurredAnswer>();
const MOST_ANSWERED = 10_000;

/** A date in an answer, from EDTF. */
export function occurredAnswer(edtf: string): OccurredAnswer {
  const before = answered.get(edtf);
  if (before) return before;
  const date = parseEdtf(edtf);
  const { earliest, latest } = date.window;
  const answer = {
    edtf: date.edtf,
    earliest: earliest === null ? null : isoOfDay(earliest),
    latest: latest === null ? null : isoOfDay(latest),
    precision: date.precision,
    text: inWords(date),
  };
  if (answered.size >= MOST_ANSWERED) answered.clear();
  answered.set(edtf, answer);
  return answer;
}

/** The item of one row. */
export function itemOf(row: SelectedEntry, sources: SourceNames, marks: readonly Mark[]): TimelineItem {
  return {
    id: row.fact_id,
    position: row.position,
    subject: { id: row.subject_id, type: row.subject_type, name: row.subject_name },
    type: row.type,
    headline: factTypeOf(row.type)?.headline ?? row.type,
    occurred: row.edtf === null ? null : occurredAnswer(row.edtf),
    title: row.title,
    summary: row.summary,
    topics: row.topics,
    parties: row.parties,
    related: row.related,
    body: row.body,
    sources: row.sources.map((entry) => sourceAnswer(entry, sources)),
    disputed: row.disputed,
    known: { at: isoOfDay(row.known_day), basis: row.known_basis },
    recordedAt: row.recorded_text,
    revision: row.revision,
    status: row.retracted ? 'retracted' : row.unconfirmed ? 'unconfirmed' : row.corrected ? 'corrected' : 'current',
    marks: [...marks, ...knownBefore(row)],
  };
}

/** A fact that is no plan cannot have been known before its first day: the date or the source may be wrong. */
function knownBefore(row: SelectedEntry): Mark[] {
  if (row.precision === null || row.first_day <= row.known_day || factTypeOf(row.type)?.plans !== undefined) return [];
  const params = { known: isoOfDay(row.known_day), earliest: isoOfDay(row.first_day) };
  const detail = `could be known since ${params.known}, before its first day, ${params.earliest}; the date or the source may be wrong`;
  return [{ code: 'known-before-occurred', detail, fact: null, params }];
}

/** One source of a fact, beside what the source is called. */
export function sourceAnswer(entry: SourceEntry, names: SourceNames): SourceAnswer {
  const named = names.get(entry.source);
  const { occurred, body } = entry.says ?? {};
  return {
    source: entry.source,
    title: named?.title ?? entry.source,
    publisher: named?.publisher ?? '',
    publishedOn: named?.published_on ?? null,
    url: openedAddress(named?.url),
    locator: entry.locator ?? null,
    says: entry.says ? { ...(occurred && { occurred: occurredAnswer(occurred) }), ...(body && { body }) } : null,
  };
}
