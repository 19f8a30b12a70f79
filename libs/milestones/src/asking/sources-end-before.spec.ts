import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { DatedFact, StandingFact } from '#libs/timeline';
import { deriveMilestones } from '../derive-milestones.js';
import { deadlineAnswer, type DeadlineAnswer } from './deadline-answer.js';
import { deadlineInWords } from './deadline-words.js';

/** The deadline of the answer to a request of 2025-11-12 to 2025-12-12, on 1 February 2026. */
const answerWith = (lastNews: string): DeadlineAnswer => {
  const fact: DatedFact = {
    id: 'requested',
    type: 'case.review-requested',
    occurred: parseEdtf('[2025-11-12..2025-12-12]'),
    body: {},
    position: 1n,
    title: 'Requested',
  };
  const standing: StandingFact = { fact, plan: false, known: { day: dayOfIso(lastNews), basis: 'published' } };
  const [milestone] = deriveMilestones(
    { id: 'c', type: 'case', name: 'C', topics: [], parties: [], attributes: { mechanism: 'usmca-rrm' } },
    [fact],
  );
  const records = { facts: new Map([['c', [standing]]]), possible: new Map() };
  return deadlineAnswer(milestone!, records, dayOfIso('2026-02-01'))!;
};
const endBefore = (lastNews: string): boolean => answerWith(lastNews).sourcesEndBefore;

describe('The sources of a legal deadline', () => {
  it('end before its last day only where the last news is older than the earliest day that it can be', () => {
    expect(endBefore('2025-12-12')).toBe(false);
    expect(endBefore('2025-11-22')).toBe(false);
    expect(endBefore('2025-11-21')).toBe(true);
  });
});

describe('The last news beside a legal deadline without a record', () => {
  it.each([
    ['2025-11-29', 'no record; last news 29 November 2025'],
    ['2025-11-30', 'no record; last news by 30 November 2025'],
  ])('of %s are by that day where it ends a month', (lastNews, words) => {
    expect(deadlineInWords(answerWith(lastNews))).toBe(words);
  });
});
