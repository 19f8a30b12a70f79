import { Injectable } from '@nestjs/common';
import { Tasks } from '#libs/jobs';

/** The name of the task that sends messages. */
export const DELIVER = 'deliver';

/** One message that is to be sent. */
export interface QueuedDelivery {
  id: string;
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

  add(deliveries: readonly QueuedDelivery[]): Promise<void> {
    return this.tasks.add(
      DELIVER,
      deliveries.map(({ id, attempt, delayMs }) => ({ id: `${id}-${attempt}`, data: { id }, delayMs })),
    );
  }

  isIdle(): Promise<boolean> {
    return this.tasks.isIdle(DELIVER);
  }

  clear(): Promise<void> {
    return this.tasks.clear(DELIVER);
  }
}
