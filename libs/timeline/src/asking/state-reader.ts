import { sql } from 'kysely';
import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { kindOf } from '../domain/catalogue.js';
import type { DatedFact } from '../domain/kind.js';
import { avoidSorting, lastDatedOfSubject, occurredInSubject, wordingUnder } from './clock-conditions.js';
import type { Reading } from './view-reader.js';

interface FactRow {
  subject_id: string;
  fact_id: string;
  type: string;
  edtf: string | null;
  body: JsonObject;
  position: string;
  title: string;
}

/**
 * The facts of some subjects in timeline order, undated ones last, as the clocks let them through; retracted ones are
 * left out. `types` narrows them to some fact types.
 */
export async function factsOf(
  subjects: readonly string[],
  reading: Reading,
  types?: readonly string[],
): Promise<Map<string, DatedFact[]>> {
  const facts = new Map<string, DatedFact[]>(subjects.map((id) => [id, []]));
  if (subjects.length === 0) return facts;
  const ofTypes = types === undefined ? sql`true` : sql`type = any(${[...types]}::text[])`;
  const standing = sql`subject_id = any(${[...subjects]}::text[]) and not retracted and ${wordingUnder(reading, 'entry')}`;
  const order = sql`order by subject_id, sort_start, last_day, position`;
  const told =
    reading.asOf === null
      ? sql`select subject_id, fact_id, type, edtf, body, position, title from timeline entry
             where ${standing} and ${ofTypes} ${order}`
      : sql`select subject_id, fact_id, type, edtf, body, position, title
              from (select *, ${lastDatedOfSubject('entry')} as last_dated from timeline entry where ${standing}) entry
             where ${occurredInSubject(reading.asOf, 'entry')} and ${ofTypes} ${order}`;
  await avoidSorting(reading);
  const { rows } = await sql<FactRow>`${told}`.execute(reading.tx);
  for (const row of rows) facts.get(row.subject_id)?.push(datedFact(row));
  return facts;
}

/** The state that the facts of a subject add up to, by the rules of its kind. */
export function stateOf(subjectType: string, facts: readonly DatedFact[]): JsonObject {
  const kind = kindOf(subjectType);
  if (!kind) return {};
  return facts.reduce(
    (state, fact) => kind.facts[fact.type.slice(subjectType.length + 1)]?.evolve?.(state, fact) ?? state,
    kind.initial,
  );
}

function datedFact(row: FactRow): DatedFact {
  return {
    id: row.fact_id,
    type: row.type,
    occurred: row.edtf === null ? null : parseEdtf(row.edtf),
    body: row.body,
    position: BigInt(row.position),
    title: row.title,
  };
}
