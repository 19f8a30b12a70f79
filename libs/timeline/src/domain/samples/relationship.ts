import type { Sample } from './sample.js';

/** A fact of each type of the kind relationship. */
export const relationshipSamples: readonly Sample[] = [
  {
    type: 'relationship.established',
    schemaVersion: 1,
    data: {
      id: 'example-relationship-established',
      subject: 'example-relations',
      type: 'relationship.established',
      occurred: '1905-10-26',
      title: 'The two countries establish diplomatic relations',
      summary: 'What the gazette tells of it, in a sentence or two.',
      topics: ['diplomacy'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'relationship.noted',
    schemaVersion: 1,
    data: {
      id: 'example-relationship-noted',
      subject: 'example-relations',
      type: 'relationship.noted',
      occurred: '2024-05-17',
      title: 'The two ministers call the relations close',
      summary: 'What the gazette tells of it, in a sentence or two.',
      topics: ['diplomacy'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
];
