import { agreementSamples } from './agreement.js';
import { caseSamples } from './case.js';
import { dialogueSamples } from './dialogue.js';
import { fundingSamples } from './funding.js';
import { indicatorSamples } from './indicator.js';
import { milestoneSamples } from './milestone.js';
import { organizationSamples } from './organization.js';
import { programmeSamples } from './programme.js';
import { recordsSamples } from './records.js';
import { relationshipSamples } from './relationship.js';
import type { Sample } from './sample.js';

export type { Sample } from './sample.js';

/**
 * Recorded events of each type, the oldest form first. They are frozen (frozen.ts): a change of a schema or of a rule
 * that no longer takes them would lose what is in logs.
 */
export const FROZEN_SAMPLES: readonly Sample[] = [
  ...agreementSamples,
  ...dialogueSamples,
  ...caseSamples,
  ...fundingSamples,
  ...programmeSamples,
  ...organizationSamples,
  ...indicatorSamples,
  ...relationshipSamples,
  ...milestoneSamples,
  ...recordsSamples,
];

/** The newest sample of each type of event: the example in the API's description. */
export const SAMPLES: ReadonlyMap<string, Sample> = new Map(FROZEN_SAMPLES.map((sample) => [sample.type, sample]));
