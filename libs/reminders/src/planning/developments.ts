import { Inject, Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '#libs/database';
import { EventStore, readAll, type StoredEvent } from '#libs/event-store';
import { CLOCK, type Clock } from '#libs/kernel';
import { viewPosition } from '#libs/projections';
import { factTypeOf, timelineView } from '#libs/timeline';
import { wantsFactSql } from './matching.js';
import { planNews } from './plan-rows.js';

const PROGRESS = 'developments';
/** How many events are looked at in one transaction. */
const BATCH = 500;
const CHANGES = ['fact.corrected', 'fact.retracted'];

interface FactRow {
  fact_id: string;
  type: string;
  subject_id: string;
  subject_type: string;
  topics: string[];
  parties: string[];
  known_day: number;
}

/**
 * Plans the news of facts. It reads the log from where it stopped, never a view's changes, so that a rebuild repeats
 * nothing; a fact is news to those who subscribed before it was recorded and since when it could be known.
 */
@Injectable()
export class Developments {
  constructor(
    private readonly db: Database,
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Plans the news of everything that the timeline has and that was not looked at yet. */
  async catchUp(): Promise<void> {
    while ((await this.#step()) === BATCH);
  }

  #step(): Promise<number> {
    return this.db.kysely
      .transaction()
      .setIsolationLevel('read committed')
      .execute(async (tx) => {
        const upTo = await viewPosition(tx, timelineView.name);
        const after = await this.#claim(tx, upTo);
        if (after >= upTo) return 0;
        const listening = await someoneListens(tx);
        const events = listening ? await readAll(tx, { after, upTo, limit: BATCH }, this.store.shapes) : [];
        await this.#plan(tx, events);
        const reached = events.length < BATCH ? upTo : events.at(-1)!.position;
        await sql`update reminder_progress set position = ${reached} where name = ${PROGRESS}`.execute(tx);
        return events.length;
      });
  }

  /** Where to go on; one transaction at a time. What was there before the first subscription is no news to anybody. */
  async #claim(tx: Transaction<unknown>, head: bigint): Promise<bigint> {
    await sql`
      insert into reminder_progress (name, position)
      values (${PROGRESS}, coalesce((select min(active_position) from subscriptions), ${head}))
      on conflict do nothing`.execute(tx);
    const { rows } = await sql<{ position: string }>`
      select position from reminder_progress where name = ${PROGRESS} for update`.execute(tx);
    return BigInt(rows[0]!.position);
  }

  async #plan(tx: Transaction<unknown>, events: readonly StoredEvent[]): Promise<void> {
    const news = events.filter(({ type }) => CHANGES.includes(type) || factTypeOf(type) !== undefined);
    const facts = await factsByEvent(tx, news);
    for (const event of news) {
      const fact = facts.get(event.id);
      if (fact === undefined) continue;
      const isChange = CHANGES.includes(event.type);
      const wanted = sql<boolean>`${wantsFactSql(
        { ...fact, subject: { id: fact.subject_id, type: fact.subject_type } },
        isChange ? 'corrections' : 'developments',
      )} and s.active_position < ${event.position} ${
        isChange ? sql`` : sql`and floor(extract(epoch from s.active_since) / 86400) <= ${fact.known_day}`
      }`;
      const told = { kind: 'development', about: event.id, edtf: '', cause: event.position } as const;
      await planNews(tx, { ...told, detail: { fact: fact.fact_id } }, wanted, this.clock.now());
    }
  }
}

async function someoneListens(tx: Transaction<unknown>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from subscriptions
     where status = 'active' and channel <> 'calendar' and kinds && array['developments', 'corrections'] limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** The facts that events record or change, in their newest wording, by event. */
async function factsByEvent(tx: Transaction<unknown>, events: readonly StoredEvent[]): Promise<Map<string, FactRow>> {
  const ids = new Map(events.map((event) => [event.id, String(event.data['fact'] ?? event.data['id'])]));
  const { rows } = await sql<FactRow>`
    select fact_id, type, subject_id, subject_type, topics, parties, known_day from timeline
     where fact_id = any(${[...new Set(ids.values())]}::text[]) and recorded_to is null and known_to is null`.execute(
    tx,
  );
  const facts = new Map(rows.map((row) => [row.fact_id, row]));
  return new Map(
    [...ids].flatMap(([event, fact]) => {
      const row = facts.get(fact);
      return row === undefined ? [] : [[event, row] as const];
    }),
  );
}
