import type { Day } from '#libs/edtf';
import { withoutEmpty, type JsonObject } from '#libs/kernel';
import type { FirstRecorded } from './first-recorded.js';
import { knownOfChange, knownOfFact, type Known, type PublicationDay } from './known.js';
import type { FactCorrection, FactRecord, RetractionRecord, SourceEntry } from './record.js';

/** A record with its place in the log. */
export interface Recorded<T> {
  record: T;
  position: bigint;
  recordedAt: string;
}

/** What happened to a fact after it was recorded, in the order of recording. */
export type FactChange = Recorded<FactCorrection | RetractionRecord>;

/** A span of both clocks in which something holds: positions from (included) to (excluded), days likewise. */
export interface Slice<T> {
  recordedFrom: bigint;
  recordedTo: bigint | null;
  knownFrom: Day;
  knownTo: Day | null;
  value: T;
}

/** What a fact says within one slice of the clocks. */
export interface Wording {
  fact: FactRecord;
  known: Known;
  retracted: boolean;
  /** 1 for the first wording, one more for each correction that is let through. */
  revision: number;
  /** True where a correction changed what the fact says, and did not only add sources. */
  corrected: boolean;
}

/** What the log says of the sources of a fact, as of a position: their publication days, and where those changed. */
export interface SourceDays {
  publishedAt(position: bigint): PublicationDay;
  /** The positions at which the publication day of one of these sources changed. */
  changes(sources: readonly string[]): bigint[];
}

/** True for a correction, false for a retraction. */
export function isCorrection(change: FactCorrection | RetractionRecord): change is FactCorrection {
  return 'changes' in change;
}

/** True where a correction does nothing but add sources: it is evidence, not another wording. */
export function isEvidence(correction: FactCorrection, before: readonly SourceEntry[]): boolean {
  const { sources, ...others } = correction.changes;
  if (!sources || Object.keys(others).length > 0) return false;
  const named = new Set(sources.map((entry) => JSON.stringify(entry)));
  return before.every((entry) => named.has(JSON.stringify(entry)));
}

/** The record with the fields of a correction in place; null clears a field. */
export function withChanges<T extends object>(record: T, changes: object): T {
  return withoutEmptyButOccurred({ ...record, ...changes });
}

function withoutEmptyButOccurred<T extends object>(record: T): T {
  const pruned = withoutEmpty(record as unknown as JsonObject);
  return ('occurred' in record ? { ...pruned, occurred: record.occurred ?? null } : pruned) as T;
}

/** The fields of a correction that hold for every known day from its recording on (contract section 2). */
export function alwaysHolding({ knownSince, sources }: FactCorrection['changes']): FactCorrection['changes'] {
  return { ...(knownSince !== undefined && { knownSince }), ...(sources && { sources }) };
}

/**
 * Every wording of a fact, over both clocks (contract section 2): the fact plus, in order of recording and field by
 * field, the corrections that the clocks let through. Of a correction, `knownSince` and `sources` hold for every known
 * day from its recording on; its other fields from its own known day, which is never before that of the fact.
 */
export function wordingsOf(
  fact: Recorded<FactRecord>,
  changes: readonly FactChange[],
  sources: SourceDays,
  alsoAt: readonly bigint[] = [],
): Slice<Wording>[] {
  const cited = [fact.record, ...changes.map((change) => change.record)].flatMap((record) =>
    [...record.sources, ...(isFactChange(record) ? (record.changes.sources ?? []) : [])].map((entry) => entry.source),
  );
  const positions = [
    fact.position,
    ...changes.map((change) => change.position),
    ...[...sources.changes(cited), ...alsoAt].filter((position) => position > fact.position),
  ];
  const starts = [...new Set(positions)].toSorted(ascending);
  return starts.flatMap((position, index) =>
    knownSlices(
      fact,
      changes.filter((change) => change.position <= position),
      sources.publishedAt(position),
    ).map((slice) => ({ ...slice, recordedFrom: position, recordedTo: starts[index + 1] ?? null })),
  );
}

function isFactChange(record: FactRecord | FactCorrection | RetractionRecord): record is FactCorrection {
  return 'changes' in record;
}

type KnownSlice = Omit<Slice<Wording>, 'recordedFrom' | 'recordedTo'>;

function knownSlices(
  fact: Recorded<FactRecord>,
  changes: readonly FactChange[],
  published: PublicationDay,
): KnownSlice[] {
  let everywhere = fact.record;
  for (const { record } of changes) {
    if (isCorrection(record)) everywhere = withChanges(everywhere, alwaysHolding(record.changes));
  }
  const known = knownOfFact({ ...everywhere, occurred: fact.record.occurred }, published, fact.recordedAt);
  const timed = changes.map((change) => ({
    change: change.record,
    from: Math.max(known.day, knownOfChange(change.record, published, change.recordedAt).day),
  }));
  const published_ = everywhere.sources.map((entry) => published(entry.source) ?? known.day);
  const starts = [
    ...new Set([known.day, ...timed.map(({ from }) => from), ...published_.filter((day) => day > known.day)]),
  ];
  starts.sort((a, b) => a - b);
  return starts.map((day, index) => {
    const last = index === starts.length - 1;
    const shown = everywhere.sources.filter((entry) => last || (published(entry.source) ?? known.day) <= day);
    return {
      knownFrom: day,
      knownTo: starts[index + 1] ?? null,
      value: wordingAt(
        { ...everywhere, sources: shown },
        timed.filter(({ from }) => from <= day).map(({ change }) => change),
        known,
        fact.record.sources,
      ),
    };
  });
}

function wordingAt(
  everywhere: FactRecord,
  changes: readonly (FactCorrection | RetractionRecord)[],
  known: Known,
  firstSources: readonly SourceEntry[],
): Wording {
  const wording: Wording = { fact: everywhere, known, retracted: false, revision: 1, corrected: false };
  let sources = firstSources;
  for (const change of changes) {
    if (!isCorrection(change)) {
      wording.retracted = true;
      continue;
    }
    wording.revision += 1;
    wording.corrected ||= !isEvidence(change, sources);
    sources = change.changes.sources ?? sources;
    const { knownSince: _knownSince, sources: _sources, ...others } = change.changes;
    wording.fact = { ...withChanges(wording.fact, others), sources: everywhere.sources };
  }
  return wording;
}

/** A correction of a record that has no known day of its own. */
export type RecordCorrection = Recorded<
  FirstRecorded & { changes: object; knownSince?: string | null; sources: SourceEntry[] }
>;

/**
 * The wordings of a record that has no known day of its own (a subject, a source): it holds from the beginning of time,
 * each correction from its own known day on. `always` names the fields that hold for every known day from recording on.
 */
export function wordingsOfRecord<T extends object>(
  first: Recorded<T>,
  corrections: readonly RecordCorrection[],
  sources: SourceDays,
  always: readonly string[] = [],
): Slice<T>[] {
  const cited = corrections.flatMap(({ record }) => record.sources.map((entry) => entry.source));
  const moved = sources.changes(cited).filter((position) => position > first.position);
  const positions = [first.position, ...corrections.map((correction) => correction.position), ...moved];
  const starts = [...new Set(positions)].toSorted(ascending);
  return starts.flatMap((position, index) => {
    const timed = corrections
      .filter((correction) => correction.position <= position)
      .map(({ record, recordedAt }) => ({
        changes: record.changes,
        from: knownOfChange(record, sources.publishedAt(position), recordedAt).day,
      }));
    const days = [...new Set([BEGINNING, ...timed.map(({ from }) => from)])].toSorted((a, b) => a - b);
    return days.map((day, at) => ({
      recordedFrom: position,
      recordedTo: starts[index + 1] ?? null,
      knownFrom: day,
      knownTo: days[at + 1] ?? null,
      value: timed.reduce(
        (record, { changes, from }) => withChanges(record, from <= day ? changes : only(changes, always)),
        first.record,
      ),
    }));
  });
}

/** Before every day that can be told: what has no known day of its own is known since then. */
export const BEGINNING: Day = -2_147_483_648;

function only(changes: object, fields: readonly string[]): object {
  return Object.fromEntries(Object.entries(changes).filter(([field]) => fields.includes(field)));
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
