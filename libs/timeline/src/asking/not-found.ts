import { sql } from 'kysely';
import { DomainError } from '#libs/kernel';
import type { Reading } from './view-reader.js';

const ROWS = {
  fact: sql`timeline where fact_id`,
  subject: sql`timeline_subjects where subject_id`,
  case: sql`timeline_subjects where type = 'case' and subject_id`,
  source: sql`timeline_sources where source_id`,
} as const;

/**
 * Why a reading shows no record with an id: NOT_UNDER_CLOCKS where it is on record and the clocks do not show it, else
 * `unknown`.
 */
export async function notFound(
  unknown: DomainError,
  kind: keyof typeof ROWS,
  id: string,
  { tx, asOf, knownAt, upTo }: Reading,
): Promise<DomainError> {
  if (asOf === null && knownAt === null && upTo === null) return unknown;
  const { rows } = await sql`select 1 from ${ROWS[kind]} = ${id} limit 1`.execute(tx);
  if (rows.length === 0) return unknown;
  return new DomainError('NOT_UNDER_CLOCKS', 'not-found', `The ${kind} "${id}" is not shown under these clocks.`);
}
