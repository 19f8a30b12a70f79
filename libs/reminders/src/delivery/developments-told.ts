import { QueryBus } from '@nestjs/cqrs';
import { sql, type Kysely } from 'kysely';
import { CaseHistoryQuery } from '#libs/cases';
import { isoOfDay } from '#libs/edtf';
import { readById, type StoredEvent } from '#libs/event-store';
import { FactQuery, type FactDetail, type KnownBasis } from '#libs/timeline';
import type { DevelopmentContent } from '../domain/content.js';
import { sourcesOfFacts } from './milestones-told.js';

interface FactRow {
  fact_id: string;
  type: string;
  title: string;
  summary: string | null;
  edtf: string | null;
  known_day: number;
  known_basis: KnownBasis;
  subject_id: string;
  subject_type: string;
  subject_name: string;
}

/**
 * What events record or change of facts, as a message tells it; by event. Undefined where the fact is no longer there to
 * be told: it was withdrawn before its news went out.
 */
export async function developmentsTold(
  db: Kysely<unknown>,
  questions: QueryBus,
  publicUrl: string,
  eventIds: readonly string[],
): Promise<Map<string, DevelopmentContent>> {
  const events = await readById(db, [...new Set(eventIds)]);
  const factOf = new Map(events.map((event) => [event.id, String(event.data['fact'] ?? event.data['id'])]));
  const facts = [...new Set(factOf.values())];
  const { rows } = await sql<FactRow & { retracted: boolean }>`
    select fact_id, type, title, summary, edtf, known_day, known_basis, subject_id, subject_type, subject_name, retracted
      from timeline where fact_id = any(${facts}::text[]) and recorded_to is null and known_to is null`.execute(db);
  const known = new Map(rows.map((row) => [row.fact_id, row]));
  const sources = await sourcesOfFacts(db, facts);
  const told = new Map<string, DevelopmentContent>();
  for (const event of events) {
    const row = known.get(factOf.get(event.id) ?? '');
    if (row === undefined || (row.retracted && event.type !== 'fact.retracted')) continue;
    const changed = await changeOf(questions, row.fact_id, event);
    const change = changed?.kind ?? 'fact';
    told.set(event.id, {
      kind: 'development',
      change,
      fact: {
        id: row.fact_id,
        type: row.type,
        title: row.title,
        summary: row.summary,
        occurred: row.edtf,
        known: isoOfDay(row.known_day),
        basis: row.known_basis,
        url: `${publicUrl}/facts/${row.fact_id}`,
      },
      subject: { id: row.subject_id, name: row.subject_name },
      changes: await caseChanges(questions, row, event.id, change),
      reason: typeof event.data['reason'] === 'string' ? event.data['reason'] : null,
      ...(changed && { changed: { known: changed.known.at, recordedAt: changed.recordedAt } }),
      sources: sources.get(row.fact_id) ?? [],
    });
  }
  return told;
}

/** The change of a fact that an event records, with both of its days; undefined where the event records the fact. */
async function changeOf(
  questions: QueryBus,
  fact: string,
  { type, data }: StoredEvent,
): Promise<FactDetail['changes'][number] | undefined> {
  if (type !== 'fact.corrected' && type !== 'fact.retracted') return undefined;
  const { changes } = await questions.execute(new FactQuery(fact, {}));
  return changes.find(({ id }) => id === data['id']);
}

/** What a fact, or a change of it, did to its case. */
async function caseChanges(
  questions: QueryBus,
  { subject_type, subject_id, fact_id }: FactRow,
  eventId: string,
  change: DevelopmentContent['change'],
): Promise<DevelopmentContent['changes']> {
  if (subject_type !== 'case') return [];
  const { items } = await questions.execute(new CaseHistoryQuery(subject_id, {}));
  const kind = change === 'fact' ? 'development' : change;
  const step = items.findLast((item) => item.fact === fact_id && item.kind === kind);
  return (step?.changes ?? []).map(({ field, before, after }) => ({ field, before, after }));
}
