import { sql, type RawBuilder } from 'kysely';

/**
 * The id of the key to which belongs what a key made: the key itself, or the last one that replaced it in rotations with a
 * grace.
 *
 * @param id of the key that made it; null gives null
 */
export function lastSuccessorOf(id: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(
    with recursive line as (
      select api_keys.id, successor from api_keys where api_keys.id = ${id}
      union all
      select next.id, next.successor from line join api_keys next on next.id = line.successor)
    select line.id from line where successor is null)`;
}

/** A condition on the id of a key: the key to which belongs what it made is valid. */
export function isOpenKey(id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from api_keys latest where latest.id = ${lastSuccessorOf(id)} and latest.revoked_at is null
       and (latest.expires_at is null or latest.expires_at > clock_timestamp()))`;
}
