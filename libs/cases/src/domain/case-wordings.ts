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
