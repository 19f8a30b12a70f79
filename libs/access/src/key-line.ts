import { sql, type RawBuilder } from 'kysely';

/**
 * A condition on the id of a key: the key is valid, or has expired and a key that replaced it in rotations is valid. A
 * revoked key hands nothing on.
 */
export function isOpenKey(id: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    with recursive line as (
      select successor, revoked_at, expires_at from api_keys where api_keys.id = ${id}
      union all
      select next.successor, next.revoked_at, next.expires_at
        from line join api_keys next on next.id = line.successor where line.revoked_at is null)
    select from line where revoked_at is null and (expires_at is null or expires_at > clock_timestamp()))`;
}
