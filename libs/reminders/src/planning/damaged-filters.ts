import { sql, type Kysely } from 'kysely';
import { noteFaults } from '#libs/database';
import type { SubscriptionFilter } from '../domain/subscription.js';

/** What no form lets through and a filter with it matches nothing. */
class DamagedFilter extends Error {
  override readonly message = 'The filter is stored with an entry that is empty.';
}

/** @throws DamagedFilter */
export function assertUsableFilter(filter: SubscriptionFilter): void {
  const entries: readonly (string | null)[] = Object.values(filter).flat();
  if (entries.includes(null)) throw new DamagedFilter();
}

/** Notes the subscriptions whose filter is damaged, which would otherwise be told nothing, and nobody of it. */
export async function noteDamagedFilters(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from subscriptions s
     where array_position(subjects || topics || types || parties || milestones || kinds, null) is not null
       and status = 'active' and not exists (select from faults where step = 'planning' and about = s.id)`.execute(db);
  await noteFaults(
    db,
    'planning',
    rows.map(({ id }) => ({ about: id, error: new DamagedFilter() })),
  );
}
