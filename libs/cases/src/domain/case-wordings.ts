import type { Day } from '#libs/edtf';

/** The three clocks as numbers; null lets everything through. */
export interface ClockPoint {
  upTo: bigint | null;
  knownAt: Day | null;
  asOf: Day | null;
}

/** What tells from when on a fact had occurred, beside the other facts of its case. */
export interface Beginning {
  /** From this day on it had certainly occurred; null where no day makes it certain. */
  begunBy: Day | null;
  dated: boolean;
  plan: boolean;
}

/** One wording of one fact, with the span of the recorded and the known clock in which it holds (ends excluded). */
export interface ClockedWording extends Beginning {
  factId: string;
  recordedFrom: bigint;
  recordedTo: bigint | null;
  knownFrom: Day;
  knownTo: Day | null;
  retracted: boolean;
}

/** Whether a wording is the one that the recorded and the known clock let through. */
export function holdsAt(wording: ClockedWording, { upTo, knownAt }: Pick<ClockPoint, 'upTo' | 'knownAt'>): boolean {
  const recorded =
    upTo === null
      ? wording.recordedTo === null
      : wording.recordedFrom <= upTo && (wording.recordedTo === null || wording.recordedTo > upTo);
  const known =
    knownAt === null
      ? wording.knownTo === null
      : wording.knownFrom <= knownAt && (wording.knownTo === null || wording.knownTo > knownAt);
  return recorded && known;
}

/**
 * The wordings of one case's facts that three clocks let through, in the order in which they come, without retracted
 * ones. An undated fact had occurred from the day of the case's last dated fact on (contract section 2).
 */
export function letThrough<W extends ClockedWording>(wordings: readonly W[], point: ClockPoint): W[] {
  const standing = wordings.filter((wording) => !wording.retracted && holdsAt(wording, point));
  return hadBegun(standing, point.asOf);
}

/** Of the facts of a case that stand, those that had occurred by a day; null lets all through. */
export function hadBegun<B extends Beginning>(standing: readonly B[], asOf: Day | null): B[] {
  if (asOf === null) return [...standing];
  const days = daysOfBeginning(standing);
  return standing.filter((_one, index) => days[index]! <= asOf);
}

/** From which day on each of the facts of a case that stand had occurred; an undated one alone had always. */
export function daysOfBeginning(standing: readonly Beginning[]): Day[] {
  const dated = standing.flatMap((one) => (one.dated && !one.plan && one.begunBy !== null ? [one.begunBy] : []));
  const lastDated = dated.length === 0 ? -Infinity : Math.max(...dated);
  return standing.map(({ begunBy }) => begunBy ?? lastDated);
}
