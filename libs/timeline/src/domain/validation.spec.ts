import { DomainError } from '#libs/kernel';
import type { RecordKind } from './record.js';
import { eventData, recordKindOf, validateRecord } from './validation.js';

const fact = (more: object = {}): object => ({
  id: 'f',
  subject: 'x',
  type: 'agreement.signed',
  occurred: '2020',
  title: 'Signed',
  sources: [{ source: 's' }],
  ...more,
});

function refusal(kind: RecordKind, input: unknown): DomainError['problems'] {
  try {
    validateRecord(kind, input);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.problems;
  }
}
/** The pointer and the detail of everything that is wrong with a record; empty where nothing is. */
const problems = (kind: RecordKind, input: unknown): string[] =>
  refusal(kind, input).map(({ pointer, detail }) => `${pointer} ${detail}`);
/** The same by the rules that are broken. */
const rules = (kind: RecordKind, input: unknown): unknown[] =>
  refusal(kind, input).map(({ pointer, code, params }) => [pointer, code, params]);
const wrong = (more: object): string => problems('fact', fact(more)).join('; ');

describe('the form of a record', () => {
  it('is refused with a pointer to each thing that is wrong', () => {
    expect(problems('source', { id: 'S', title: '', extra: 1 })).toEqual([
      expect.stringMatching(/^\/id must be a slug/),
      '/title must not be empty',
      '/publisher is required',
      '/extra is no field of such a record',
    ]);
    expect(wrong({ sources: [{ source: 's' }, { source: '' }] })).toMatch(/^\/sources\/1\/source must be a slug/);
    expect(wrong({ sources: [] })).toMatch(/^\/sources must name at least one source/);
    expect(problems('fact', 'text')).toEqual([' a record is a JSON object']);
  });

  it('names with each thing that is wrong the rule that is broken, and what its words carry', () => {
    const input = { id: 'S', title: 'x'.repeat(501), publishedOn: '2024-13', url: 'ftp://x', extra: 1 };
    expect(rules('source', input)).toEqual([
      ['/id', 'invalid_format', { format: 'slug' }],
      ['/title', 'too_big', { maximum: 500, origin: 'string' }],
      ['/publisher', 'invalid_type', { expected: 'string', received: 'undefined' }],
      ['/publishedOn', 'custom', { rule: 'no-month-or-season', text: '2024-13', month: '13' }],
      ['/url', 'invalid_format', { format: 'web-address' }],
      ['/extra', 'unrecognized_keys', {}],
    ]);
    expect(rules('fact', fact({ sources: [], topics: ['A'] }))).toEqual([
      ['/topics/0', 'invalid_format', { format: 'word' }],
      ['/sources', 'too_small', { minimum: 1, origin: 'array' }],
    ]);
    expect(rules('correction', { id: 'c' })).toEqual([['', 'custom', { rule: 'one-target' }]]);
  });

  it('needs occurred in a fact, which may be null', () => {
    const { occurred: _occurred, ...without } = fact() as { occurred: string };
    expect(problems('fact', without)).toEqual([expect.stringMatching(/^\/occurred/)]);
    expect(wrong({ occurred: null })).toBe('');
  });

  it.each(['changes', 'statistics', 'history', 'Upper', '-a', 'a'.repeat(121), 'é'])('refuses the id %s', (id) => {
    expect(wrong({ id })).toMatch(/^\/id must be a slug/);
  });

  it.each(['2023-02-29', '2023-13', '29.9.2023', '2023-09-29T10:00:00Z', ''])('refuses the date %j', (occurred) => {
    expect(wrong({ occurred })).toMatch(/^\/occurred ./);
  });

  it.each([
    ['2023-02-29', 'February 2023 has 28 days.'],
    ['2023', 'must be a day such as 2024-09-16'],
    ['2023-2-1', 'write 2023-02-01 instead.'],
    ['45551', '45551 is 2024-09-16'],
    ['16/09/2024', 'write 2024-09-16 instead.'],
    ['05/09/2024', 'perhaps 2024-09-05 or 2024-05-09 is meant.'],
    ['last week', 'must be a day such as 2024-09-16'],
  ])('takes a day only as a day of the calendar, not %s, and names the one that is meant', (day, words) => {
    const dates = { retrievedOn: day, checkedOn: day };
    expect(problems('source', { id: 's', title: 'T', publisher: 'P', ...dates })).toEqual([
      expect.stringMatching(`^/retrievedOn .*${words}`),
      expect.stringMatching(`^/checkedOn .*${words}`),
    ]);
    expect(problems('fact', fact({ knownSince: day }))).toEqual([expect.stringMatching(`^/knownSince .*${words}`)]);
  });

  it('names the rule that a day breaks', () => {
    expect(rules('fact', fact({ knownSince: '45551' }))).toEqual([
      ['/knownSince', 'custom', { rule: 'spreadsheet-day', text: '45551', day: '2024-09-16', proposed: '2024-09-16' }],
    ]);
    expect(rules('fact', fact({ knownSince: '2024' }))).toEqual([
      ['/knownSince', 'invalid_format', { format: 'date' }],
    ]);
  });

  it('refuses NUL and lone surrogates in every string, also in names of fields', () => {
    expect(wrong({ title: 'a\u0000' })).toBe('/title must not hold NUL or a lone surrogate');
    expect(wrong({ body: { deep: [{ key: '\uD800' }] } })).toBe(
      '/body/deep/0/key must not hold NUL or a lone surrogate',
    );
    expect(wrong({ body: { '\uDC00': 1 } })).toMatch(/must not hold NUL or a lone surrogate$/);
    expect(wrong({ title: 'pair \u{1F1F2}' })).toBe('');
  });

  it('refuses what is nested so deeply that nothing could keep it, without failing itself', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    expect(wrong({ body: { deep } })).toMatch(/is nested more than 64 levels deep$/);
  });

  it('holds a body to the type of the fact, and lets it say more', () => {
    expect(wrong({ type: 'indicator.reported', body: { value: 25, unit: 'cases' } })).toMatch(/^\/body\/value/);
    expect(wrong({ type: 'indicator.reported', body: { value: '25', unit: 'cases', qualifier: 'over' } })).toBe('');
    expect(wrong({ type: 'case.resolved', body: { workersBenefited: '12' } })).toMatch(/^\/body\/workersBenefited/);
    expect(wrong({ type: 'funding.committed', body: { amount: { amount: '1,5', currency: 'USD' } } })).toMatch(
      /^\/body\/amount\/amount/,
    );
    expect(wrong({ type: 'milestone.planned', body: { milestone: 'review' } })).toMatch(
      /^\/body\/milestone must be a rule/,
    );
  });

  it('names the fact types that there are when one is unknown', () => {
    expect(wrong({ type: 'agreement.renounced' })).toMatch(/^\/type .*agreement\.signed/);
    expect(wrong({ type: 'nonsense' })).toMatch(/^\/type .*case\.filed/);
    expect(wrong({ type: 'agreement.toString' })).toMatch(/^\/type/);
  });

  it('asks a correction for exactly one thing that it corrects and for a change', () => {
    const why = { id: 'c', reason: 'slip', sources: [{ source: 's' }] };
    expect(problems('correction', { ...why, changes: { title: 'T' } })).toEqual([
      expect.stringContaining('exactly one of'),
    ]);
    expect(problems('correction', { ...why, fact: 'f', subject: 'x', changes: { title: 'T' } })).toHaveLength(1);
    expect(problems('correction', { ...why, fact: 'f', changes: {} })).toEqual([
      '/changes must change at least one field',
    ]);
    expect(problems('correction', { ...why, fact: 'f', changes: { subject: 'y', title: 'T' } })).toEqual([
      '/changes/subject is no field of such a record',
    ]);
    expect(problems('correction', { ...why, fact: 'f', changes: { summary: null, occurred: null } })).toEqual([]);
  });

  it('knows the five kinds of record by their names', () => {
    expect(recordKindOf({ record: 'retraction' })).toBe('retraction');
    expect(() => recordKindOf({ record: 'event' })).toThrow(
      'must be one of source, subject, fact, correction, retraction',
    );
    expect(() => recordKindOf(null)).toThrow(DomainError);
  });
});

describe('the data of the event that a record becomes', () => {
  it('leaves out what says nothing, so that two ways to say the same are the same', () => {
    const { record } = validateRecord(
      'fact',
      fact({ occurred: null, summary: null, topics: [], body: { a: {}, b: [] }, meta: { position: '1' } }),
    );
    expect(eventData(record)).toEqual({
      id: 'f',
      subject: 'x',
      type: 'agreement.signed',
      title: 'Signed',
      sources: [{ source: 's' }],
    });
  });

  it('keeps in the changes of a correction, as null, what is cleared', () => {
    const changes = { summary: null, topics: [], title: 'T' };
    const { record } = validateRecord('correction', {
      id: 'c',
      fact: 'f',
      reason: 'r',
      sources: [{ source: 's' }],
      changes,
    });
    expect(eventData(record)['changes']).toEqual({ summary: null, topics: null, title: 'T' });
  });
});
