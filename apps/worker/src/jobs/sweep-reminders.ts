import { defineJob } from '#libs/jobs';
import { Sweep } from '#libs/reminders';

/**
 * Every five seconds: plans for what changed, and puts the messages into the queue whose time is near. What is due is told
 * by rows, so a turn that is missed is made up by the next one.
 */
export const sweepReminders = defineJob({
  name: 'sweep-reminders',
  every: 5_000,
  needs: [Sweep],
  run: ({ signal }, sweep: Sweep) => sweep.run(signal),
});
