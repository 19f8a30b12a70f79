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
 * One recorded event for each type of event, by its type. They are frozen (frozen.ts): a change of a schema or of a rule
 * that no longer takes them would lose what is in logs. They are the examples in the API's description, too.
 */
export const SAMPLES: ReadonlyMap<string, Sample> = new Map(
  [
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
  ].map((sample) => [sample.type, sample]),
);
