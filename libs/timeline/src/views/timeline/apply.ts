import { sql } from 'kysely';
import { readById, type StoredEvent } from '#libs/event-store';
import { factTypeOf } from '../../domain/catalogue.js';
import type { FactRecord } from '../../domain/record.js';
import { isCorrection, wordingsOf, type FactChange, type Recorded } from '../../domain/wordings.js';
import {
  citedBy,
  idsOf,
  readChanges,
  redactChanges,
  textRemovedBy,
  targetOf,
  targetsResting,
  writeChanges,
} from './changes.js';
import { entryRow, type EntryInsert } from './entry.js';
import { SourcesOfBatch, writeSources } from './sources.js';
import { SubjectsOfBatch } from './subjects.js';
import type { TimelineTx } from './tables.js';
import { asLog } from './tables.js';

/** Facts of a subject that was changed hundreds of times have hundreds of rows each: so many are held in memory. */
const ROWS_AT_ONCE = 2_000;

/**
 * Takes a batch of events into the view. What the batch touches, in itself, by its subject or by the sources that it
 * rests on, is derived anew from the log, so that the rows do not depend on how the log was cut into batches.
 */
export async function applyToTimeline(tx: TimelineTx, events: readonly StoredEvent[]): Promise<void> {
  await writeChanges(tx, events);
  const targets = new Set(events.flatMap(targetOf));
  // What lost its text is derived anew from what the log has left of it.
  for (const target of [...textRemovedBy(events), ...(await redactChanges(tx, events))]) targets.add(target);
  const redated = redatedBy(events);
  for (const target of await targetsResting(tx, redated)) targets.add(target);

  const sources = new SourcesOfBatch(tx);
  await writeSources(
    tx,
    [...new Set([...recordedIds(events, 'source.recorded'), ...idsOf('source', targets)])],
    sources,
  );
  const subjects = new SubjectsOfBatch(tx, sources);
  const changedSubjects = idsOf('subject', targets);
  await subjects.write([...new Set([...recordedIds(events, 'subject.recorded'), ...changedSubjects])]);

  const recorded = events.filter((event) => factTypeOf(event.type) !== undefined);
  const touched = new Set([...idsOf('fact', targets), ...(await factsResting(tx, changedSubjects, redated))]);
  for (const event of recorded) touched.delete(String(event.data['id']));
  const earlier = await readById(
    asLog(tx),
    [...touched].map((id) => `fact:${id}`),
  );
  if (earlier.length > 0) await sql`delete from timeline where fact_id = any(${[...touched]}::text[])`.execute(tx);

  const facts = [...recorded, ...earlier];
  // What this batch records and does not change has no changes.
  const changed = recorded.filter((event) => targets.has(event.id));
  const changes = await readChanges<FactChange['record']>(
    tx,
    [...changed, ...earlier].map((event) => event.id),
  );
  await subjects.load(facts.map((event) => String(event.data['subject'])));
  await sources.load([...facts.flatMap(citedBy), ...[...changes.values()].flat().flatMap(citedByChange)]);
  let rows: EntryInsert[] = [];
  for (const event of facts) {
    rows.push(...entriesOf(event, changes.get(event.id) ?? [], subjects, sources));
    if (rows.length < ROWS_AT_ONCE) continue;
    await writeEntries(tx, rows);
    rows = [];
  }
  await writeEntries(tx, rows);
}

function entriesOf(
  event: StoredEvent,
  changes: FactChange[],
  subjects: SubjectsOfBatch,
  sources: SourcesOfBatch,
): EntryInsert[] {
  const record = { occurred: null, ...event.data } as unknown as FactRecord;
  const fact: Recorded<FactRecord> = { record, position: event.position, recordedAt: event.recordedAt };
  const slices = wordingsOf(fact, changes, sources, subjects.positionsOf(record.subject));
  return slices
    .flatMap((slice) => subjects.cut(record.subject, slice))
    .map((slice) => entryRow(fact, slice, subjects.at(record.subject, slice.recordedFrom, slice.knownFrom)));
}

function recordedIds(events: readonly StoredEvent[], type: string): string[] {
  return events.filter((event) => event.type === type).map((event) => String(event.data['id']));
}

/** The sources that turn out to be published on another day: of a source that is all that rests on it knows. */
function redatedBy(events: readonly StoredEvent[]): string[] {
  const corrections = events.filter(
    ({ type, data }) => type === 'source.corrected' && Object.hasOwn(data['changes'] as object, 'publishedOn'),
  );
  return idsOf('source', new Set(corrections.flatMap(targetOf)));
}

function citedByChange({ record }: FactChange): string[] {
  const entries = [...record.sources, ...(isCorrection(record) ? (record.changes.sources ?? []) : [])];
  return entries.map((entry) => entry.source);
}

/** Facts of these subjects, and facts that these sources tell. */
async function factsResting(
  tx: TimelineTx,
  subjects: readonly string[],
  sources: readonly string[],
): Promise<string[]> {
  if (subjects.length === 0 && sources.length === 0) return [];
  const { rows } = await sql<{ fact_id: string }>`
    select distinct fact_id from timeline
     where subject_id = any(${[...subjects]}::text[]) or source_ids && ${[...sources]}::text[]`.execute(tx);
  return rows.map((row) => row.fact_id);
}

/** One statement and one parameter for any number of rows: cheaper for the driver than a parameter per column. */
async function writeEntries(tx: TimelineTx, rows: readonly EntryInsert[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into timeline (fact_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to, subject_id,
      subject_type, subject_name, type, edtf, first_day, last_day, sort_start, begun_by, precision, title, summary, body,
      topics, parties, related, sources, source_ids, disputed, known_day, known_basis, retracted, revision, corrected,
      plan, meets, search)
    select fact_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to, subject_id,
      subject_type, subject_name, type, edtf, first_day, last_day, sort_start, begun_by, precision, title, summary, body,
      topics, parties, related, sources, source_ids, disputed, known_day, known_basis, retracted, revision, corrected,
      plan, meets, array_to_tsvector(search)
    from json_to_recordset(${JSON.stringify(rows)}::json) as row (fact_id text, position bigint, recorded_at timestamptz,
      recorded_from bigint, recorded_to bigint, known_from integer, known_to integer, subject_id text, subject_type text,
      subject_name text, type text, edtf text, first_day integer, last_day integer, sort_start integer, begun_by integer,
      precision text, title text, summary text, body jsonb, topics text[], parties text[], related text[], sources jsonb,
      source_ids text[], disputed boolean, known_day integer, known_basis text, retracted boolean, revision integer,
      corrected boolean, plan text, meets text[], search text[])`.execute(tx);
}
