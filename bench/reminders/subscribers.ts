import { CommandBus } from '@nestjs/cqrs';
import { NestFactory } from '@nestjs/core';
import { Module } from '@nestjs/common';
import { DatabaseModule, ensureClock, openDatabase, Database } from '#libs/database';
import { EventStore, EventStoreModule, recorderOfRun } from '#libs/event-store';
import { messageOf, type JsonObject } from '#libs/kernel';
import { VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import { Planner, SubscriptionsModule } from '#libs/reminders';
import { ImportRecords, TimelineModule } from '#libs/timeline';
import type { Ground } from '../ground.js';

const BEFORE = '2026-03-01T00:00:00Z';
/** Every reminder for the day of the review is due, in every time zone, and late enough for none to be near only. */
export const WHEN_ALL_IS_DUE = '2026-07-01T20:00:00Z';
const ZONES = ['America/Mexico_City', 'America/New_York', 'Europe/Madrid', 'UTC'];

const SOURCE = {
  record: 'source',
  id: 'gazette',
  title: 'The text of the River Treaty, with its annexes',
  publisher: 'The Gazette of the Rivers',
  publishedOn: '2020-01-01',
  url: 'https://gazette.example/river-treaty',
};
const TREATY = {
  record: 'subject',
  id: 'river-treaty',
  type: 'agreement',
  name: 'River Treaty',
  topics: ['water', 'trade'],
  parties: ['NO', 'SE'],
};
const IN_FORCE = {
  record: 'fact',
  id: 'river-in-force',
  subject: 'river-treaty',
  type: 'agreement.entered-into-force',
  occurred: '2020-07-01',
  title: 'The River Treaty enters into force',
  body: { reviewEvery: 'P6Y' },
  sources: [{ source: 'gazette', locator: 'Article 34.7' }],
};

/** The fact by which the review moves, known in time to plan for it. */
export const MOVED = {
  record: 'fact',
  id: 'river-review-moved',
  subject: 'river-treaty',
  type: 'milestone.moved',
  occurred: '2026-09-15',
  title: 'The review is held in September',
  knownSince: '2026-03-01',
  body: { milestone: 'joint-review.2026' },
  sources: [{ source: 'gazette' }],
};

/** Who subscribed. */
export interface Subscribers {
  count: number;
  leadTimes: string[];
  /** Where their webhooks go. */
  url: string;
}

/** A database in which so many wait for the review of a treaty, planned for by the planner as after any change. */
export async function subscribers(ground: Ground, { count, leadTimes, url }: Subscribers): Promise<string> {
  const place = await ground.database();
  const db = openDatabase(place, { max: 2 });
  await ensureClock(db, BEFORE);
  await db.pool.query(
    `insert into subscriptions (id, status, channel, subjects, topics, types, parties, milestones, kinds, lead_times, time_zone,
       local_time, digest, digest_day, quiet_from, quiet_to, created_at, active_since, active_position)
     select 'sub_' || md5(n::text), 'active', 'webhook', '{river-treaty}', '{}', '{}', '{}', '{joint-review}', '{milestones}', $2,
            ($3::text[])[1 + n % cardinality($3::text[])], '09:00', 'none', 1, '', '', $4, $4, 0
       from generate_series(1, $1::int) as n`,
    [count, leadTimes, ZONES, BEFORE],
  );
  await db.pool.query(
    `insert into subscription_addresses (subscription_id, address, secrets, token_key)
     select id, $1, array['whsec_' || encode(sha256(id::bytea), 'base64')], sha256(id::bytea) from subscriptions`,
    [url],
  );
  await db.close();
  await withPlanner(place, async ({ record, planner }) => {
    await record([SOURCE, TREATY, IN_FORCE]);
    await planner.catchUp();
  });
  await ground.administer(`vacuum analyze`, place);
  return place;
}

/** What works on a database of subscribers. */
export interface Planning {
  db: Database;
  planner: Planner;
  /** Records and lets the views catch up. */
  record: (records: readonly JsonObject[]) => Promise<void>;
}

/** Opens what plans, for the time of some work. */
export async function withPlanner<Result>(url: string, work: (planning: Planning) => Promise<Result>): Promise<Result> {
  @Module({
    imports: [
      DatabaseModule.forRoot({ url, max: 8 }),
      EventStoreModule.forRoot(),
      TimelineModule,
      SubscriptionsModule.forRoot({ publicUrl: 'https://dateline.example', allowPrivate: true, readAccess: 'public' }),
    ],
  })
  class PlanningModule {}
  const app = await NestFactory.createApplicationContext(PlanningModule, { logger: false });
  try {
    const store = app.get(EventStore, { strict: false });
    const db = app.get(Database, { strict: false });
    const views = new ProjectionRunner(db, store, VIEWS);
    return await work({
      db,
      planner: app.get(Planner, { strict: false }),
      record: async (records) => {
        const lines = records.map((input, index) => ({ line: index + 1, input, columnOf: () => 1 }));
        const { problems } = await app
          .get(CommandBus, { strict: false })
          .execute(new ImportRecords(lines, recorderOfRun('operator')));
        if (problems.length > 0) throw new Error(`The records were refused: ${messageOf(problems[0])}`);
        await views.catchUp();
      },
    });
  } finally {
    await app.close();
  }
}

/** Moves the clock of a database to an instant. */
export async function moveClock(url: string, instant: string): Promise<void> {
  const db = openDatabase(url, { max: 1 });
  await db.pool.query(
    'update clock set offset_us = round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000000)::bigint',
    [instant],
  );
  await db.close();
}
