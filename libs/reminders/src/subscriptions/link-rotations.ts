import { Injectable } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { Database } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { RateLimits } from './rate-limits.js';
import { SubscriptionStore } from './subscription-store.js';

/** How many subscriptions are looked up at once. */
const BATCH = 100;

/** How a rotation of many ended. */
export interface RotatedLinks {
  /** How many subscriptions got new links, which are mailed to them. */
  rotated: number;
  /** How many are left to a further run. */
  left: number;
  /** After how many seconds the limit of mails admits a further run; null where it was not reached. */
  retryAfterSeconds: number | null;
}

/** How a run is watched and ended. */
interface RotationRun {
  onProgress?: (rotated: number) => void;
  signal?: AbortSignal;
}

/**
 * New links for subscriptions by e-mail that were made before an instant. An earlier release returned links to anybody who
 * signed a mailbox up, so that those may be in other hands.
 */
@Injectable()
export class LinkRotations {
  constructor(
    private readonly db: Database,
    private readonly store: SubscriptionStore,
    private readonly limits: RateLimits,
  ) {}

  /** How many subscriptions have links of before an instant (by the clock of the domain, not in the future). */
  async count(before: Date): Promise<number> {
    const { rows } = await sql<{ count: string }>`
      select count(*) from subscriptions s where ${hasLinksOfBefore(before)}`.execute(this.db.kysely);
    return Number(rows[0]!.count);
  }

  /**
   * Makes new links for each and mails them; the old ones end, also those to unsubscribe. It ends where the mails of an
   * hour are used up or it is aborted, and a further run goes on with those that are left.
   */
  async rotate(before: Date, { onProgress, signal }: RotationRun = {}): Promise<RotatedLinks> {
    let rotated = 0;
    let retryAfterSeconds: number | null = null;
    for await (const id of this.#each(before)) {
      if (signal?.aborted === true) break;
      try {
        await this.limits.count('links', {});
      } catch (error) {
        if (!(error instanceof DomainError) || error.retryAfterSeconds === undefined) throw error;
        retryAfterSeconds = error.retryAfterSeconds;
        break;
      }
      if (await this.#rotate(id, before)) rotated++;
      onProgress?.(rotated);
    }
    return { rotated, left: await this.count(before), retryAfterSeconds };
  }

  async *#each(before: Date): AsyncIterable<string> {
    for (;;) {
      const { rows } = await sql<{ id: string }>`
        select s.id from subscriptions s where ${hasLinksOfBefore(before)}
         order by s.created_at, s.id limit ${BATCH}`.execute(this.db.kysely);
      if (rows.length === 0) return;
      for (const { id } of rows) yield id;
    }
  }

  /** @returns false where its owner was faster, or erased it */
  #rotate(id: string, before: Date): Promise<boolean> {
    return this.store.change(async (tx) => {
      if (!(await isLocked(tx, id, before))) return false;
      await this.store.rotateLinks(tx, { id, channel: 'email' });
      return true;
    });
  }
}

async function isLocked(tx: Kysely<unknown>, id: string, before: Date): Promise<boolean> {
  const { rows } = await sql`
    select from subscriptions s where s.id = ${id} and ${hasLinksOfBefore(before)} for update`.execute(tx);
  return rows.length === 1;
}

/** Whoever rotated the links since, the mail about it is on record. */
function hasLinksOfBefore(before: Date): RawBuilder<boolean> {
  return sql<boolean>`s.channel = 'email' and s.status <> 'pending' and s.created_at < ${before}
    and not exists (select from deliveries mail
                     where mail.subscription_id = s.id and mail.kind = 'links' and mail.due_at >= ${before})`;
}
