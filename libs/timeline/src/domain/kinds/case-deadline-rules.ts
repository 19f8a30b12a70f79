import type { JsonObject } from '#libs/kernel';
import type { DeadlineKind, LegalText } from '../deadlines/deadline.js';

/** One way to read when a period starts. */
export interface StartReading {
  code: 'from-submission' | 'from-receipt' | 'from-request' | 'from-finding' | 'from-agreement';
  text: string;
  /**
   * Whether the period starts on a day that the record of its start does not hold: on some day from it on, at the latest
   * on the day of the next step, since nobody acts on what was not received.
   */
  startsLater?: true;
}

/** A period of a procedure, as its texts state it. */
export interface CaseDeadlineRule {
  rule: string;
  title: string;
  kind: DeadlineKind;
  start: string;
  /** ISO 8601; null where the fact that starts it states its own `endsOn`. */
  length: string | null;
  readings: readonly [StartReading, ...StartReading[]];
  moves?: { by: 'weekend-to-monday'; because: string };
  /** The acts that the text asks for. */
  acts: readonly string[];
  /** Later acts that cannot legally happen without it. */
  provedBy: readonly string[];
  /** With these the case has ended or gone on without it. */
  endedBy: readonly string[];
  because: string;
  article: string;
  texts: readonly LegalText[];
  /** The days on which the rule is in force, for periods that started on one of them; null: it has no end. */
  validFrom: string;
  validTo: string | null;
}

const ENDS = [
  'case.not-pursued',
  'case.resolved',
  'case.closed',
  'case.withdrawn',
  'case.remediation-concluded',
  'case.panel-decided',
] as const;
const FINDINGS = ['case.denial-found', 'case.no-denial-found'] as const;

/** The day on which the agreement entered into force, from which its annexes and what rests on them apply. */
const IN_FORCE = '2020-07-01';

const text = (citation: string, url: string | null = null): LegalText => ({ citation, url });
const STATUTE = text('19 U.S.C. 4646(b)(1), Pub. L. 116-113');
const INTERIM_GUIDELINES = text(
  'Interagency Labor Committee, interim procedural guidelines, 85 FR 39257 (30 June 2020)',
  'https://regulations.justia.com/regulations/fedreg/2020/06/30/2020-14086.html',
);
const GUIDELINES = text(
  'Interagency Labor Committee, procedural guidelines, 88 FR 40914 (22 June 2023)',
  'https://regulations.justia.com/regulations/fedreg/2023/06/22/2023-12865.html',
);
const CANADIAN_GUIDELINES = text(
  'Guidelines for Denial of Rights claims under the Canada-Mexico Facility-Specific Rapid Response Labour Mechanism, section 6',
  'https://www.canada.ca/en/employment-social-development/services/labour-relations/international/agreements/guidelines-denial-rights-claims.html',
);
const ANNEX_A = text(
  'USMCA Annex 31-A, Article 31-A.4',
  'https://ustr.gov/issue-areas/enforcement/dispute-settlement-proceedings/fta-dispute-settlement/usmca/chapter-31-annex-facility-specific-rapid-response-labor-mechanism',
);
const ANNEX_B = text(
  'USMCA Annex 31-B, Article 31-B.4',
  'https://international.gc.ca/trade-commerce/trade-agreements-accords-commerciaux/agr-acc/cusma-aceum/text-texte/31.aspx?lang=eng',
);

/**
 * A petition to the United States. The text asks for a determination, of which a request for review is the proof: it is
 * submitted where the determination is affirmative (4646(b)(3)), on no stated day after it.
 */
const US_PETITION: CaseDeadlineRule = {
  rule: 'petition-review',
  title: 'Decision on the petition',
  kind: 'deadline',
  start: 'case.filed',
  length: 'P30D',
  readings: [
    { code: 'from-submission', text: 'within 30 days of submission (19 U.S.C. 4646(b)(1))' },
    { code: 'from-receipt', text: 'within 30 days of receipt (guidelines, 88 FR 40914)', startsLater: true },
  ],
  moves: {
    by: 'weekend-to-monday',
    because:
      'practice: of eleven requests in the data set bundled with this release whose 30th day was a Saturday or a Sunday, eight were made on the Monday after it, one on the Tuesday, and two on the Friday before',
  },
  acts: ['case.not-pursued'],
  provedBy: ['case.review-requested'],
  endedBy: ENDS.filter((end) => end !== 'case.not-pursued'),
  because: 'the committee reviews a petition and decides on it within 30 days',
  article: '19 U.S.C. 4646(b)(1); guidelines, 88 FR 40914',
  texts: [STATUTE, GUIDELINES],
  validFrom: '2023-06-22',
  validTo: null,
};

/** The same before the guidelines of 22 June 2023, under the interim ones. */
const US_PETITION_BEFORE: CaseDeadlineRule = {
  ...US_PETITION,
  readings: [
    US_PETITION.readings[0],
    { code: 'from-receipt', text: 'within 30 days of receipt (interim guidelines, 85 FR 39257)', startsLater: true },
  ],
  article: '19 U.S.C. 4646(b)(1); interim guidelines, 85 FR 39257',
  texts: [STATUTE, INTERIM_GUIDELINES],
  validFrom: IN_FORCE,
  validTo: '2023-06-21',
};

/** A claim to Canada: "normally" within 30 days of its receipt, which may be extended. */
const CANADIAN_PETITION: CaseDeadlineRule = {
  ...US_PETITION,
  kind: 'indicative',
  readings: [{ code: 'from-receipt', text: 'normally within 30 days of receipt, may be extended', startsLater: true }],
  moves: undefined,
  because: 'a claim is normally decided on within 30 days of its receipt; the period may be extended',
  article: 'Canadian guidelines for claims under Annex 31-B, section 6',
  texts: [CANADIAN_GUIDELINES],
  validFrom: IN_FORCE,
};

/** The periods of an annex between two parties. Its text moves no last day. */
const periodsOf = (annex: LegalText): CaseDeadlineRule[] => {
  const ofAnnex = {
    kind: 'deadline' as const,
    article: annex.citation,
    texts: [annex],
    validFrom: IN_FORCE,
    validTo: null,
  };
  return [
    {
      ...ofAnnex,
      rule: 'review-response',
      title: 'Answer to the request for review',
      start: 'case.review-requested',
      length: 'P10D',
      readings: [{ code: 'from-request', text: 'within 10 days of the request' }],
      acts: ['case.review-accepted', 'case.review-declined'],
      // A course of remediation follows a review, as a finding does, and a review follows the answer.
      provedBy: [...FINDINGS, 'case.remediation-agreed'],
      endedBy: [...ENDS, 'case.panel-requested'],
      because: 'the respondent says within 10 days of the request whether it will review',
    },
    {
      ...ofAnnex,
      rule: 'review-end',
      title: 'End of the review',
      start: 'case.review-requested',
      length: 'P45D',
      readings: [{ code: 'from-request', text: 'within 45 days of the request' }],
      acts: FINDINGS,
      provedBy: ['case.remediation-agreed'],
      endedBy: [...ENDS, 'case.review-declined', 'case.panel-requested'],
      because: 'the review ends within 45 days of the request',
    },
    {
      ...ofAnnex,
      rule: 'remediation-agreement',
      title: 'Agreement on a course of remediation',
      start: 'case.denial-found',
      length: 'P10D',
      readings: [{ code: 'from-finding', text: 'within 10 days of the finding of a denial' }],
      acts: ['case.remediation-agreed'],
      provedBy: ['case.remediation-concluded'],
      endedBy: [...ENDS.filter((end) => end !== 'case.remediation-concluded'), 'case.panel-requested'],
      because: 'where a denial is found the two have 10 days to agree a course of remediation',
    },
    {
      ...ofAnnex,
      rule: 'remediation-end',
      title: 'End of the course of remediation',
      start: 'case.remediation-agreed',
      length: null,
      readings: [{ code: 'from-agreement', text: 'the day that the course of remediation states' }],
      acts: ['case.remediation-concluded'],
      provedBy: ['case.resolved'],
      endedBy: ['case.closed', 'case.withdrawn', 'case.panel-requested', 'case.panel-decided'],
      because: 'the course of remediation carries its own end date',
    },
  ];
};

/** The periods of each annex, and the petition to the party whose own rules are known. */
const RULES = {
  '31-A': { periods: periodsOf(ANNEX_A), petition: { to: 'US', rules: [US_PETITION_BEFORE, US_PETITION] } },
  '31-B': { periods: periodsOf(ANNEX_B), petition: { to: 'CA', rules: [CANADIAN_PETITION] } },
};

/** The fact types that stop and restart every period of a case. */
const SUSPENSIONS = ['case.proceedings-suspended', 'case.proceedings-resumed'];

/** The fact type with which a case goes on, so that what ended it before no longer ends a period. */
export const REOPENING = 'case.reopened';

/**
 * The periods of a case by its mechanism and annex. `usmca-rrm`: Annex 31-A between the United States and Mexico, 31-B
 * where the attributes name it, or name no annex and Canada as a party; another annex has no rules. A petition follows the
 * rules of the country that it was made to, the complainant; of those that have the same name one is in force on any day, and they stand in the order of their days.
 * Panels keep no usable period, so none is derived; nor from
 * 19 U.S.C. 4646(b)(4) (a decision on a panel within 60 days), whose outcome is certified to Congress and not published;
 * nor from 19 U.S.C. 4692 (suspension of liquidation), which sets no period.
 */
export function deadlineRulesOf({
  mechanism,
  annex,
  complainant,
  respondent,
}: JsonObject): readonly CaseDeadlineRule[] {
  if (mechanism !== 'usmca-rrm') return [];
  const named = annex ?? (complainant === 'CA' || respondent === 'CA' ? '31-B' : '31-A');
  if (named !== '31-A' && named !== '31-B') return [];
  const { periods, petition } = RULES[named];
  return complainant === petition.to ? [...petition.rules, ...periods] : periods;
}

const either = (one: string, other: string): string => (one === other ? one : `${one}; or ${other}`);

/** Two versions of one rule, for a period that may have started under either: each of its texts is cited. */
export function eitherOf(one: CaseDeadlineRule, other: CaseDeadlineRule): CaseDeadlineRule {
  const [first, ...more] = one.readings.map((reading, index) => {
    return { ...reading, text: either(reading.text, other.readings[index]?.text ?? reading.text) };
  });
  return {
    ...other,
    readings: [first!, ...more],
    article: either(one.article, other.article),
    texts: [...new Set([...one.texts, ...other.texts])],
    validFrom: one.validFrom,
  };
}

/** The status of a case in which the act of a rule can still happen. */
const AWAITED_IN: Readonly<Record<string, readonly string[]>> = {
  'petition-review': ['filed'],
  'review-response': ['review-requested'],
  'review-end': ['review-requested', 'under-review'],
  'remediation-agreement': ['in-consultation'],
  'remediation-end': ['in-remediation'],
};

/** Whether the act that a legal deadline waits for can still happen in a status of its case. */
export function isAwaitedIn(rule: string, status: string): boolean {
  return AWAITED_IN[rule]?.includes(status) ?? false;
}

/** The names of the rules. */
export const DEADLINE_RULES: readonly string[] = Object.keys(AWAITED_IN);

/** The names of the fact types that start, stop, meet, end or renew a period. */
export const DEADLINE_FACTS: readonly string[] = [
  ...new Set(
    [
      ...Object.values(RULES)
        .flatMap(({ petition, periods }) => [...petition.rules, ...periods])
        .flatMap(({ start, acts, provedBy, endedBy }) => [start, ...acts, ...provedBy, ...endedBy]),
      ...SUSPENSIONS,
      REOPENING,
    ].map((type) => type.slice('case.'.length)),
  ),
];
