import type { Day } from '#libs/edtf';
import { TimeSlice } from '#libs/timeline';
import type { CaseSubject } from './asking/case-filter.js';
import type { CaseStanding } from './case-standing.js';
import { CaseOnDay } from './counted-case.js';
import { compareAmounts, sumOf, type AmountRange } from './domain/amounts.js';
import type { ClaimDays } from './domain/claims.js';
import type { Range } from './domain/range.js';
import type { Contribution, Counting } from './reconciliation-rules.js';

/** A case with how it stands by what was known on some day. */
export interface KnownCase {
  subject: CaseSubject;
  standing: CaseStanding;
}

/** A case that may belong to what is counted, with the facts on whose days that depends. */
export interface PossibleRecord {
  case: string;
  facts: string[];
}

/** What the records add up to over every day of a claim. */
export interface Tally {
  /** `max` is null where no upper bound is known. */
  value: AmountRange;
  /** The ids of the cases that belong to it on every day of the claim, whatever holds. */
  cases: string[];
  /** The cases that may belong to it: they make the difference between the least and the most. */
  possible: PossibleRecord[];
  /** How many cases belong to it of which no source states a figure. */
  unknown: Range;
}

/** What one case adds to from a day on. */
interface Turn extends Contribution {
  day: Day;
}

/** Adds up what cases contribute, on every day of a claim; `complete`: whether all cases are on record. */
export async function tallyOf(
  counting: Counting,
  cases: readonly KnownCase[],
  { days, unit, complete }: { days: ClaimDays; unit: string; complete: boolean },
): Promise<Tally> {
  const certain: string[] = [];
  const possible: PossibleRecord[] = [];
  const turns: Turn[][] = [];
  const slice = new TimeSlice();
  for (const one of cases) {
    const own = turnsOf(counting, one, days, unit);
    if (own.every(({ min }) => min !== '0')) certain.push(one.subject.id);
    else if (own.some(({ max }) => max !== '0'))
      possible.push({ case: one.subject.id, facts: factsInDoubt(one.standing, days) });
    turns.push(own);
    await slice.pause();
  }
  const { least, most, unknown } = overDays(turns);
  return { value: { min: least, max: complete && unknown.max === 0 ? most : null }, cases: certain, possible, unknown };
}

/** What a case adds on the first day of a claim, and on each later one on which that can change. */
function turnsOf(
  counting: Counting,
  { subject, standing }: KnownCase,
  { first, last, since }: ClaimDays,
  unit: string,
): Turn[] {
  const later = standing.turns.filter((day) => day > first && day <= last);
  return [first, ...later].map((day) => ({
    day,
    ...counting.of(new CaseOnDay(subject, standing, day), { since, unit }),
  }));
}

/** The least and the most of the sums of all days. */
function overDays(turns: readonly (readonly Turn[])[]): { least: string; most: string; unknown: Range } {
  const changes = turns.flatMap((own) =>
    own.map((turn, index) => ({ day: turn.day, after: turn, before: own[index - 1] ?? NOTHING })),
  );
  const byDay = [...Map.groupBy(changes, ({ day }) => day)].toSorted(([one], [other]) => one - other);
  let [low, high, unknownLow, unknownHigh] = ['0', '0', 0, 0];
  const days = byDay.map(([, turned]) => {
    low = sumOf([low, ...turned.flatMap(({ before, after }) => [after.min, negative(before.min)])]);
    high = sumOf([high, ...turned.flatMap(({ before, after }) => [after.max, negative(before.max)])]);
    for (const { before, after } of turned) {
      unknownLow += after.unknown.min - before.unknown.min;
      unknownHigh += after.unknown.max - before.unknown.max;
    }
    return { low, high, unknownLow, unknownHigh };
  });
  return {
    least: days.map((day) => day.low).toSorted(compareAmounts)[0] ?? '0',
    most:
      days
        .map((day) => day.high)
        .toSorted(compareAmounts)
        .at(-1) ?? '0',
    unknown: {
      min: days.reduce((least, day) => Math.min(least, day.unknownLow), days[0]?.unknownLow ?? 0),
      max: days.reduce((most, day) => Math.max(most, day.unknownHigh), 0),
    },
  };
}

const NOTHING: Contribution = { min: '0', max: '0', unknown: { min: 0, max: 0 } };

function negative(amount: string): string {
  if (amount === '0') return amount;
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** The steps of a case that have not certainly occurred by the first day of a claim and may have by the last. */
function factsInDoubt(standing: CaseStanding, { first, last }: ClaimDays): string[] {
  return standing.stepsBy(last).filter((id) => {
    const { certain } = standing.occurrenceOf(id)!;
    return certain === null || certain > first;
  });
}
