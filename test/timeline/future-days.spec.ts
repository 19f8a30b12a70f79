import { startTestTimeline, type TestTimeline } from '#libs/testing';

const cites = { sources: [{ source: 'today' }] };
const source = (id: string, publishedOn: string): object => ({
  record: 'source',
  id,
  title: 'Sheet',
  publisher: 'Press',
  publishedOn,
});
const fact = (id: string, knownSince: string): object => ({
  record: 'fact',
  id,
  subject: 'forum',
  type: 'dialogue.held',
  occurred: '2024-05-01',
  knownSince,
  title: 'Held',
  ...cites,
});
const correction = (id: string, of: object, changes: object, knownSince?: string): object => ({
  record: 'correction',
  id,
  ...of,
  changes,
  knownSince,
  reason: 'It was wrong.',
  ...cites,
});

describe('An import at noon of 21 June 2024 UTC, when it is 22 June further east', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-06-21T12:00:00Z' });
  });
  afterAll(() => timeline.drop());

  it('remarks on days of publication and of knowledge that are still to come, also as a dry run', async () => {
    const records = [
      source('today', '2024-06-22'),
      source('tomorrow', '2024-06-23'),
      source('this-month', '2024-06'),
      source('next-month', '2024-07~'),
      source('some-day', '[2024-06-20..2025]'),
      { record: 'subject', id: 'forum', type: 'dialogue', name: 'Forum' },
      fact('known-today', '2024-06-22'),
      fact('known-later', '2024-06-23'),
      correction('of-source', { source: 'today' }, { publishedOn: '2025' }),
      correction('of-fact', { fact: 'known-today' }, { knownSince: '2024-06-23' }, '2024-06-24'),
      {
        record: 'retraction',
        id: 'of-later',
        fact: 'known-later',
        reason: 'Wrong.',
        knownSince: '2024-12-01',
        ...cites,
      },
      {
        record: 'fact',
        id: 'plan',
        subject: 'forum',
        type: 'milestone.planned',
        occurred: '2030',
        title: 'Plan',
        body: { milestone: 'a.b' },
        ...cites,
      },
    ];
    for (const dryRun of [true, false]) {
      const { recorded, problems, remarks } = await timeline.record(records, { dryRun });
      expect({ recorded, problems }).toEqual({ recorded: records.length, problems: [] });
      const found = remarks.map(({ line, pointer, code, params }) => ({ line, pointer, code, text: params?.['text'] }));
      const code = 'in-the-future';
      expect(found).toEqual([
        { line: 2, pointer: '/publishedOn', code, text: '2024-06-23' },
        { line: 4, pointer: '/publishedOn', code, text: '2024-07~' },
        { line: 8, pointer: '/knownSince', code, text: '2024-06-23' },
        { line: 9, pointer: '/changes/publishedOn', code, text: '2025' },
        { line: 10, pointer: '/knownSince', code, text: '2024-06-24' },
        { line: 10, pointer: '/changes/knownSince', code, text: '2024-06-23' },
        { line: 11, pointer: '/knownSince', code, text: '2024-12-01' },
      ]);
      expect(remarks[0]?.detail).toBe(
        '"2024-06-23" lies after today, which is 2024-06-22 at the latest anywhere on earth.',
      );
    }
  });
});
