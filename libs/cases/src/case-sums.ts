import type { Day } from '#libs/edtf';
import type { Json } from '#libs/kernel';
import { hasOccurred, type CaseState } from '#libs/timeline';
import { holds, statesOf, tally, type CountedCase } from './counted-case.js';
import { compareAmounts, sumOf, type AmountRange } from './domain/amounts.js';
import type { Range } from './domain/range.js';

/** A sum over cases: how many have a figure on record, and of how many no source states one. */
export interface SumCounts {
  known: Range;
  unknown: Range;
}

/** What cases brought, of those that were resolved or closed; each case counts once, with its last figure. */
export interface SumFigures {
  /** `max` is null where the figure of a case is unknown: no upper bound is known. */
  workers: SumCounts & { total: { min: number; max: number | null } };
  backPay: SumCounts & { totals: Record<string, AmountRange> };
}

/** The figures of one case for a sum. */
interface CaseAmounts<Figure> {
  /** Whether the case was certainly resolved or closed, and is certainly among those asked about. */
  settled: boolean;
  /** Whether a fact states a figure that has certainly occurred where the case was resolved or closed. */
  stated: boolean;
  /** Every figure that may be the last one of the case. */
  last: Figure[];
}

interface Money {
  amount: string;
  currency: string;
}

/** Whether the figures of a case count: it was resolved or closed. */
function isSettled({ status }: CaseState): boolean {
  return status === 'resolved' || status === 'closed';
}

/** The sums over cases that were resolved or closed, by the facts that occurred by a day; null: every fact. */
export function sumsOf(cases: readonly CountedCase[], asOf: Day | null): SumFigures {
  const settled = cases.filter(({ now }) => holds(now, isSettled).possible);
  const workers = settled.map((one) => amountsOf(one, 'workersBenefited', asOf, Number));
  const money = settled.map((one) => amountsOf(one, 'backPay', asOf, (value) => value as unknown as Money));
  const currencies = [...new Set(money.flatMap(({ last }) => last.map(({ currency }) => currency)))].toSorted();
  const [ofWorkers, ofMoney] = [countsOf(workers), countsOf(money)];
  const people = rangeOfSum(workers, String);
  return {
    workers: {
      total: { min: Number(people.min), max: ofWorkers.unknown.max > 0 ? null : Number(people.max) },
      ...ofWorkers,
    },
    backPay: {
      totals: Object.fromEntries(
        currencies.map((currency) => {
          const { min, max } = rangeOfSum(money, (figure) => (figure.currency === currency ? figure.amount : '0'));
          return [currency, { min, max: ofMoney.unknown.max > 0 ? null : max }];
        }),
      ),
      ...ofMoney,
    },
  };
}

/** The figures that a field of the facts of a case states, without those that another one has certainly replaced. */
function amountsOf<Figure>(
  one: CountedCase,
  field: string,
  asOf: Day | null,
  read: (value: Json) => Figure,
): CaseAmounts<Figure> {
  const { standing, now } = one;
  const ends = statesOf(now).flatMap((state) => (isSettled(state) ? [state.endedBy] : []));
  const stating = standing.facts.flatMap(({ fact }, index) => {
    const value = fact.body[field];
    const { certain, possible } = standing.occurrences[index]!;
    if (value === undefined || value === null || (asOf !== null && possible > asOf)) return [];
    const occurred = hasOccurred({ certain, possible }, asOf);
    const isOfOneDay = fact.occurred !== null && possible === certain;
    return [{ id: fact.id, figure: read(value), first: possible, last: certain ?? Infinity, occurred, isOfOneDay }];
  });
  // Facts of one certain day keep the order of the timeline on that day, as in the state of a case.
  const last = stating.filter(
    (figure, index) =>
      !stating.some(
        (other, at) =>
          other.occurred &&
          (other.first > figure.last ||
            (at > index && other.isOfOneDay && figure.isOfOneDay && other.first === figure.last)),
      ),
  );
  return {
    settled: tally([one], isSettled).min === 1,
    stated: stating.some(({ occurred }) => occurred) || ends.every((end) => stating.some(({ id }) => id === end)),
    last: last.map(({ figure }) => figure),
  };
}

function countsOf(amounts: readonly CaseAmounts<unknown>[]): SumCounts {
  const count = (fits: (one: CaseAmounts<unknown>) => boolean): number => amounts.filter(fits).length;
  return {
    known: { min: count(({ settled, stated }) => settled && stated), max: count(({ last }) => last.length > 0) },
    unknown: { min: count(({ settled, last }) => settled && last.length === 0), max: count(({ stated }) => !stated) },
  };
}

/** The least and the most that figures add up to, whatever of each case holds. */
function rangeOfSum<Figure>(
  amounts: readonly CaseAmounts<Figure>[],
  read: (figure: Figure) => string,
): { min: string; max: string } {
  const figures = amounts.map((one) => ({ ...one, sorted: one.last.map(read).toSorted(compareAmounts) }));
  return {
    min: sumOf(figures.map(({ settled, stated, sorted }) => (settled && stated ? sorted[0]! : '0'))),
    max: sumOf(figures.map(({ sorted }) => sorted.at(-1) ?? '0')),
  };
}
