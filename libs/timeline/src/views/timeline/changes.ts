import { sql } from 'kysely';
import { readById, REDACTED, type StoredEvent } from '#libs/event-store';
import type { Recorded } from '../../domain/wordings.js';
import { asLog, recordedText, type TimelineTx } from './tables.js';

/** The events that change what was recorded before. */
const CHANGES = ['fact.corrected', 'fact.retracted', 'subject.corrected', 'source.corrected'];

/** What a batch changes, as `fact:ID`, `subject:ID` or `source:ID`; empty for an event that records something new. */
export function targetOf(event: StoredEvent): string[] {
  if (!CHANGES.includes(event.type)) return [];
  const kind = event.type.slice(0, event.type.indexOf('.'));
  return [`${kind}:${String(event.data[kind])}`];
}

/** The ids of the targets of one kind. */
export function idsOf(kind: 'fact' | 'subject' | 'source', targets: Iterable<string>): string[] {
  return [...targets].filter((target) => target.startsWith(`${kind}:`)).map((target) => target.slice(kind.length + 1));
}

/** The sources that an event names, in itself or in what it changes. */
export function citedBy(event: StoredEvent): string[] {
  const changes = event.data['changes'] as { sources?: unknown } | undefined;
  return [event.data['sources'], changes?.sources].flatMap((list) =>
    Array.isArray(list) ? list.map((entry) => (entry as { source: string }).source) : [],
  );
}

/** Keeps the changes of a batch. */
export async function writeChanges(tx: TimelineTx, events: readonly StoredEvent[]): Promise<void> {
  const rows = events.flatMap((event) =>
    targetOf(event).map((target) => ({
      target,
      position: String(event.position),
      recorded_at: event.recordedAt,
      record: event.data,
      cites: [...new Set(citedBy(event))],
    })),
  );
  if (rows.length === 0) return;
  await sql`insert into timeline_changes select * from json_to_recordset(${JSON.stringify(rows)}::json)
    as row (target text, position bigint, recorded_at timestamptz, record jsonb, cites text[])`.execute(tx);
}

/** Takes the text out of the changes that lost theirs, as the log has them now; answers what they change. */
export async function redactChanges(tx: TimelineTx, events: readonly StoredEvent[]): Promise<string[]> {
  const redacted = await readById(asLog(tx), textRemovedBy(events));
  const changes = redacted.flatMap((event) => targetOf(event).map((target) => ({ target, event })));
  for (const { event } of changes) {
    await sql`update timeline_changes set record = ${JSON.stringify(event.data)}::jsonb where position = ${event.position}`.execute(
      tx,
    );
  }
  return changes.map(({ target }) => target);
}

/** The ids of the events whose text was removed. */
export function textRemovedBy(events: readonly StoredEvent[]): string[] {
  return events.filter(({ type }) => type === REDACTED).map(({ data }) => String(data['event']));
}

/** The changes of some targets, each list in the order of recording. */
export async function readChanges<T>(tx: TimelineTx, targets: readonly string[]): Promise<Map<string, Recorded<T>[]>> {
  const changes = new Map<string, Recorded<T>[]>();
  if (targets.length === 0) return changes;
  const { rows } = await sql<{ target: string; position: string; recorded_text: string; record: T }>`
    select target, position, record,
           ${recordedText('timeline_changes')}
      from timeline_changes where target = any(${[...targets]}::text[]) order by position`.execute(tx);
  for (const row of rows) {
    const change = { record: row.record, position: BigInt(row.position), recordedAt: row.recorded_text };
    changes.set(row.target, [...(changes.get(row.target) ?? []), change]);
  }
  return changes;
}

/** What rests on these sources by a correction or a retraction: its known day moves with theirs. */
export async function targetsResting(tx: TimelineTx, sources: readonly string[]): Promise<string[]> {
  if (sources.length === 0) return [];
  const { rows } = await sql<{ target: string }>`
    select distinct target from timeline_changes where cites && ${[...sources]}::text[]`.execute(tx);
  return rows.map((row) => row.target);
}
