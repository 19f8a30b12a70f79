import { singleParameters } from '#libs/timeline';
import type { Operation } from './operation.js';

/** How complete and how new the data is. */
export const coverageOperation: Operation = {
  method: 'GET',
  tag: 'Cases',
  scope: 'read',
  path: '/v1/coverage',
  operationId: 'getCoverage',
  summary: 'How complete and how new the data is',
  description:
    'The counts are those of the lists under the same clocks. A day on which something was recorded is no news: `newestKnown` and `newestNews` count known days that are stated, published or assumed.',
  parameters: singleParameters,
  answer: { 'application/json': 'Coverage' },
};
