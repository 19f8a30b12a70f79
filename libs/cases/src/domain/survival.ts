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
}

/**
 * The product-limit estimate of Kaplan and Meier (1958) of how long durations last, in steps at the days on which one
 * ended. What is censored on a day on which others end counts as still going on that day.
 */
export function kaplanMeier(durations: readonly Duration[]): SurvivalStep[] {
  const days = [...new Set(durations.filter(({ ended }) => ended).map((one) => one.days))].toSorted((a, b) => a - b);
  let survival = 1;
  return days.map((day, index) => {
    const next = days[index + 1] ?? Infinity;
    const atRisk = durations.filter((one) => one.days >= day).length;
    const ended = durations.filter((one) => one.ended && one.days === day).length;
    const censored = durations.filter((one) => !one.ended && one.days >= day && one.days < next).length;
    survival *= 1 - ended / atRisk;
    return { days: day, atRisk, ended, censored, survival: rounded(survival) };
  });
}

/** The first day by which so large a share has ended by the estimate; null where it is not reached. */
export function survivalQuantile(curve: readonly SurvivalStep[], share: number): number | null {
  return curve.find(({ survival }) => survival <= 1 - share + 1e-9)?.days ?? null;
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
