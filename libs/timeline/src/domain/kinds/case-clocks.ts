import { addDuration, isoOfDay, parseEdtf, type Day, type Window } from '#libs/edtf';
import type { DatedFact, DerivedMilestone, KindSubject } from '../kind.js';

interface LegalClock {
  rule: string;
  title: string;
  /** The fact that starts the clock, and how long it runs; without `within` the fact's own `endsOn` is the deadline. */
  from: string;
  within?: string;
  metBy: readonly string[];
  cancelledBy: readonly string[];
  because: string;
  article: string;
}

const ENDS = [
  'case.not-pursued',
  'case.resolved',
  'case.closed',
  'case.withdrawn',
  'case.remediation-concluded',
] as const;
const FINDINGS = ['case.denial-found', 'case.no-denial-found'] as const;

/**
 * The legal clocks of each mechanism that is known, by the slug in the case's attribute `mechanism`. `usmca-rrm`: USMCA
 * Annex 31-A (31-B between Canada and Mexico) and the interagency guidelines, 88 FR 40914; its panels keep no usable
 * clock, so none is derived.
 */
const CLOCKS: Readonly<Record<string, readonly LegalClock[]>> = {
  'usmca-rrm': [
    {
      rule: 'petition-review',
      title: 'Decision on the petition',
      from: 'case.filed',
      within: 'P30D',
      metBy: ['case.review-requested', ...ENDS],
      cancelledBy: [],
      because: 'a petition is reviewed within 30 days of its receipt',
      article: 'Interagency guidelines, 88 FR 40914',
    },
    {
      rule: 'review-response',
      title: 'Answer to the request for review',
      from: 'case.review-requested',
      within: 'P10D',
      metBy: ['case.review-accepted', 'case.review-declined', ...FINDINGS],
      cancelledBy: ENDS,
      because: 'the respondent says within 10 days of the request whether it will review',
      article: 'USMCA Annex 31-A',
    },
    {
      rule: 'review-end',
      title: 'End of the review',
      from: 'case.review-requested',
      within: 'P45D',
      metBy: [...FINDINGS, 'case.remediation-agreed'],
      cancelledBy: ['case.review-declined', 'case.panel-requested', ...ENDS],
      because: 'the review ends within 45 days of the request',
      article: 'USMCA Annex 31-A',
    },
    {
      rule: 'remediation-agreement',
      title: 'Agreement on a course of remediation',
      from: 'case.denial-found',
      within: 'P10D',
      metBy: ['case.remediation-agreed'],
      cancelledBy: ['case.panel-requested', ...ENDS],
      because: 'where a denial is found the two have 10 days to agree a course of remediation',
      article: 'USMCA Annex 31-A',
    },
    {
      rule: 'remediation-end',
      title: 'End of the course of remediation',
      from: 'case.remediation-agreed',
      metBy: ENDS,
      cancelledBy: [],
      because: 'the course of remediation carries its own end date',
      article: 'USMCA Annex 31-A',
    },
  ],
};

/** The names of the fact types that start or end a clock. */
export const CLOCK_FACTS: readonly string[] = [
  ...new Set(
    Object.values(CLOCKS)
      .flat()
      .flatMap((clock) => [clock.from, ...clock.metBy, ...clock.cancelledBy])
      .map((type) => type.slice('case.'.length)),
  ),
];

/**
 * The deadlines that a case's facts start, of a mechanism whose clocks are known. A late act meets its milestone late.
 * Deadlines on a weekend move to the Monday after.
 */
export function legalClocks(facts: readonly DatedFact[], subject: KindSubject): DerivedMilestone[] {
  const clocks = CLOCKS[String(subject.attributes['mechanism'] ?? '')] ?? [];
  return clocks.flatMap((clock) => {
    const starts = facts.flatMap((fact) => {
      const window = fact.type === clock.from ? deadline(fact, clock) : null;
      return window === null ? [] : [{ fact, window }];
    });
    // A clock runs from the first act; a plan that is agreed anew carries its own end, which is what then counts.
    const [first] = starts;
    const newest = clock.within === undefined ? starts.at(-1) : first;
    if (!first || !newest) return [];
    const later = facts.slice(facts.indexOf(first.fact) + 1);
    const ending = later.find((fact) => clock.metBy.includes(fact.type) || clock.cancelledBy.includes(fact.type));
    return [
      {
        rule: clock.rule,
        occasion: first.window.slice(0, 4),
        title: `${clock.title}: ${subject.name}`,
        window: newest.window,
        because: clock.because,
        article: clock.article,
        derivedFrom: [...new Set([first.fact.id, newest.fact.id])],
        afterwards: 'overdue' as const,
        ...(ending && (clock.metBy.includes(ending.type) ? { metBy: ending.id } : { cancelledBy: ending.id })),
      },
    ];
  });
}

/** The deadline as EDTF: a day, or the days between which it lies where the start is known less precisely. */
function deadline(start: DatedFact, clock: LegalClock): string | null {
  if (clock.within === undefined) {
    const endsOn = start.body['endsOn'];
    return typeof endsOn === 'string' && parseEdtf(endsOn).window.earliest !== null ? endsOn : null;
  }
  const { earliest, latest }: Window = start.occurred?.window ?? { earliest: null, latest: null };
  if (earliest === null || latest === null) return null;
  const [first, last] = [earliest, latest].map((day) => isoOfDay(workingDay(addDuration(day, clock.within ?? 'P0D'))));
  return first === last ? (first ?? null) : `${first}/${last}`;
}

function workingDay(day: Day): Day {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}
