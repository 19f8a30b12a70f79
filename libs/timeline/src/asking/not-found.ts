import { sql } from 'kysely';
import { DomainError } from '#libs/kernel';
import type { Reading } from './view-reader.js';

const TABLES = {
  fact: { table: 'timeline', column: 'fact_id' },
  subject: { table: 'timeline_subjects', column: 'subject_id' },
  case: { table: 'timeline_subjects', column: 'subject_id' },
  source: { table: 'timeline_sources', column: 'source_id' },
} as const;

/**
 * Why a reading shows no record with an id: NOT_UNDER_CLOCKS where it is on record and the clocks do not show it, else
 * FACT_UNKNOWN, SUBJECT_UNKNOWN, CASE_UNKNOWN or SOURCE_UNKNOWN.
 */
export async function notFound(kind: keyof typeof TABLES, id: string, reading: Reading): Promise<DomainError> {
  const { table, column } = TABLES[kind];
  const ofKind = kind === 'case' ? sql`type = 'case'` : sql`true`;
  const { rows } = await sql`
    select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${id} and ${ofKind} limit 1`.execute(reading.tx);
  const isUnderClocks = reading.asOf !== null || reading.knownAt !== null || reading.upTo !== null;
  return isUnderClocks && rows.length > 0
    ? new DomainError('NOT_UNDER_CLOCKS', 'not-found', `The ${kind} "${id}" is not shown under these clocks.`)
    : new DomainError(`${kind.toUpperCase()}_UNKNOWN`, 'not-found', `There is no ${kind} "${id}" on record.`);
}
