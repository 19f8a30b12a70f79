import { sql, type Kysely } from 'kysely';
import { isOrganizationId, partyProblem, unknownOrganization } from '../domain/party-code.js';
import { parametersError } from './parameters.js';

/**
 * Throws PARAMETER_INVALID, with what to write instead, for the first of these parties that there cannot be: it is no
 * code of a country, no organization on record, and no record names it.
 */
export async function checkPartyParameter(db: Kysely<unknown>, parties: readonly string[]): Promise<void> {
  const [unknown] = await unknownParties(db, parties);
  if (unknown === undefined) return;
  const { detail, rule, params } = partyProblem(unknown) ?? unknownOrganization(unknown);
  throw parametersError([{ parameter: 'party', detail, code: 'custom', params: { rule, ...params } }]);
}

/**
 * Those of some parties that are no code of a country, no organization on record, and named by no record: some were
 * recorded before their form was checked.
 */
export async function unknownParties(db: Kysely<unknown>, parties: readonly string[]): Promise<string[]> {
  const uncoded = parties.filter((party) => partyProblem(party) !== null || isOrganizationId(party));
  if (uncoded.length === 0) return [];
  const { rows } = await sql<{ party: string }>`
    select party from unnest(${uncoded}::text[]) party
     where not exists (select from timeline_subjects where subject_id = party and type = 'organization')
       and not exists (select from timeline where parties @> array[party])
       and not exists (select from timeline_subjects where parties @> array[party])`.execute(db);
  return rows.map(({ party }) => party);
}
