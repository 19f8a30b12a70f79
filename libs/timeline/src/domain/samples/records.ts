import type { Sample } from './sample.js';

/** What is recorded beside facts: a source, a subject, corrections and a retraction. */
export const recordsSamples: readonly Sample[] = [
  {
    type: 'source.recorded',
    schemaVersion: 1,
    data: {
      id: 'example-gazette',
      title: 'The Example Gazette of 16 September 2024',
      publisher: 'The Example Press',
      publishedOn: '2024-09-16',
      url: 'https://example.org/gazette/2024-09-16',
    },
  },
  {
    type: 'subject.recorded',
    schemaVersion: 1,
    data: {
      id: 'example-case',
      type: 'case',
      name: 'Example Works, Bergen',
      parties: ['NO', 'SE'],
      topics: ['labor'],
      partOf: 'example-accord',
      attributes: {
        mechanism: 'example-mechanism',
        complainant: 'NO',
        respondent: 'SE',
        initiation: 'petition',
        annex: '4-A',
        requestNumber: 7,
        panelNumber: 1,
        priorCase: 'example-case-2021',
        facility: 'Example Works',
        company: 'Example Industries',
        city: 'Bergen',
        state: 'Vestland',
        sector: 'automotive',
        petitioners: ['Example Union'],
      },
    },
  },
  {
    type: 'fact.corrected',
    schemaVersion: 1,
    data: {
      id: 'example-correction',
      fact: 'example-agreement-signed',
      changes: { occurred: '2019-03-15', summary: null },
      reason: 'The gazette prints the day wrongly; its next number corrects it.',
      sources: [{ source: 'example-yearbook', locator: 'page 12' }],
      knownSince: '2019-03-20',
    },
  },
  {
    type: 'subject.corrected',
    schemaVersion: 1,
    data: {
      id: 'example-subject-correction',
      subject: 'example-accord',
      changes: { name: 'The Example Accord of 2019' },
      reason: 'The gazette prints the day wrongly; its next number corrects it.',
      sources: [{ source: 'example-yearbook', locator: 'page 12' }],
      knownSince: '2019-03-20',
    },
  },
  {
    type: 'source.corrected',
    schemaVersion: 1,
    data: {
      id: 'example-source-correction',
      source: 'example-gazette',
      changes: { publishedOn: '2024-09-17' },
      reason: 'The gazette prints the day wrongly; its next number corrects it.',
      sources: [{ source: 'example-yearbook', locator: 'page 12' }],
      knownSince: '2019-03-20',
    },
  },
  {
    type: 'fact.retracted',
    schemaVersion: 1,
    data: {
      id: 'example-retraction',
      fact: 'example-agreement-noted',
      reason: 'The gazette prints the day wrongly; its next number corrects it.',
      sources: [{ source: 'example-yearbook', locator: 'page 12' }],
      knownSince: '2019-03-20',
    },
  },
];
