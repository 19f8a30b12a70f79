import { sql } from 'kysely';
import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { factTypeOf } from '../domain/catalogue.js';
import { BOUNDING_TYPES } from '../domain/fact-order.js';
import type { KnownBasis } from '../domain/known.js';
import type { StandingFact } from '../domain/occurrence.js';
import { avoidSorting, wordingUnder } from './clock-conditions.js';
import type { Reading } from './view-reader.js';

/** The columns of `timeline` that a standing fact is made of. */
export interface StandingRow {
  subject_id: string;
  fact_id: string;
  type: string;
  edtf: string | null;
  body: JsonObject;
  position: string;
  title: string;
  parties: string[];
  known_day: number;
  known_basis: string;
}

/** The columns of StandingRow, of rows of `timeline`. */
export const STANDING_COLUMNS = sql<StandingRow>`subject_id, fact_id, type, edtf, body, position, title, parties, known_day, known_basis`;

/** A standing fact from its row. */
export function standingFact(row: StandingRow): StandingFact {
  return {
    fact: {
      id: row.fact_id,
      type: row.type,
      occurred: row.edtf === null ? null : parseEdtf(row.edtf),
      body: row.body,
      position: BigInt(row.position),
      title: row.title,
      parties: row.parties,
    },
    plan: factTypeOf(row.type)?.plans !== undefined,
    known: { day: row.known_day, basis: row.known_basis as KnownBasis },
  };
}

/**
 * The facts of some subjects that the recorded and the known clock match, in timeline order, undated ones last, without
 * retracted ones; which of them had occurred by `asOf` is for SubjectStanding to say. `types` narrows them to some fact
 * types and those that bound the days of others.
 */
export async function standingFactsOf(
  subjects: readonly string[],
  reading: Reading,
  types?: readonly string[],
): Promise<Map<string, StandingFact[]>> {
  const facts = new Map<string, StandingFact[]>(subjects.map((id) => [id, []]));
  if (subjects.length === 0) return facts;
  const read = types && [...types, ...BOUNDING_TYPES];
  const ofTypes = read === undefined ? sql`true` : sql`type = any(${read}::text[])`;
  await avoidSorting(reading);
  const { rows } = await sql<StandingRow>`
    select ${STANDING_COLUMNS} from timeline entry
     where subject_id = any(${[...subjects]}::text[]) and not retracted and ${wordingUnder(reading, 'entry')} and ${ofTypes}
     order by subject_id, sort_start, last_day, position`.execute(reading.tx);
  for (const row of rows) facts.get(row.subject_id)?.push(standingFact(row));
  return facts;
}
