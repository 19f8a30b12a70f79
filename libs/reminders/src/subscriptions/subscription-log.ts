import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { EventStore, recorderOfRun, type Recorder } from '#libs/event-store';

/**
 * The events of a subscription: made (by webhook), confirmed (by e-mail), disabled (by the service), enabled after that,
 * erased. Logs of earlier releases hold those of an owner's own switching too.
 */
export type SubscriptionEventType =
  | 'subscription.requested'
  | 'subscription.confirmed'
  | 'subscription.disabled'
  | 'subscription.enabled'
  | 'subscription.erased';

interface EventRow {
  id: string;
  subscription_id: string;
  type: SubscriptionEventType;
  /** Null where an earlier release wrote the row. */
  recorded_by: string | null;
  request_id: string | null;
}

/** The stream of a subscription. */
export const subscriptionStream = (id: string): string => `subscription-${id}`;

/** Appends what happens to subscriptions to the log: their ids, and nothing that anybody could want erased. */
@Injectable()
export class SubscriptionLog {
  constructor(
    private readonly db: Database,
    private readonly store: EventStore,
  ) {}

  /** Says, in the transaction of a change, what the log is to be told of it. */
  async note(
    tx: Transaction<unknown>,
    subscription: string,
    type: SubscriptionEventType,
    { by, requestId }: Recorder,
  ): Promise<void> {
    await sql`
      insert into subscription_events (subscription_id, type, recorded_by, request_id)
      values (${subscription}, ${type}, ${by}, ${requestId})`.execute(tx);
  }

  /** Tells the log what was noted. What was told before a crash and is told again is a repeat. */
  async flush(): Promise<void> {
    const { rows } = await sql<EventRow>`select * from subscription_events order by id limit 1000`.execute(
      this.db.kysely,
    );
    if (rows.length === 0) return;
    const run = recorderOfRun('dateline');
    await this.store.append(
      rows.map(({ id, subscription_id, type, recorded_by, request_id }) => {
        const metadata: Recorder = { by: recorded_by ?? run.by, requestId: request_id ?? run.requestId };
        const data = { subscription: subscription_id };
        return {
          stream: subscriptionStream(subscription_id),
          expectedVersion: 'any' as const,
          events: [{ id: `${type}:${subscription_id}:${id}`, type, data, metadata }],
        };
      }),
    );
    await sql`delete from subscription_events where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(
      this.db.kysely,
    );
  }
}
