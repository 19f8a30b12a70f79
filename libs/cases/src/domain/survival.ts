/** How long something took, or has taken so far. */
export interface Duration {
  days: number;
  /** False where the end has not come (the observation is censored). */
  ended: boolean;
}

/** One step of a Kaplan-Meier curve: the share that goes on beyond so many days. */
export interface SurvivalStep {
  days: number;
  /** How many were still going on just before. */
  atRisk: number;
  ended: number;
  /** How many were last seen going on at this point or after it, before the next step. */
  censored: number;
  survival: number;
  /** Greenwood's standard error of `survival`; null where all have ended, as nothing is left to estimate it from. */
  standardError: number | null;
  /** The pointwise 95 per cent confidence band; null where all have ended. */
  lower: number | null;
  upper: number | null;
}

/** How many were last seen going on after so many days. */
export interface Censoring {
  days: number;
  count: number;
}

/** The 97.5 per cent point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * The product-limit estimate of Kaplan and Meier (1958) of how long durations last, in steps at the days on which one
 * ended. What is censored on a day on which others end counts as still going on that day.
 *
 * The band is that of the log-log transform with Greenwood's variance (Kalbfleisch and Prentice 1980), which stays between
 * 0 and 1 and holds its level better than the plain one where there are few cases.
 */
export function kaplanMeier(durations: readonly Duration[]): SurvivalStep[] {
  const days = [...new Set(durations.filter(({ ended }) => ended).map((one) => one.days))].toSorted((a, b) => a - b);
  const limit = new ProductLimit();
  return days.map((day, index) => {
    const next = days[index + 1] ?? Infinity;
    const atRisk = durations.filter((one) => one.days >= day).length;
    const ended = durations.filter((one) => one.ended && one.days === day).length;
    const censored = durations.filter((one) => !one.ended && one.days >= day && one.days < next).length;
    limit.take(ended, atRisk);
    return { days: day, atRisk, ended, censored, ...limit.estimate };
  });
}

/** The estimate of a curve at one point, with its error and its band as in `SurvivalStep`. */
export type SurvivalEstimate = Pick<SurvivalStep, 'survival' | 'standardError' | 'lower' | 'upper'>;

/** The product-limit estimate as it is computed, one day of endings after the other. */
export class ProductLimit {
  #survival = 1;
  #greenwood = 0;

  /** Takes the endings of the next day. @param atRisk how many were still going on just before, those that end included */
  take(ended: number, atRisk: number): void {
    this.#survival *= 1 - ended / atRisk;
    this.#greenwood += ended / (atRisk * (atRisk - ended));
  }

  get estimate(): SurvivalEstimate {
    return { survival: rounded(this.#survival), ...bandOf(this.#survival, this.#greenwood) };
  }
}

function bandOf(survival: number, greenwood: number): Omit<SurvivalEstimate, 'survival'> {
  if (survival <= 0 || !Number.isFinite(greenwood)) return { standardError: null, lower: null, upper: null };
  if (survival >= 1) return { standardError: 0, lower: 1, upper: 1 };
  const spread = (Z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return {
    standardError: rounded(survival * Math.sqrt(greenwood)),
    lower: rounded(survival ** Math.exp(spread)),
    upper: rounded(survival ** Math.exp(-spread)),
  };
}

/** When those that had not ended were last seen, the shortest first: the marks on a curve. */
export function censoringsOf(durations: readonly Duration[]): Censoring[] {
  const counts = new Map<number, number>();
  for (const { days, ended } of durations) if (!ended) counts.set(days, (counts.get(days) ?? 0) + 1);
  return [...counts].toSorted(([one], [other]) => one - other).map(([days, count]) => ({ days, count }));
}

/** A quantile of values by linear interpolation between the two nearest (Hyndman and Fan, type 7); null of none. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return rounded(low + (high - low) * (place - Math.floor(place)));
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
