import type { Day, Window } from '#libs/edtf';
import {
  DEADLINE_STATES,
  deadlineStateOn,
  factTypeOf,
  kindOf,
  milestoneTypes,
  preparedBy,
  SubjectStanding,
  textOf,
  typesOfRule,
  type DatedFact,
  type DeadlineState,
  type StandingFact,
} from '#libs/timeline';
import { deriveMilestones, supposedOf, type MilestoneSubject, type Supposed } from './derive-milestones.js';
import {
  MILESTONE_STATUSES,
  milestoneId,
  statusOfState,
  statusOn,
  type Milestone,
  type MilestoneStatus,
} from './milestone.js';

/** How one milestone may stand on a day: every status, and of a legal deadline every state. */
export interface PossibleStanding {
  milestone: Milestone;
  /** False where only facts in doubt make it. */
  isCertain: boolean;
  statuses: Set<MilestoneStatus>;
  deadlineStates: Set<DeadlineState>;
  /** False where too many facts of its rule are in doubt to try every way: then some that cannot hold are named too. */
  complete: boolean;
}

/** How the milestones of one subject may stand, by their ids. */
export type PossibleMilestones = ReadonlyMap<string, PossibleStanding>;

/** A fact that has occurred by a day on none that lies after it; a plan is about days to come. */
function occurredUpTo(asOf: Day | null, { fact, plan }: StandingFact): DatedFact {
  const { occurred } = fact;
  if (asOf === null || plan || occurred === null || (occurred.beginning.latest ?? Infinity) <= asOf) return fact;
  const beginning = upTo(asOf, occurred.beginning);
  // What lasts may end later.
  const window = occurred.ending === null ? beginning : occurred.window;
  return { ...fact, occurred: { ...occurred, beginning, window } };
}

function upTo(asOf: Day | null, { earliest, latest }: Window): Window {
  return { earliest, latest: asOf === null ? latest : Math.min(latest ?? asOf, asOf) };
}

/** Rules whose milestones depend on facts of the same types, and on what sources say of them by name. */
interface RuleGroup {
  rules: ReadonlySet<string>;
  types: ReadonlySet<string>;
  /** The facts of these types that have certainly occurred, in timeline order. */
  certain: readonly DatedFact[];
  /** Those that may have occurred. */
  may: readonly DatedFact[];
  /** What sources have certainly said of the milestones. */
  said: readonly DatedFact[];
  /** What they may have said besides. */
  unsure: readonly DatedFact[];
}

/** Some facts from which milestones are derived, how their days are taken, and which milestones to take. */
interface Trial {
  facts: readonly DatedFact[];
  on: readonly Supposed['on'][];
  takes: (milestone: Milestone) => boolean;
}

/** How facts on days that are not known are taken beside what holds for every day. */
const SUPPOSED = ['first', 'within', 'last'] as const;

/** The most lists of facts that are tried for the milestones of some rules. */
const MOST_TRIED = 10_000;

/**
 * How the milestones of a subject may stand on a day (contract section 2, "States under clocks"): by every list of facts
 * that may have occurred by `asOf`, with ends on days that are not known taken as early and as late as they can lie. Each
 * milestone is tried with the facts of its rule and those that name it, since no other fact changes it.
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
  const matter = (facts: readonly StandingFact[]): DatedFact[] =>
    facts.flatMap(({ fact }) => (types.has(fact.type) ? [fact] : []));
  const [certain, may] = [matter(whole.occurredBy(asOf)), matter(whole.possiblyOccurredBy(asOf))];
  const { windows: anyDay, known, places } = supposedOf(subject.type, standing);
  const windows = new Map([...anyDay].map(([id, window]) => [id, upTo(asOf, window)]));
  const byThen = new Map(whole.possiblyOccurredBy(asOf).map((one) => [one.fact, occurredUpTo(asOf, one)]));
  const standings = new Map<string, PossibleStanding>();
  const attempt = ({ facts, on, takes }: Trial, isCertain = false): void => {
    const taken = facts.map((fact) => byThen.get(fact) ?? fact);
    for (const how of on)
      for (const milestone of deriveMilestones(subject, taken, { windows, known, places, on: how }))
        if (takes(milestone)) add(standings, { milestone, isCertain }, today);
  };
  attempt({ facts: certain, on: [undefined], takes: () => true }, true);
  const anyOrder = kindOf(subject.type)?.milestonesFollowOrder === true;
  for (const group of groupsOf(subject.type, certain, may)) {
    const lists = whole.possibleLists(asOf, group.types, { anyOrder });
    const all = lists && lists.length * (1 + group.unsure.length) <= MOST_TRIED ? lists : null;
    for (const trial of trialsOf(subject, group, all ?? [group.may])) attempt(trial);
    if (all !== null) continue;
    for (const one of standings.values()) if (group.rules.has(one.milestone.rule)) nameAll(one, may, today);
  }
  return standings;
}

/** The rules of a kind and those that facts name, by the fact types on which they depend. */
function groupsOf(subjectType: string, certain: readonly DatedFact[], may: readonly DatedFact[]): RuleGroup[] {
  const { derivesFrom = {}, preparations = [] } = kindOf(subjectType) ?? {};
  const ruleNames = new Set([
    ...Object.keys(derivesFrom),
    ...preparations.map(({ rule }) => rule),
    ...may.flatMap((fact) => (isWord(fact) ? named(fact).rule : (factTypeOf(fact.type)?.plans ?? []))),
  ]);
  const known = new Set(certain);
  const withTypes = [...ruleNames].map((rule) => [rule, typesOfRule(subjectType, rule)] as const);
  return [...Map.groupBy(withTypes, ([, own]) => own.join()).values()].map((some): RuleGroup => {
    const rules = new Set(some.map(([rule]) => rule));
    const types = new Set(some[0]![1]);
    const ofTypes = (facts: readonly DatedFact[]): DatedFact[] => facts.filter(({ type }) => types.has(type));
    const words = may.filter((fact) => isWord(fact) && rules.has(named(fact).rule));
    return {
      rules,
      types,
      certain: ofTypes(certain),
      may: ofTypes(may),
      said: words.filter((word) => known.has(word)),
      unsure: words.filter((word) => !known.has(word)),
    };
  });
}

/**
 * Each list of the facts of some rules with what sources certainly said of their milestones, and for each milestone with
 * one more thing that a source may have said. One at a time is enough: every outcome rests on one of them at most. Days that
 * are not known are tried where those facts have some on which the milestone can depend.
 */
function trialsOf(
  subject: MilestoneSubject,
  { rules, types, certain, said, unsure }: RuleGroup,
  lists: readonly (readonly DatedFact[])[],
): Trial[] {
  const saidOf = Map.groupBy(said, (word) => textOf(word, 'milestone'));
  const about = ({ rule, occasion }: Named): DatedFact[] =>
    [rule, preparedBy(subject.type, rule)].flatMap((one) => saidOf.get(`${one}.${occasion}`) ?? []);
  // Without facts of the rule there is no act and no end whose day could matter.
  const daysMatter = (facts: readonly DatedFact[]): boolean => types.size > 0 && facts.some(isInDoubt);
  // Certain facts whose days fit no order of the kind still give a state by themselves.
  return (lists.length === 0 ? [certain] : lists).flatMap((list): Trial[] => {
    const facts = [...list, ...said];
    const whole: Trial = { facts, on: [undefined], takes: ({ rule }) => rules.has(rule) };
    const onOtherDays: Trial = {
      facts,
      on: SUPPOSED,
      takes: (milestone) => whole.takes(milestone) && daysMatter([...list, ...about(milestone)]),
    };
    const withOneMore = unsure.map((word): Trial => {
      const own = [...list, ...about(named(word)), word];
      const id = milestoneId(subject.id, named(word).rule, named(word).occasion);
      return {
        facts: own,
        on: daysMatter(own) ? [undefined, ...SUPPOSED] : [undefined],
        takes: (milestone) => milestone.id === id,
      };
    });
    return [...(isSame(list, certain) ? [] : [whole]), ...(daysMatter(facts) ? [onOtherDays] : []), ...withOneMore];
  });
}

type Named = Pick<Milestone, 'rule' | 'occasion'>;

/** Whether a fact says something of a milestone by its name; one whose name was redacted says nothing of any. */
function isWord(fact: DatedFact): boolean {
  return fact.type.startsWith('milestone.') && textOf(fact, 'milestone') !== null;
}

function named(word: DatedFact): Named {
  const [rule, occasion] = textOf(word, 'milestone')!.split('.') as [string, string];
  return { rule, occasion };
}

function isSame(one: readonly DatedFact[], other: readonly DatedFact[]): boolean {
  return one.length === other.length && one.every((fact, index) => fact === other[index]);
}

/** Whether a fact began or ends on a day that is not known. */
function isInDoubt({ occurred, body }: DatedFact): boolean {
  const { earliest, latest } = occurred?.window ?? { earliest: null, latest: null };
  return earliest === null || earliest !== latest || body['endsOn'] !== undefined;
}

function add(
  standings: Map<string, PossibleStanding>,
  { milestone, isCertain }: Pick<PossibleStanding, 'milestone' | 'isCertain'>,
  today: Day,
): void {
  const own = standings.get(milestone.id) ?? {
    milestone,
    isCertain,
    statuses: new Set(),
    deadlineStates: new Set(),
    complete: true,
  };
  own.statuses.add(statusOn(milestone, today));
  if (milestone.deadline) own.deadlineStates.add(deadlineStateOn(milestone.deadline, today));
  standings.set(milestone.id, own);
}

/**
 * Names every status that a fact on record could give by its type, whatever its day; of a legal deadline every state, with
 * the statuses that these give.
 */
function nameAll(one: PossibleStanding, facts: readonly DatedFact[], today: Day): void {
  const { milestone, statuses, deadlineStates } = one;
  one.complete = false;
  if (milestone.deadline !== null) {
    for (const state of DEADLINE_STATES) {
      deadlineStates.add(state);
      statuses.add(statusOfState(state, milestone, today));
    }
    return;
  }
  for (const status of MILESTONE_STATUSES) if (mayBe(status, milestone, facts)) statuses.add(status);
}

/** Whether a milestone could have a status by the types of the facts and the milestones that they name, whatever their days. */
function mayBe(
  status: MilestoneStatus,
  { subject, rule, occasion, afterwards }: Milestone,
  facts: readonly DatedFact[],
): boolean {
  const due = preparedBy(subject.type, rule);
  const isSaid = (said: string): boolean =>
    facts.some(({ type, body }) => type === `milestone.${said}` && body['milestone'] === `${rule}.${occasion}`);
  const isDone = (how: 'meets' | 'cancels', of: string | undefined): boolean =>
    facts.some(({ type }) => of !== undefined && factTypeOf(type)?.[how]?.includes(of));
  switch (status) {
    case 'met':
      return afterwards === 'met' || isSaid('met') || isDone('meets', rule);
    case 'cancelled':
      return isSaid('cancelled') || isDone('cancels', rule) || isDone('meets', due) || isDone('cancels', due);
    case 'overdue':
      return isSaid('outstanding');
    case 'unconfirmed':
      return afterwards !== 'met';
    case 'upcoming':
    case 'due':
      return true;
  }
}
