import type { Database } from '#libs/database';

/** What is on record of a message, with what it tells. */
export interface OnRecord {
  id: string;
  subscription: string;
  status: string;
  reason: string;
  fault: string;
  /** Milestone and lead time of each. */
  tells: string[];
}

/** The reminders among the messages that are on record. */
export async function messagesOnRecord(db: Database): Promise<OnRecord[]> {
  const { rows } = await db.pool.query<OnRecord>(
    `select delivery.id, delivery.subscription_id as subscription, delivery.status, coalesce(delivery.reason, '') as reason,
            coalesce(delivery.fault, '') as fault, array_agg(plan.about || ' ' || plan.lead_time order by plan.due_at desc) as tells
       from deliveries delivery join planned_reminders plan on plan.delivery_id = delivery.id
      where delivery.kind not in ('confirmation', 'disabled')
      group by delivery.id`,
  );
  return rows;
}

/** The reminders that are planned and became no message, by subscription. */
export async function plannedOf(db: Database): Promise<Map<string, string[]>> {
  const { rows } = await db.pool.query<{ subscription: string; about: string[] }>(
    `select subscription_id as subscription, array_agg(about || ' ' || lead_time) as about
       from planned_reminders where status = 'planned' group by 1`,
  );
  return new Map(rows.map(({ subscription, about }) => [subscription, about]));
}
