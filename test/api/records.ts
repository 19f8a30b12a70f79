import type { JsonObject } from '#libs/kernel';

/** Records that specs of the API send; each can be changed field by field. */
export const source = (change: JsonObject = {}): JsonObject => ({
  id: 'sheet',
  title: 'Fact sheet',
  publisher: 'Office of the Historian',
  publishedOn: '2024-09-16',
  url: 'https://example.org/sheet',
  ...change,
});

export const subject = (change: JsonObject = {}): JsonObject => ({
  id: 'accord',
  type: 'agreement',
  name: 'Accord on Rivers',
  parties: ['AR', 'CL'],
  topics: ['water'],
  ...change,
});

export const fact = (change: JsonObject = {}): JsonObject => ({
  id: 'accord-in-force',
  subject: 'accord',
  type: 'agreement.entered-into-force',
  occurred: '2020-07-01',
  title: 'The accord enters into force',
  sources: [{ source: 'sheet', locator: 'paragraph 3' }],
  ...change,
});

export const correction = (change: JsonObject = {}): JsonObject => ({
  id: 'accord-in-force-day',
  changes: { occurred: '2020-07-02' },
  reason: 'The gazette gives the second of July.',
  sources: [{ source: 'sheet' }],
  ...change,
});

export const retraction = (change: JsonObject = {}): JsonObject => ({
  id: 'accord-in-force-withdrawn',
  reason: 'It never entered into force.',
  sources: [{ source: 'sheet' }],
  ...change,
});

/** Records as lines of NDJSON. */
export const lines = (records: readonly (JsonObject | string)[]): string =>
  records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n');
