import { dayOfIso, parseEdtf, type Day } from '#libs/edtf';
import type { ClockedFact } from './asking/case-facts.js';
import type { CaseSubject } from './asking/case-filter.js';
import { CaseStanding } from './case-standing.js';
import { KnownRecords, RecordedCase, type Census, type Fold } from './known-records.js';

const CASES = 20;
const CENSUSES = 300;
const FIRST = dayOfIso('2024-01-01');

const subject = (id: string): CaseSubject => ({ id, name: id, parties: [], topics: [], attributes: {} });

/** A request known from a day on. */
function request(id: string, occurred: string, knownFrom: Day): ClockedFact {
  return {
    fact: { id, type: 'case.review-requested', occurred: parseEdtf(occurred), body: {}, position: 1n, title: id },
    plan: false,
    known: { day: knownFrom, basis: 'stated' },
    factId: id,
    recordedFrom: 1n,
    recordedTo: null,
    knownFrom,
    knownTo: null,
    retracted: false,
  };
}

const foldAll: Fold = (wordings) => new CaseStanding(wordings);

describe('the records of cases on any known day', () => {
  it('are folded once for each change of what is known, however many counts and days there are', () => {
    let folds = 0;
    const fold: Fold = (wordings, known) => {
      folds += 1;
      return new CaseStanding(wordings.filter(({ knownFrom }) => known === null || knownFrom <= known));
    };
    const cases = Array.from({ length: CASES }, (_, at) => {
      const facts = [request(`case-${at}`, '2024-01-01', FIRST + at)];
      return new RecordedCase(subject(`${at}`), facts, fold);
    });
    const censuses: Census[] = Array.from({ length: CENSUSES }, (_, at) => ({ value: `${at}`, first: FIRST + at }));
    const records = new KnownRecords(cases, censuses);
    for (let day = FIRST - 1; day < FIRST + CENSUSES; day += 1) {
      const known = Math.min(CASES, Math.max(0, day - FIRST + 1));
      expect(records.completeThrough(day)).toBe(FIRST + known);
    }
    expect(records.casesAt(null)).toHaveLength(CASES);
    // Each case before its one fact is known, and after.
    expect(folds).toBe(2 * CASES);
  });

  it('are complete where a count equals what it certainly counts, although another case may be older', () => {
    const cases = ['2024-02-01', '../2024-06-01'].map(
      (occurred) => new RecordedCase(subject(occurred), [request(occurred, occurred, FIRST)], foldAll),
    );
    const day = dayOfIso('2024-03-01');
    expect(new KnownRecords(cases, [{ value: '1', first: day }]).completeThrough(null)).toBe(day);
    expect(new KnownRecords(cases, [{ value: '2', first: day }]).completeThrough(null)).toBe(-Infinity);
  });
});
