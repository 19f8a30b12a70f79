import type { Day } from '#libs/edtf';

/** The three clocks as numbers; null lets everything through. */
export interface ClockPoint {
  upTo: bigint | null;
  knownAt: Day | null;
  asOf: Day | null;
}

/** One wording of one fact, with the span of the recorded and the known clock in which it holds (ends excluded). */
export interface ClockedWording {
  factId: string;
  recordedFrom: bigint;
  recordedTo: bigint | null;
  knownFrom: Day;
  knownTo: Day | null;
  /** From this day on it had certainly occurred; null where no day makes it certain. */
  begunBy: Day | null;
  dated: boolean;
  plan: boolean;
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
  const { asOf } = point;
  if (asOf === null) return standing;
  const days = daysOfBeginning(standing);
  return standing.filter((_wording, index) => days[index]! <= asOf);
}

/** From which day on each of some standing wordings had occurred; an undated one alone had always. */
export function daysOfBeginning(standing: readonly ClockedWording[]): Day[] {
  const dated = standing.flatMap((one) => (one.dated && !one.plan && one.begunBy !== null ? [one.begunBy] : []));
  const lastDated = dated.length === 0 ? -Infinity : Math.max(...dated);
  return standing.map(({ begunBy }) => begunBy ?? lastDated);
}
