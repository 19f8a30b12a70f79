import { defineTask } from '#libs/jobs';
import { DELIVER, Deliverer } from '#libs/reminders';

const sends = {
  needs: [Deliverer],
  run: ({ id }: { id: string }, { signal }: { signal: AbortSignal }, deliverer: Deliverer) =>
    deliverer.deliver(id, signal),
};

/** Makes one attempt at one message to a webhook. */
export const deliver = defineTask<{ id: string }, [Deliverer]>({ name: DELIVER.webhook, concurrency: 400, ...sends });

/** Makes one attempt at one mail. */
export const deliverMail = defineTask<{ id: string }, [Deliverer]>({ name: DELIVER.email, concurrency: 400, ...sends });
