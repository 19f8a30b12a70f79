import { defineTask } from '#libs/jobs';
import { DELIVER, Deliverer } from '#libs/reminders';

/** Makes one attempt at one message. */
export const deliver = defineTask<{ id: string }, [Deliverer]>({
  name: DELIVER,
  concurrency: 400,
  needs: [Deliverer],
  run: ({ id }, { signal }, deliverer) => deliverer.deliver(id, signal),
});
