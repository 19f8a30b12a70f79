import type { Day } from '#libs/edtf';
import {
  DEADLINE_STATES,
  deadlineStateOn,
  kindOf,
  milestoneTypes,
  SubjectStanding,
  type DatedFact,
  type DeadlineState,
  type StandingFact,
} from '#libs/timeline';
import { deriveMilestones, type MilestoneSubject, type Supposed } from './derive-milestones.js';
import { MILESTONE_STATUSES, statusOn, type Milestone, type MilestoneStatus } from './milestone.js';

/** How one milestone may stand on a day: every status, and of a legal deadline every state. */
export interface PossibleStanding {
  milestone: Milestone;
  /** False where only facts in doubt make it. */
  isCertain: boolean;
  statuses: Set<MilestoneStatus>;
  deadlineStates: Set<DeadlineState>;
}

/** How the milestones of one subject may stand, by their ids. */
export interface PossibleMilestones {
  standings: Map<string, PossibleStanding>;
  /** False where too many facts are in doubt to try every way: then every status and state is named. */
  complete: boolean;
}

/**
 * How the milestones of a subject may stand on a day (contract section 2, "States under clocks"): by every list of facts
 * that may have occurred by `asOf`, with ends on days that are not known taken as early and as late as they can lie.
 *
 * @param standing every fact of the subject that the recorded and the known clock match, in timeline order, at least those
 *   that can matter to its milestones or bound their days
 * @param today the day (UTC) that the milestones are judged for
 */
export function possibleMilestones(
  subject: MilestoneSubject,
  standing: readonly StandingFact[],
  { asOf, today }: { asOf: Day | null; today: Day },
): PossibleMilestones {
  const types = new Set(milestoneTypes(subject.type));
  const whole = new SubjectStanding(subject.type, standing);
  const anyOrder = kindOf(subject.type)?.milestonesFollowOrder === true;
  const certain = whole.occurredBy(asOf).flatMap(({ fact }) => (types.has(fact.type) ? [fact] : []));
  const lists = whole.possibleLists(asOf, types, { anyOrder });
  const windows = whole.undatedWindows;
  const standings = new Map<string, PossibleStanding>();
  for (const facts of [certain, ...(lists ?? []).filter((list) => !isSame(list, certain))])
    for (const supposed of suppositions(facts, windows))
      for (const milestone of deriveMilestones(subject, facts, supposed))
        add(standings, { milestone, isCertain: facts === certain }, today);
  if (lists === null) for (const one of standings.values()) nameAll(one);
  return { standings, complete: lists !== null };
}

function isSame(one: readonly DatedFact[], other: readonly DatedFact[]): boolean {
  return one.length === other.length && one.every((fact, index) => fact === other[index]);
}

/** Without a day that is not known, what is certain is all there is. */
function suppositions(facts: readonly DatedFact[], windows: Supposed['windows']): (Supposed | undefined)[] {
  const isInDoubt = facts.some(({ occurred, body }) => {
    const { earliest, latest } = occurred?.beginning ?? { earliest: null, latest: null };
    return earliest === null || earliest !== latest || body['endsOn'] !== undefined;
  });
  return isInDoubt ? [undefined, { on: 'first', windows }, { on: 'last', windows }] : [undefined];
}

function add(
  standings: Map<string, PossibleStanding>,
  { milestone, isCertain }: Pick<PossibleStanding, 'milestone' | 'isCertain'>,
  today: Day,
): void {
  const own = standings.get(milestone.id) ?? { milestone, isCertain, statuses: new Set(), deadlineStates: new Set() };
  own.statuses.add(statusOn(milestone, today));
  if (milestone.deadline) own.deadlineStates.add(deadlineStateOn(milestone.deadline, today));
  standings.set(milestone.id, own);
}

function nameAll({ milestone, statuses, deadlineStates }: PossibleStanding): void {
  for (const status of MILESTONE_STATUSES) statuses.add(status);
  if (milestone.deadline) for (const state of DEADLINE_STATES) deadlineStates.add(state);
}
