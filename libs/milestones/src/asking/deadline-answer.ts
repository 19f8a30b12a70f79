import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import {
  DEADLINE_MOVES,
  DEADLINE_STATES,
  deadlineStateOn,
  lastNewsOf,
  readingStateOn,
  type Deadline,
  type DeadlineMove,
  type DeadlineState,
  type StandingFact,
} from '#libs/timeline';
import type { Milestone } from '../milestone.js';
import type { MilestoneRecords } from './milestone-records.js';

/** A later act that proves that a duty was done. */
export interface DeadlineProof {
  fact: string;
  /** When the later act occurred, EDTF; null where no source says. */
  occurred: string | null;
  known: string;
  /** The last day on which the duty was done, as the later act began then at the latest; null where none is known. */
  doneBy: string | null;
}

/** A legal deadline as an answer shows it, on the day of the answer (contract section 3). */
export interface DeadlineAnswer {
  state: DeadlineState;
  /** Every other state that may hold; empty where nothing is in doubt. */
  possible: DeadlineState[];
  kind: Deadline['kind'];
  /** The last day by the text, and as it was moved, EDTF; null where nothing moved it. Of the first reading. */
  statutoryDay: string;
  movedDay: string | null;
  /** The last day by which an act is timely, EDTF; of the first reading. */
  lastDay: string;
  /** What moved the last day of a reading; empty where nothing did. */
  movedBy: DeadlineMove[];
  /** True where a later act proves that the duty was done. */
  inferred: boolean;
  /**
   * The act: when it occurred, EDTF (null where no source says), and since which day it could be known. Null where the act
   * is inferred: its own day is on no record.
   */
  done: { fact: string; occurred: string | null; known: string } | null;
  /** The later act that proves it, with when that one occurred. */
  provedBy: DeadlineProof | null;
  /** The last news of the case; null where there is none. */
  lastNews: string | null;
  /** True where the last day has passed with no record, and the last news is older than the earliest day that it can be. */
  sourcesEndBefore: boolean;
  rule: Deadline['rule'];
  /** Present where the text can be read in several ways. */
  readings?: {
    code: string;
    text: string;
    state: DeadlineState;
    statutoryDay: string;
    movedDay: string | null;
    lastDay: string;
  }[];
}

/** The legal deadline of a milestone as it stands on a day (UTC); null where it is none. */
export function deadlineAnswer(milestone: Milestone, records: MilestoneRecords, today: Day): DeadlineAnswer | null {
  const { deadline, subject, metBy } = milestone;
  const [first] = deadline?.readings ?? [];
  if (deadline === null || !first) return null;
  const facts = records.facts.get(subject.id) ?? [];
  const possible = records.possible.get(subject.id)?.get(milestone.id)?.deadlineStates;
  const settling = facts.find(({ fact }) => fact.id === metBy);
  const lastNews = lastNewsOf(facts);
  const state = deadlineStateOn(deadline, today);
  const firstLastDay = parseEdtf(first.lastDay).window.earliest;
  return {
    state,
    possible: DEADLINE_STATES.filter((one) => one !== state && possible?.has(one)),
    kind: deadline.kind,
    statutoryDay: first.statutoryDay,
    movedDay: first.movedDay,
    lastDay: first.lastDay,
    movedBy: DEADLINE_MOVES.filter((one) => deadline.readings.some(({ movedBy }) => movedBy.includes(one))),
    inferred: deadline.inferred,
    done: settling && !deadline.inferred ? actOf(settling) : null,
    provedBy: settling && deadline.inferred ? proofOf(settling) : null,
    lastNews: lastNews === null ? null : isoOfDay(lastNews),
    sourcesEndBefore:
      state === 'no-record' && (lastNews === null || (firstLastDay !== null && lastNews < firstLastDay)),
    rule: deadline.rule,
    ...(deadline.readings.length > 1 && {
      readings: deadline.readings.map((reading) => ({
        code: reading.code,
        text: reading.text,
        state: readingStateOn(deadline.kind, reading, today),
        statutoryDay: reading.statutoryDay,
        movedDay: reading.movedDay,
        lastDay: reading.lastDay,
      })),
    }),
  };
}

function actOf({ fact, known }: StandingFact): NonNullable<DeadlineAnswer['done']> {
  return { fact: fact.id, occurred: fact.occurred?.edtf ?? null, known: isoOfDay(known.day) };
}

/** A later act with the last day on which what it proves was done. */
export function proofOf(later: StandingFact): DeadlineProof {
  const doneBy = later.fact.occurred?.beginning.latest ?? null;
  return { ...actOf(later), doneBy: doneBy === null ? null : isoOfDay(doneBy) };
}
