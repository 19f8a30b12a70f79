import type { Sample } from './sample.js';

/** A fact of each type of the kind dialogue. */
export const dialogueSamples: readonly Sample[] = [
  {
    type: 'dialogue.established',
    schemaVersion: 1,
    data: {
      id: 'example-dialogue-established',
      subject: 'example-forum',
      type: 'dialogue.established',
      occurred: '2010',
      title: 'The Example Forum is established',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { every: 'P1Y', level: 'ministerial' },
      topics: ['security'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'dialogue.held',
    schemaVersion: 1,
    data: {
      id: 'example-dialogue-held',
      subject: 'example-forum',
      type: 'dialogue.held',
      occurred: '2012-09-20/2012-09-21',
      title: 'The third meeting of the Example Forum',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { level: 'ministerial', place: 'Oslo', ordinal: 3 },
      topics: ['security'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'dialogue.planned',
    schemaVersion: 1,
    data: {
      id: 'example-dialogue-planned',
      subject: 'example-forum',
      type: 'dialogue.planned',
      occurred: '2013-09',
      title: 'The next meeting of the Example Forum is announced',
      summary: 'What the gazette tells of it, in a sentence or two.',
      body: { place: 'Stockholm' },
      topics: ['security'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
  {
    type: 'dialogue.noted',
    schemaVersion: 1,
    data: {
      id: 'example-dialogue-noted',
      subject: 'example-forum',
      type: 'dialogue.noted',
      occurred: '2014-24',
      title: 'The Example Forum is mentioned as a model',
      summary: 'What the gazette tells of it, in a sentence or two.',
      topics: ['security'],
      parties: ['NO', 'SE'],
      sources: [{ source: 'example-gazette', locator: 'page 3, paragraph 2' }],
    },
  },
];
