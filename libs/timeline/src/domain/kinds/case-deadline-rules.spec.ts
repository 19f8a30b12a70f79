import { orderOfType } from '../fact-order.js';
import { deadlineRulesOf, type CaseDeadlineRule } from './case-deadline-rules.js';

const RULES = ['31-A', '31-B'].flatMap((annex) => deadlineRulesOf({ mechanism: 'usmca-rrm', annex }));
// A case can be resolved at any time from its opening on, with and without a course of remediation.
const proofs = RULES.flatMap(({ rule, start, acts, provedBy }) =>
  provedBy.filter((proof) => proof !== 'case.resolved').map((proof) => ({ rule, proof, start, acts })),
);

describe('An act that proves another one', () => {
  it.each(proofs)('of $rule, $proof, is placed behind the start of the period', ({ proof, start }) => {
    expect([...orderOfType(proof).after]).toContain(start);
  });

  it.each(proofs.filter(({ rule }) => rule !== 'petition-review'))(
    'of $rule, $proof, is placed behind an act that meets the period',
    ({ proof, acts }) => {
      const { after } = orderOfType(proof);
      expect(acts.filter((act) => after.has(act))).not.toEqual([]);
    },
  );
});

const names = (types: readonly string[]): string => types.map((type) => type.slice('case.'.length)).join(' ');

/** A rule as a row of the tables below; fact types without `case.`. */
const rowOf = ({ acts, provedBy, endedBy, readings, texts, ...rule }: CaseDeadlineRule): object => {
  return {
    start: names([rule.start]),
    length: rule.length,
    kind: rule.kind,
    acts: names(acts),
    provedBy: names(provedBy),
    endedBy: names(endedBy),
    readings: readings.map(({ code, text }) => `${code}: ${text}`),
    startsLater: readings.filter(({ startsLater }) => startsLater).map(({ code }) => code),
    moves: rule.moves?.by ?? null,
    article: rule.article,
    texts: texts.map(({ citation }) => citation),
    validFrom: rule.validFrom,
    validTo: rule.validTo,
  };
};
const tableOf = (attributes: Parameters<typeof deadlineRulesOf>[0]): Record<string, object> =>
  Object.fromEntries(
    deadlineRulesOf({ mechanism: 'usmca-rrm', ...attributes }).map((rule) => [rule.rule, rowOf(rule)]),
  );

describe('The rules of the legal deadlines', () => {
  it('of a petition to the United States under Annex 31-A are these, word for word', () => {
    expect(tableOf({ complainant: 'US' })).toEqual({
      'petition-review': {
        start: 'filed',
        length: 'P30D',
        kind: 'deadline',
        acts: 'not-pursued',
        provedBy: 'review-requested',
        endedBy: 'resolved closed withdrawn remediation-concluded panel-decided',
        readings: [
          'from-submission: within 30 days of submission (19 U.S.C. 4646(b)(1))',
          'from-receipt: within 30 days of receipt (guidelines, 88 FR 40914)',
        ],
        startsLater: ['from-receipt'],
        moves: 'weekend-to-monday',
        article: '19 U.S.C. 4646(b)(1); guidelines, 88 FR 40914',
        texts: [
          '19 U.S.C. 4646(b)(1), Pub. L. 116-113',
          'Interagency Labor Committee, procedural guidelines, 88 FR 40914 (22 June 2023)',
        ],
        validFrom: '2023-06-22',
        validTo: null,
      },
      'review-response': {
        start: 'review-requested',
        length: 'P10D',
        kind: 'deadline',
        acts: 'review-accepted review-declined',
        provedBy: 'denial-found no-denial-found remediation-agreed',
        endedBy: 'not-pursued resolved closed withdrawn remediation-concluded panel-decided panel-requested',
        readings: ['from-request: within 10 days of the request'],
        startsLater: [],
        moves: null,
        article: 'USMCA Annex 31-A, Article 31-A.4',
        texts: ['USMCA Annex 31-A, Article 31-A.4'],
        validFrom: '2020-07-01',
        validTo: null,
      },
      'review-end': {
        start: 'review-requested',
        length: 'P45D',
        kind: 'deadline',
        acts: 'denial-found no-denial-found',
        provedBy: 'remediation-agreed',
        endedBy:
          'not-pursued resolved closed withdrawn remediation-concluded panel-decided review-declined panel-requested',
        readings: ['from-request: within 45 days of the request'],
        startsLater: [],
        moves: null,
        article: 'USMCA Annex 31-A, Article 31-A.4',
        texts: ['USMCA Annex 31-A, Article 31-A.4'],
        validFrom: '2020-07-01',
        validTo: null,
      },
      'remediation-agreement': {
        start: 'denial-found',
        length: 'P10D',
        kind: 'deadline',
        acts: 'remediation-agreed',
        provedBy: 'remediation-concluded',
        endedBy: 'not-pursued resolved closed withdrawn panel-decided panel-requested',
        readings: ['from-finding: within 10 days of the finding of a denial'],
        startsLater: [],
        moves: null,
        article: 'USMCA Annex 31-A, Article 31-A.4',
        texts: ['USMCA Annex 31-A, Article 31-A.4'],
        validFrom: '2020-07-01',
        validTo: null,
      },
      'remediation-end': {
        start: 'remediation-agreed',
        length: null,
        kind: 'deadline',
        acts: 'remediation-concluded',
        provedBy: 'resolved',
        endedBy: 'closed withdrawn panel-requested panel-decided',
        readings: ['from-agreement: the day that the course of remediation states'],
        startsLater: [],
        moves: null,
        article: 'USMCA Annex 31-A, Article 31-A.4',
        texts: ['USMCA Annex 31-A, Article 31-A.4'],
        validFrom: '2020-07-01',
        validTo: null,
      },
    });
  });

  it('of a petition to the United States before 22 June 2023 cite the interim guidelines', () => {
    const [before, after] = deadlineRulesOf({ mechanism: 'usmca-rrm', complainant: 'US' }).map(rowOf);
    expect(before).toEqual({
      ...after,
      readings: [
        'from-submission: within 30 days of submission (19 U.S.C. 4646(b)(1))',
        'from-receipt: within 30 days of receipt (interim guidelines, 85 FR 39257)',
      ],
      article: '19 U.S.C. 4646(b)(1); interim guidelines, 85 FR 39257',
      texts: [
        '19 U.S.C. 4646(b)(1), Pub. L. 116-113',
        'Interagency Labor Committee, interim procedural guidelines, 85 FR 39257 (30 June 2020)',
      ],
      validFrom: '2020-07-01',
      validTo: '2023-06-21',
    });
  });

  it('of a claim to Canada under Annex 31-B are the same for the annex, and its own for the claim', () => {
    const { 'petition-review': claim, ...periods } = tableOf({ annex: '31-B', complainant: 'CA' });
    expect(claim).toEqual({
      start: 'filed',
      length: 'P30D',
      kind: 'indicative',
      acts: 'not-pursued',
      provedBy: 'review-requested',
      endedBy: 'resolved closed withdrawn remediation-concluded panel-decided',
      readings: ['from-receipt: normally within 30 days of receipt, may be extended'],
      startsLater: ['from-receipt'],
      moves: null,
      article: 'Canadian guidelines for claims under Annex 31-B, section 6',
      texts: [
        'Guidelines for Denial of Rights claims under the Canada-Mexico Facility-Specific Rapid Response Labour Mechanism, section 6',
      ],
      validFrom: '2020-07-01',
      validTo: null,
    });
    const { 'petition-review': _petition, ...others } = tableOf({ annex: '31-A', complainant: 'US' });
    const annexB = 'USMCA Annex 31-B, Article 31-B.4';
    expect(periods).toEqual(
      Object.fromEntries(
        Object.entries(others).map(([rule, row]) => [rule, { ...row, article: annexB, texts: [annexB] }]),
      ),
    );
  });
});
