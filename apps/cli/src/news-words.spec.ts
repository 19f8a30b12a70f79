import { coverageInWords, type CaseItem } from '#libs/cases';
import { lastNewsInWords, nextInWords } from './case-table.js';
import { measureInWords } from './change-words.js';
import { standingPairs } from './state.js';

const ofCases = { onRecord: 1, onRecordThen: null, officiallyCounted: null, countedOn: null, source: null };
const ofTimeline = { newestPublished: '2024-12-31', newestKnown: null, facts: 1, subjects: 1, sources: 1, byTopic: [] };

describe('The day of news in the words of the command line, of feeds and of calendars', () => {
  it.each([
    ['2024-12-30', '30 December 2024'],
    ['2024-12-31', 'by 31 December 2024'],
  ])('is, of %s, %s', (day, words) => {
    const measure = { kind: 'penalty', since: null, until: null, state: 'in-force', asOf: day } as const;
    const termOver = { endedOn: '2020-12-31', asOf: day, inDoubt: false };
    expect([
      lastNewsInWords({ lastNews: day }),
      measureInWords(measure),
      coverageInWords({ ...ofTimeline, cases: { ...ofCases, newestNews: day } }, day),
      standingPairs({ status: 'in-force', termOver })[0]![1],
    ]).toEqual([
      `last news ${words}`,
      `penalty in force when last reported, ${words}`,
      `Data as of 31 December 2024; newest news of what is shown: ${words}; newest news of a case: ${words}.`,
      expect.stringContaining(`in-force when last reported, ${words};`),
    ]);
  });
});

describe('what is due next in a case', () => {
  it.each([
    ['indicative', 'due since 28 November 2026: due; the text calls this period usual; it can be longer'],
    ['deadline', 'due since 28 November 2026: due'],
  ])('says of a period of the kind %s where its text calls it usual', (kind, words) => {
    const nextMilestone = {
      title: 'Answer: A plant',
      window: { edtf: '2026-11-28/..' },
      status: 'due',
      deadline: { kind },
    };
    expect(nextInWords({ nextMilestone } as unknown as CaseItem)).toBe(`Answer, ${words}`);
  });
});
