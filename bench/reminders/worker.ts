import { setTimeout as wait } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CasesModule } from '#libs/cases';
import { DatabaseModule } from '#libs/database';
import { EventStoreModule } from '#libs/event-store';
import { defineTask, JobsModule, type Task } from '#libs/jobs';
import { MilestonesModule } from '#libs/milestones';
import { DELIVER, DELIVERY_QUEUE, DeliveryModule, Sweep, type DeliveryQueue } from '#libs/reminders';
import { TimelineModule } from '#libs/timeline';
import type { Ground } from '../ground.js';
import type { QueueAt } from './queues.js';

/** What a worker has for reminders, in this process: its sweep, and its deliveries where they are wanted. */
export interface RemindersWorker {
  sweep: Sweep;
  end(): Promise<void>;
}

/** Takes one message and waits, so that the others stay in the queue. */
const parked = (name: string): Task =>
  defineTask({ name, concurrency: 1, run: (_, { signal }) => wait(2 ** 31 - 1, undefined, { signal }) });

/** Opens it on a database and a queue; settled when the queue is open. */
export async function remindersWorker(
  ground: Ground,
  url: string,
  { databaseUrl, redisUrl }: QueueAt,
  deliver: Task = parked(DELIVER.webhook),
): Promise<RemindersWorker> {
  @Module({
    imports: [
      DatabaseModule.forRoot({ url, max: 16 }),
      EventStoreModule.forRoot(),
      TimelineModule,
      MilestonesModule,
      CasesModule,
      DeliveryModule.forRoot({
        publicUrl: 'https://dateline.example',
        allowPrivate: true,
        readAccess: 'public',
        dataDir: ground.folder,
      }),
      JobsModule.forRoot({ databaseUrl, redisUrl, jobs: [], tasks: [deliver, parked(DELIVER.email)] }),
    ],
  })
  class WorkerModule {}
  const app = await NestFactory.createApplicationContext(WorkerModule, { logger: ['error', 'warn'] });
  const queue = app.get<DeliveryQueue>(DELIVERY_QUEUE, { strict: false });
  while ((await queue.isIdle().catch(() => undefined)) === undefined) await wait(20);
  return { sweep: app.get(Sweep, { strict: false }), end: () => app.close() };
}
