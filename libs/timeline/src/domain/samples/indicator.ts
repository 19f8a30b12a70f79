import type { Sample } from './sample.js';

/** A fact of each type of the kind indicator. */
export const indicatorSamples: readonly Sample[] = [
  {
    type: 'indicator.reported',
    schemaVersion: 1,
    data: {
      id: 'example-indicator-reported',
      subject: 'example-trade-volume',
      type: 'indicator.reported',
      occurred: '2023',
      title: 'Trade between the two countries in 2023',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { value: '144.5', unit: 'billion NOK' },
      topics: ['trade'],
      parties: ['NO', 'SE'],
      sources: [
        { source: 'example-gazette', locator: 'page 3, paragraph 2' },
        {
          source: 'example-yearbook',
          locator: 'table 4',
          says: { occurred: '2022-07/2023-06', body: { value: '143.9', unit: 'billion NOK' } },
        },
      ],
    },
  },
  {
    type: 'indicator.reported',
    schemaVersion: 1,
    data: {
      id: 'example-indicator-counted',
      subject: 'example-accord-cases',
      type: 'indicator.reported',
      occurred: '2024-04-30',
      title: 'Twelve cases under the Example Accord',
      summary: 'A newspaper’s own count of the cases.',
      body: { value: '12', unit: 'cases', countedBy: 'press' },
      topics: ['trade'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
];
