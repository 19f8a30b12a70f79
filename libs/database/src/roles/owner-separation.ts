import type { Database } from '../database.js';

/**
 * One sentence for operators where the owner of the log can become the role of the service, or a superuser owns it;
 * undefined where neither can, and where the service owns the log itself (`unprotectedSentence`).
 *
 * @param db as the role of the service
 */
export async function ownerIsServiceSentence(db: Database): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ owner: string; service: string }>(
    `select owner.rolname as owner, current_user as service
       from pg_catalog.pg_class c join pg_catalog.pg_roles owner on owner.oid = c.relowner
      where c.oid = to_regclass('public.events') and owner.rolname <> current_user
        and pg_catalog.pg_has_role(owner.oid, current_user, 'member')`,
  );
  if (rows[0] === undefined) return undefined;
  const { owner, service } = rows[0];
  return `The owner of the log (${owner}) can become the role of the service (${service}); migrations/roles.sql, run as a superuser, sets up an owner that cannot (docs/database-roles.md).`;
}
