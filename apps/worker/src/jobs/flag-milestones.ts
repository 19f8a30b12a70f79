import { defineJob } from '#libs/jobs';
import { MilestoneFlags } from '#libs/milestones';

/** Every minute: puts on record which milestones came nearer. What is on record already is left as it is. */
export const flagMilestones = defineJob({
  name: 'flag-milestones',
  every: 60_000,
  needs: [MilestoneFlags],
  run: ({ signal }, flags: MilestoneFlags) => flags.record(signal),
});
