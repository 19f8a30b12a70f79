import type { Measurement } from '../measurement.js';
import { appends } from './appends.js';
import { batches } from './batches.js';
import { catchUp } from './catch-up.js';
import { deliveries } from './deliver.js';
import { dueMemory } from './due-memory.js';
import { feed } from './feed.js';
import { firstPage } from './first-page.js';
import { frames } from './frames.js';
import { hotStreams } from './hot-streams.js';
import { importing } from './importing.js';
import { memory, rebuildReaders } from './million.js';
import { planning } from './planning.js';
import { strangers } from './strangers.js';
import { sweeps } from './sweep.js';
import { takeover } from './takeover.js';
import { visible } from './visible.js';

/** Everything that is measured, in the order in which it is told. */
export const MEASUREMENTS: readonly Measurement[] = [
  appends,
  hotStreams,
  batches,
  feed,
  catchUp,
  importing,
  visible,
  firstPage,
  frames,
  takeover,
  memory,
  rebuildReaders,
  planning,
  ...sweeps,
  ...deliveries,
  dueMemory,
  ...strangers,
];
