import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { simpleParser, type ParsedMail } from 'mailparser';
import { CasesModule } from '#libs/cases';
import { Database, DatabaseModule, ensureClock } from '#libs/database';
import { EventStore, EventStoreModule, recorderOfRun, type Recorder } from '#libs/event-store';
import { CLOCK, FixedClock } from '#libs/kernel';
import { MilestonesModule, VIEWS } from '#libs/milestones';
import { ProjectionRunner } from '#libs/projections';
import {
  Deliverer,
  DELIVERY_QUEUE,
  DeliveryModule,
  Confirmations,
  SignUps,
  subscriptionForm,
  Subscriptions,
  Sweep,
  type DeliveryQueue,
  type OwnSubscription,
} from '#libs/reminders';
import { JobsModule, type Job, type Task } from '#libs/jobs';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { ImportRecords, TimelineModule, type ImportReport } from '#libs/timeline';
import { CommandBus } from '@nestjs/cqrs';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { confirmationMail } from './confirming.js';
import { deliver, deliverMail } from '../../apps/worker/src/jobs/deliver.js';

const silent = { log: () => {}, warn: () => {}, error: () => {} };

/** One message that went out, or did not. */
export interface ToldDelivery {
  id: string;
  subscription: string;
  kind: string;
  status: string;
  reason: string | null;
  dueAt: string;
  sentAt: string | null;
  about: string[];
}

/** Reminders with a clock that the spec moves; everything is real, the queue only where that is wanted. */
export interface TestReminders {
  db: Database;
  url: string;
  database: TestDatabase;
  store: EventStore;
  subscriptions: Subscriptions;
  signUps: SignUps;
  confirmations: Confirmations;
  sweep: Sweep;
  publicUrl: string;
  /** Where the service's clock stands. */
  now(): Date;
  /** Moves the clock, of the database too. */
  setClock(instant: string): Promise<void>;
  /** Imports records; the views have caught up when it answers. */
  record(records: readonly object[]): Promise<ImportReport>;
  /** The views catch up, the sweep takes one turn, and what is due by then has been tried. */
  turn(): Promise<void>;
  /** Makes a subscription of the form, by the right of the recorder; one by mail is confirmed. */
  subscribe(form: object, recorder?: Recorder): Promise<OwnSubscription>;
  /** Makes one attempt at a message. */
  deliver(id: string): Promise<void>;
  /** Everything that went out or was to go out, in the order of its time. */
  deliveries(): Promise<ToldDelivery[]>;
  /** The mails in the outbox. */
  mails(): Promise<ParsedMail[]>;
  drop(): Promise<void>;
}

/** What else than reminders with a queue that hands each message on at once is wanted. */
export interface TestRemindersOptions {
  /** A real queue, in this Redis or, without `redisUrl`, in the database. */
  queue?: { redisUrl?: string };
  /** The task that sends, of the worker if left out. */
  deliver?: Task;
  /** Jobs by schedule, on a real queue. */
  jobs?: Job[];
  /** Whether reading needs a key; it does not if left out. */
  readAccess?: 'public' | 'key';
  /** Where mail goes; into files if left out. */
  smtpUrl?: string;
  /** Another service, on whose database this one runs as well. */
  beside?: TestReminders;
  /** What encrypts keys and secrets; that of the specs if left out, nothing where null. */
  secretsKey?: Buffer | null;
  secretsKeyBefore?: Buffer;
  /** Takes what the service logs; nobody does if left out. */
  logger?: LoggerService;
}

/** Starts reminders on a database of their own, the clock standing at an instant. */
export async function startTestReminders(start: string, options: TestRemindersOptions = {}): Promise<TestReminders> {
  const database = options.beside?.database ?? (await createTestDatabase());
  if (options.beside === undefined) await ensureClock(database.owner, start);
  const dataDir = await mkdtemp(join(tmpdir(), 'dateline-reminders-'));
  const publicUrl = 'http://dateline.test';
  const clock = new FixedClock(new Date(start));
  let deliverer: Deliverer | undefined;
  const queue: DeliveryQueue = {
    add: async (deliveries) => {
      const { signal } = new AbortController();
      await Promise.all(deliveries.map(({ id }) => deliverer!.deliver(id, signal)));
    },
    isIdle: () => Promise.resolve(true),
    clear: () => Promise.resolve(),
  };
  const building = Test.createTestingModule({
    imports: [
      DatabaseModule.forRoot({ url: database.url }),
      EventStoreModule.forRoot(),
      TimelineModule,
      MilestonesModule,
      CasesModule,
      DeliveryModule.forRoot({
        publicUrl,
        allowPrivate: true,
        readAccess: options.readAccess ?? 'public',
        secretsKey: options.secretsKey === null ? undefined : (options.secretsKey ?? SECRETS_KEY),
        secretsKeyBefore: options.secretsKeyBefore,
        dataDir,
        ...(options.smtpUrl !== undefined && { smtpUrl: options.smtpUrl }),
      }),
      ...(options.queue === undefined
        ? []
        : [
            JobsModule.forRoot({
              databaseUrl: database.url,
              ...options.queue,
              jobs: options.jobs ?? [],
              tasks: [options.deliver ?? deliver, deliverMail],
              logger: silent,
            }),
          ]),
    ],
  })
    .overrideProvider(CLOCK)
    .useValue(clock)
    .setLogger(options.logger ?? (false as never));
  if (options.queue === undefined) building.overrideProvider(DELIVERY_QUEUE).useValue(queue);
  const testing = await building.compile();
  await testing.init();
  deliverer = testing.get(Deliverer, { strict: false });
  const db = testing.get(Database, { strict: false });
  const store = testing.get(EventStore, { strict: false });
  const subscriptions = testing.get(Subscriptions, { strict: false });
  const signUps = testing.get(SignUps, { strict: false });
  const confirmations = testing.get(Confirmations, { strict: false });
  const sweep = testing.get(Sweep, { strict: false });
  const runner = new ProjectionRunner(db, store, VIEWS);
  const used = testing.get<DeliveryQueue>(DELIVERY_QUEUE, { strict: false });
  if (options.queue !== undefined) await eventually(async () => void (await used.isIdle()));

  return {
    db,
    url: database.url,
    database,
    store,
    subscriptions,
    signUps,
    confirmations,
    sweep,
    publicUrl,
    now: () => clock.now(),
    setClock: async (instant) => {
      clock.set(new Date(instant));
      await database.owner.pool.query(
        'update clock set offset_us = round(extract(epoch from $1::timestamptz - clock_timestamp()) * 1000000)::bigint',
        [instant],
      );
    },
    record: async (records) => {
      const lines = records.map((input, index) => ({ line: index + 1, input, columnOf: () => 1 }));
      const report = await testing
        .get(CommandBus, { strict: false })
        .execute(new ImportRecords(lines, recorderOfRun('operator')));
      await runner.catchUp();
      return report;
    },
    turn: async () => {
      await runner.catchUp();
      await sweep.run();
      await eventually(async () => {
        const { rows } = await db.pool.query(
          `select from deliveries where status = 'waiting' and queued_at is not null and next_at <= $1`,
          [clock.now()],
        );
        expect(rows).toEqual([]);
      });
    },
    subscribe: async (form, recorder = recorderOfRun('subscriber')) => {
      await runner.catchUp();
      const parsed = subscriptionForm.parse(form);
      // A caller of its own for each, as specs subscribe more than one caller may.
      const { id, own } = await signUps.create(parsed, { caller: randomUUID(), recorder });
      if (own !== undefined || parsed.channel.type !== 'email') return own!;
      const mail = await confirmationMail(db.pool, parsed.channel.address);
      return confirmations.confirm(mail.id, mail.token, id, recorder);
    },
    deliver: (id) => deliverer!.deliver(id, new AbortController().signal),
    deliveries: async () => {
      const { rows } = await db.pool.query<ToldDelivery>(`
        select d.id, d.subscription_id as subscription, d.kind, d.status, d.reason,
               to_char(d.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as "dueAt",
               to_char(d.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI') as "sentAt",
               array(select concat_ws(' ', p.kind, p.about, nullif(p.edtf, ''), nullif(p.lead_time, '')) from planned_reminders p
                      where p.delivery_id = d.id order by p.about, p.due_at, p.lead_time) as about
          from deliveries d where d.kind <> 'confirmation' order by d.due_at, d.subscription_id, about`);
      return rows;
    },
    mails: async () => {
      const folder = join(dataDir, 'outbox');
      const names = (await readdir(folder).catch((): string[] => [])).toSorted();
      return Promise.all(names.map(async (name) => simpleParser(await readFile(join(folder, name)))));
    },
    drop: async () => {
      await testing.close();
      if (options.beside === undefined) await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}
