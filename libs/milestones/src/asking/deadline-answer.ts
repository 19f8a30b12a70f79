import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import {
  DEADLINE_STATES,
  deadlineStateOn,
  lastNewsOf,
  readingStateOn,
  type Deadline,
  type DeadlineState,
} from '#libs/timeline';
import type { Milestone } from '../milestone.js';
import type { MilestoneRecords } from './milestone-records.js';

/** A legal deadline as an answer shows it, on the day of the answer (contract section 3). */
export interface DeadlineAnswer {
  state: DeadlineState;
  /** Every other state that may hold; empty where nothing is in doubt. */
  possible: DeadlineState[];
  kind: Deadline['kind'];
  /** The last day by the text, and as it was moved, EDTF; null where nothing moved it. Of the first reading. */
  statutoryDay: string;
  movedDay: string | null;
  /** True where a later act proves that the duty was done. */
  inferred: boolean;
  /** The act: when it occurred, EDTF (null where no source says), and since which day it could be known. */
  done: { fact: string; occurred: string | null; known: string } | null;
  /** The last news of the case; null where there is none. */
  lastNews: string | null;
  /** True where the last day has passed with no record, and the last news is older than it. */
  sourcesEndBefore: boolean;
  rule: Deadline['rule'];
  /** Present where the text can be read in several ways. */
  readings?: { code: string; text: string; state: DeadlineState; statutoryDay: string; movedDay: string | null }[];
}

/** The legal deadline of a milestone as it stands on a day (UTC); null where it is none. */
export function deadlineAnswer(milestone: Milestone, records: MilestoneRecords, today: Day): DeadlineAnswer | null {
  const { deadline, subject, metBy } = milestone;
  const [first] = deadline?.readings ?? [];
  if (deadline === null || !first) return null;
  const facts = records.facts.get(subject.id) ?? [];
  const possible = records.possible.get(subject.id)?.standings.get(milestone.id)?.deadlineStates;
  const act = facts.find(({ fact }) => fact.id === metBy);
  const lastNews = lastNewsOf(facts);
  const state = deadlineStateOn(deadline, today);
  const lastDay = parseEdtf(first.movedDay ?? first.statutoryDay).window.latest;
  return {
    state,
    possible: DEADLINE_STATES.filter((one) => one !== state && possible?.has(one)),
    kind: deadline.kind,
    statutoryDay: first.statutoryDay,
    movedDay: first.movedDay,
    inferred: deadline.inferred,
    done: act ? { fact: act.fact.id, occurred: act.fact.occurred?.edtf ?? null, known: isoOfDay(act.known.day) } : null,
    lastNews: lastNews === null ? null : isoOfDay(lastNews),
    sourcesEndBefore: state === 'no-record' && lastDay !== null && (lastNews === null || lastNews < lastDay),
    rule: deadline.rule,
    ...(deadline.readings.length > 1 && {
      readings: deadline.readings.map((reading) => ({
        code: reading.code,
        text: reading.text,
        state: readingStateOn(deadline.kind, reading, today),
        statutoryDay: reading.statutoryDay,
        movedDay: reading.movedDay,
      })),
    }),
  };
}
