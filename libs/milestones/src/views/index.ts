import type { View } from '#libs/projections';
import { timelineView } from '#libs/timeline';
import { milestonesView } from './milestones/index.js';

/** Every view of the service: what the worker keeps, what commands bring up to date, what readiness waits for. */
export const VIEWS: readonly View[] = [timelineView, milestonesView];
