import type { Sample } from './sample.js';

/** A fact of each type that a subject of any type can carry. */
export const milestoneSamples: readonly Sample[] = [
  {
    type: 'milestone.planned',
    schemaVersion: 1,
    data: {
      id: 'example-milestone-planned',
      subject: 'example-accord',
      type: 'milestone.planned',
      occurred: '2025',
      title: 'A review of the Example Accord is planned',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { milestone: 'joint-review.2025' },
      topics: ['trade'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'milestone.moved',
    schemaVersion: 1,
    data: {
      id: 'example-milestone-moved',
      subject: 'example-accord',
      type: 'milestone.moved',
      occurred: '2025-01',
      title: 'The review of the Example Accord is moved',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { milestone: 'joint-review.2025' },
      topics: ['trade'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'milestone.met',
    schemaVersion: 1,
    data: {
      id: 'example-milestone-met',
      subject: 'example-accord',
      type: 'milestone.met',
      occurred: '2025-01-15',
      title: 'The review of the Example Accord has taken place',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { milestone: 'joint-review.2025' },
      topics: ['trade'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'milestone.cancelled',
    schemaVersion: 1,
    data: {
      id: 'example-milestone-cancelled',
      subject: 'example-accord',
      type: 'milestone.cancelled',
      occurred: '2024-12-01',
      title: 'The review of the Example Accord is called off',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { milestone: 'joint-review.2025' },
      topics: ['trade'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
];
