import { defineView } from '#libs/projections';
import { writeMilestoneChanges, writeRebuilt } from '../../outbox.js';
import { applyToMilestones } from './apply.js';

/** What is due, by the rules of the kinds, as the facts stand. */
export const milestonesView = defineView({
  name: 'milestones',
  version: 11,
  tables: ['milestones'],
  rows: 'of-one-stream',
  // What waits for milestones waits for days, and the sweep looks every five seconds.
  gatheringMs: 50,
  apply: (tx, events) => applyToMilestones(tx, events),
  publish: (tx, changes) => writeMilestoneChanges(tx, changes),
  afterSwap: (tx) => writeRebuilt(tx),
});
