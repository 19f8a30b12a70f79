import type { CaseChange } from '#libs/cases';
import { caseChangeEntries } from './case-change-entry.js';

const measure = (kind: string, state: string, until: string | null = null) => ({
  kind,
  since: '2021-05-12',
  until,
  state,
});

/** The words about the measures of an entry that changed from some to others. */
function wordsOf(before: object[], after: object[]): string {
  const change = {
    case: { id: 'a-plant', name: 'A plant' },
    at: '2021-09-22',
    kind: 'development',
    basis: 'stated',
    changes: [{ field: 'measures', before, after }],
    facts: [
      { id: 'a-fact', type: 'case.resolved', title: 'It ended', kind: 'development', occurred: null, sources: [] },
    ],
  };
  const [entry] = caseChangeEntries(change as unknown as CaseChange, 'https://dateline.example');
  return entry!.content.split('\n').find((line) => line.startsWith('Measures'))!;
}

describe('An entry of a feed about a change of measures', () => {
  const [penalty, denied] = [measure('penalty', 'in-force'), measure('entry-denied', 'no-end-on-record')];

  it('names what the case lost and gained, and nothing that stayed', () => {
    expect(wordsOf([], [penalty])).toBe('Measures: none → penalty from 2021-05-12 (in force)');
    expect(wordsOf([penalty, denied], [measure('penalty', 'lifted', '2021-09'), denied])).toBe(
      'Measures: penalty from 2021-05-12 (in force) → penalty from 2021-05-12 to 2021-09 (lifted)',
    );
  });

  it('stays short where a case has a thousand of them', () => {
    const many = Array.from({ length: 1_000 }, (_one, day) => ({ ...penalty, since: `2021-01-01/${day}` }));
    expect(wordsOf([], many)).toMatch(/, 990 more$/);
  });
});
