import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { clearFaults, Database, isolate, isWaitingAfterFault, noteFaults, throwWhereAllFailed } from '#libs/database';
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

/** How many events one turn appends. */
const BATCH = 1_000;

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

  /**
   * Tells the log what was noted. What was told before a crash and is told again is a repeat. What cannot be appended is
   * noted as a fault of its subscription, whose later events wait behind it, and stops no other.
   */
  async flush(): Promise<void> {
    const { rows } = await sql<EventRow>`
      select * from subscription_events
       where not ${isWaitingAfterFault('log', sql`subscription_events.subscription_id`)} order by id limit ${BATCH}`.execute(
      this.db.kysely,
    );
    const run = recorderOfRun('dateline');
    const subscriptions = [...Map.groupBy(rows, ({ subscription_id: id }) => id)];
    const failed = await isolate(subscriptions, (some) =>
      this.#append(
        some.flatMap(([, events]) => events),
        run,
      ),
    );
    throwWhereAllFailed(subscriptions, failed);
    await noteFaults(
      this.db.kysely,
      'log',
      failed.map(({ item: [about], error }) => ({ about, error })),
    );
  }

  async #append(rows: readonly EventRow[], run: Recorder): Promise<void> {
    const inOrder = rows.toSorted((one, other) => Number(BigInt(one.id) - BigInt(other.id)));
    await this.store.append(
      inOrder.map(({ id, subscription_id, type, recorded_by, request_id }) => {
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
    const told = [...new Set(rows.map(({ subscription_id: id }) => id))];
    await clearFaults(this.db.kysely, 'log', told);
  }
}
