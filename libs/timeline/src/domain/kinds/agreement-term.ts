import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { Standing } from '../kind.js';

/** What a state says of the term of an agreement. */
interface Term extends JsonObject {
  status: string;
  /** EDTF; null where no source states an end. */
  endsOn: string | null;
}

/** The statuses that a term ends. */
const WITHIN_TERM: readonly string[] = ['in-force', 'suspended'];

/**
 * What an answer says of an agreement in force or suspended whose stated term is over while no record states a later end or
 * a termination. A status follows from records, and none says what followed: the status holds for the last report.
 */
export interface TermOver extends JsonObject {
  /** The end of the term as the newest source states it, EDTF. */
  endedOn: string;
  /** The last news of the agreement, an ISO day; null where it has none. */
  asOf: string | null;
  /** Whether facts that have only possibly occurred may say what followed. */
  inDoubt: boolean;
}

/** The term of an agreement that was over before a day (UTC); null where it was not, or where no record leaves that open. */
export function termOverOn(
  { state, possible, complete }: Standing<Term>,
  lastNews: Day | null,
  day: Day,
): TermOver | null {
  if (!isOver(state, day) || state.endsOn === null) return null;
  return {
    endedOn: state.endsOn,
    asOf: lastNews === null ? null : isoOfDay(lastNews),
    inDoubt: !complete || possible.some((one) => !isOver(one, day)),
  };
}

/** The last day of the term belongs to it; an end without a last day is never over. */
function isOver({ status, endsOn }: Term, day: Day): boolean {
  if (endsOn === null || !WITHIN_TERM.includes(status)) return false;
  const { latest } = parseEdtf(endsOn).window;
  return latest !== null && latest < day;
}
