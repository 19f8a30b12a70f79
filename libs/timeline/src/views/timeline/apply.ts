import { sql } from 'kysely';
import { readById, type StoredEvent } from '#libs/event-store';
import { factTypeOf } from '../../domain/catalogue.js';
import type { FactRecord } from '../../domain/record.js';
import { isCorrection, wordingsOf, type FactChange, type Recorded } from '../../domain/wordings.js';
import { entryRow, type EntryInsert } from './entry.js';
import { SourceWordings, writeSources } from './sources.js';
import { SubjectWordings, writeSubjects } from './subjects.js';
import { asLog, type TimelineTx } from './tables.js';

/**
 * Takes a batch of events into the view. Facts that the batch touches, in themselves, by their subject or by their
 * sources, are derived anew from the log and from the view's own wordings of subjects and sources.
 */
export async function applyToTimeline(tx: TimelineTx, events: readonly StoredEvent[]): Promise<void> {
  const changes = events.filter((event) => event.type === 'fact.corrected' || event.type === 'fact.retracted');
  await writeChanges(tx, changes);

  const sources = await SourceWordings.load(tx, citedBy(events));
  const changedSources = await writeSources(tx, events, sources);
  const subjects = await SubjectWordings.load(tx, events.flatMap(subjectOf));
  const changedSubjects = await writeSubjects(tx, events, subjects, sources);

  const recorded = events.filter((event) => factTypeOf(event.type) !== undefined);
  const touched = new Set(changes.map((event) => String(event.data['fact'])));
  for (const id of await factsToDeriveAgain(tx, changedSubjects, changedSources)) touched.add(id);
  for (const event of recorded) touched.delete(String(event.data['id']));

  const earlier = await readById(
    asLog(tx),
    [...touched].map((id) => `fact:${id}`),
  );
  const facts = [...recorded, ...earlier].map(recordedFact);
  const byFact = await changesOf(
    tx,
    facts.map((fact) => fact.record.id),
  );
  await subjects.loadMore(facts.map((fact) => fact.record.subject));
  await sources.loadMore(facts.flatMap((fact) => citedIn(fact, byFact.get(fact.record.id) ?? [])));

  const rows = facts.flatMap((fact) => entriesOf(fact, byFact.get(fact.record.id) ?? [], subjects, sources));
  if (earlier.length > 0)
    await tx
      .deleteFrom('timeline')
      .where('fact_id', 'in', [...touched])
      .execute();
  await writeEntries(tx, rows);
}

function entriesOf(
  fact: Recorded<FactRecord>,
  changes: FactChange[],
  subjects: SubjectWordings,
  sources: SourceWordings,
): EntryInsert[] {
  const id = fact.record.subject;
  const breaks = subjects.breaksOf(id);
  const slices = wordingsOf(fact, changes, sources, breaks.positions);
  return slices.flatMap((slice) =>
    breaks.within(slice).map((part) => entryRow(fact, part, subjects.at(id, part.recordedFrom, part.knownFrom))),
  );
}

function recordedFact(event: StoredEvent): Recorded<FactRecord> {
  const record = { occurred: null, ...event.data } as unknown as FactRecord;
  return { record, position: event.position, recordedAt: event.recordedAt };
}

function subjectOf(event: StoredEvent): string[] {
  if (event.type.startsWith('subject.')) return [String(event.data['subject'] ?? event.data['id'])];
  return factTypeOf(event.type) ? [String(event.data['subject'])] : [];
}

function citedBy(events: readonly StoredEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.type.startsWith('source.')) return [String(event.data['source'] ?? event.data['id'])];
    const entries = [event.data['sources'], (event.data['changes'] as { sources?: unknown } | undefined)?.sources];
    return entries.flatMap((list) =>
      Array.isArray(list) ? list.map((entry) => (entry as { source: string }).source) : [],
    );
  });
}

function citedIn(fact: Recorded<FactRecord>, changes: readonly FactChange[]): string[] {
  const entries = changes.flatMap(({ record }) => [
    ...record.sources,
    ...(isCorrection(record) ? (record.changes.sources ?? []) : []),
  ]);
  return [...fact.record.sources, ...entries].map((entry) => entry.source);
}

async function factsToDeriveAgain(
  tx: TimelineTx,
  subjects: readonly string[],
  sources: readonly string[],
): Promise<string[]> {
  if (subjects.length === 0 && sources.length === 0) return [];
  const rows = await tx
    .selectFrom('timeline')
    .select('fact_id')
    .distinct()
    .where((eb) =>
      eb.or([
        eb('subject_id', '=', eb.fn.any(eb.val([...subjects]))),
        sql<boolean>`source_ids && ${[...sources]}::text[]`,
      ]),
    )
    .execute();
  const changed = await tx
    .selectFrom('timeline_changes')
    .select('fact_id')
    .distinct()
    .where(
      sql<boolean>`exists (select from jsonb_array_elements(record -> 'sources') entry where entry ->> 'source' = any(${[...sources]}::text[]))`,
    )
    .execute();
  return [...rows, ...changed].map((row) => row.fact_id);
}

async function writeChanges(tx: TimelineTx, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({
    fact_id: String(event.data['fact']),
    position: String(event.position),
    recorded_at: event.recordedAt,
    record: event.data,
  }));
  await sql`insert into timeline_changes select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as row (fact_id text, position bigint, recorded_at timestamptz, record jsonb)`.execute(tx);
}

async function changesOf(tx: TimelineTx, facts: readonly string[]): Promise<Map<string, FactChange[]>> {
  const rows = await tx
    .selectFrom('timeline_changes')
    .select([
      'fact_id',
      'position',
      'record',
      sql<string>`to_char(recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('recorded_at'),
    ])
    .where('fact_id', '=', (eb) => eb.fn.any(eb.val([...facts])))
    .orderBy('position')
    .execute();
  const changes = new Map<string, FactChange[]>();
  for (const row of rows) {
    const change = {
      record: row.record as unknown as FactChange['record'],
      position: BigInt(row.position),
      recordedAt: row.recorded_at,
    };
    changes.set(row.fact_id, [...(changes.get(row.fact_id) ?? []), change]);
  }
  return changes;
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
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (fact_id text, position bigint, recorded_at timestamptz,
      recorded_from bigint, recorded_to bigint, known_from integer, known_to integer, subject_id text, subject_type text,
      subject_name text, type text, edtf text, first_day integer, last_day integer, sort_start integer, begun_by integer,
      precision text, title text, summary text, body jsonb, topics text[], parties text[], related text[], sources jsonb,
      source_ids text[], disputed boolean, known_day integer, known_basis text, retracted boolean, revision integer,
      corrected boolean, plan text, meets text[], search text[])`.execute(tx);
}
