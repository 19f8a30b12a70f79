import { Injectable } from '@nestjs/common';
import { Tasks } from '#libs/jobs';

/** How a message leaves. */
export type SentBy = 'webhook' | 'email';

/** The names of the tasks that send messages: one for each way, so that a mail server that hangs delays no webhook. */
export const DELIVER: Readonly<Record<SentBy, string>> = { webhook: 'deliver', email: 'deliver-mail' };

/** One message that is to be sent. */
export interface QueuedDelivery {
  id: string;
  channel: SentBy;
  /** Which attempt it will be, from 1. */
  attempt: number;
  /** Real time to wait. */
  delayMs: number;
}

/** Where messages go whose time has come. It may lose them: the rows say what is still to be sent. */
export interface DeliveryQueue {
  add(deliveries: readonly QueuedDelivery[]): Promise<void>;
  /** True where nothing is left in it. */
  isIdle(): Promise<boolean>;
  /** Forgets what waits in it. */
  clear(): Promise<void>;
}

/** The injection token of the queue. */
export const DELIVERY_QUEUE = Symbol('DeliveryQueue');

/** The queue of messages among the tasks of the application. */
@Injectable()
export class TaskDeliveryQueue implements DeliveryQueue {
  constructor(private readonly tasks: Tasks) {}

  async add(deliveries: readonly QueuedDelivery[]): Promise<void> {
    for (const [channel, some] of Map.groupBy(deliveries, (one) => one.channel))
      await this.tasks.add(
        DELIVER[channel],
        some.map(({ id, attempt, delayMs }) => ({ id: `${id}-${attempt}`, data: { id }, delayMs })),
      );
  }

  async isIdle(): Promise<boolean> {
    const idle = await Promise.all(Object.values(DELIVER).map((task) => this.tasks.isIdle(task)));
    return idle.every(Boolean);
  }

  async clear(): Promise<void> {
    for (const task of Object.values(DELIVER)) await this.tasks.clear(task);
  }
}
