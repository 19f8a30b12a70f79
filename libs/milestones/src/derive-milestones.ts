import { addDuration, inWords, isoOfDay, parseEdtf, type Window } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import {
  endsByCalendar,
  factTypeOf,
  judgeDeadline,
  kindOf,
  occasionOf,
  plannedMilestone,
  type DatedFact,
  type DeadlineDraft,
  type DerivedMilestone,
  type DecidingFact,
  type Extension,
  type Preparation,
} from '#libs/timeline';
import { milestoneId, type Milestone } from './milestone.js';

/** The subject whose milestones are derived. */
export interface MilestoneSubject {
  id: string;
  type: string;
  name: string;
  topics: string[];
  parties: string[];
  attributes: JsonObject;
}

/** How facts on days that are not known are taken, where what may hold beside the status is tried. */
export interface Supposed {
  /** An end, and an act that settles a plan, lies on the first or on the last day of its window. */
  on: 'first' | 'last';
  /** Between which days undated facts lie. */
  windows: ReadonlyMap<string, Window>;
}

/**
 * The milestones of one subject: what the rules of its kind derive, and what its plans name. A plan that names a derived
 * one is the same milestone; where one window contains the other the narrower holds, else what was planned last.
 *
 * @param facts in timeline order, without retracted ones
 * @param supposed left out for how the milestones stand by what is certain
 */
export function deriveMilestones(
  subject: MilestoneSubject,
  facts: readonly DatedFact[],
  supposed?: Supposed,
): Milestone[] {
  const found = new Map<string, Milestone>();
  const drafts = new Map<string, Drafted>();
  for (const derived of kindOf(subject.type)?.milestones(facts, subject) ?? []) {
    const sources = facts.filter((fact) => derived.derivedFrom.includes(fact.id));
    const milestone = empty(subject, derived.rule, derived.occasion, sources);
    found.set(milestone.id, {
      ...milestone,
      title: derived.title,
      window: derived.window,
      because: derived.because,
      reason: derived.reason ?? null,
      article: derived.article ?? null,
      metBy: derived.metBy ?? null,
      cancelledBy: inTime(derived.cancelledBy, derived.window, facts, supposed),
      ...endOf(derived, facts, supposed),
      afterwards: derived.afterwards,
    });
    if (derived.deadline) drafts.set(milestone.id, { draft: derived.deadline, extensions: derived.extensions ?? [] });
  }
  const derived = [...found.keys()];
  const byRecording = facts.toSorted((a, b) => (a.position < b.position ? -1 : 1));
  const preparations = kindOf(subject.type)?.preparations ?? [];
  const prepares = (name: string): boolean => preparations.some(({ rule }) => name.startsWith(`${rule}.`));
  for (const fact of byRecording) takePlan(found, subject, { plan: fact, facts, supposed }, (name) => !prepares(name));
  for (const preparation of preparations) prepare(found, derived, subject, preparation, facts);
  for (const fact of byRecording) takePlan(found, subject, { plan: fact, facts, supposed }, prepares);
  for (const [id, drafted] of drafts) judge(found, id, drafted, byRecording, supposed);
  for (const fact of byRecording) takeWord(found, subject, fact);
  return [...found.values()].map((milestone) => ({ ...milestone, because: explained(milestone, facts) }));
}

/** What makes a milestone moot does so on or before its last day; after it, it had passed with no outcome on record. */
function inTime(
  cancelledBy: string | undefined,
  window: string,
  facts: readonly DatedFact[],
  supposed: Supposed | undefined,
): string | null {
  if (cancelledBy === undefined) return null;
  const { earliest, latest } = windowOf(cancelledBy, facts, supposed);
  const day = supposed?.on === 'last' ? (latest ?? Infinity) : (earliest ?? -Infinity);
  return day > (parseEdtf(window).window.latest ?? Infinity) ? null : cancelledBy;
}

/** What the end of what a milestone is about does to it. An end without a date is taken to come before it. */
function endOf(
  { endedBy, window }: DerivedMilestone,
  facts: readonly DatedFact[],
  supposed: Supposed | undefined,
): Partial<Pick<Milestone, 'metBy' | 'cancelledBy'>> {
  if (endedBy === undefined) return {};
  const ended = windowOf(endedBy, facts, supposed);
  const [earliest, latest] = [ended.earliest ?? -Infinity, ended.latest ?? Infinity];
  const first = supposed?.on === 'last' ? latest : earliest;
  const last = supposed?.on === 'first' || ended === UNKNOWN ? earliest : latest;
  const due = parseEdtf(window).window;
  if (first > (due.latest ?? Infinity)) return {};
  return last < (due.earliest ?? -Infinity) ? { cancelledBy: endedBy } : { metBy: endedBy };
}

/** Between which days a fact began to hold; of an undated one only as it is supposed. */
function windowOf(id: string, facts: readonly DatedFact[], supposed: Supposed | undefined): Window {
  return facts.find((fact) => fact.id === id)?.occurred?.beginning ?? supposed?.windows.get(id) ?? UNKNOWN;
}

/** Why it is due, with the facts that it follows from. */
function explained({ because, derivedFrom }: Milestone, facts: readonly DatedFact[]): string {
  const told = facts
    .filter(({ id }) => derivedFrom.includes(id))
    .map(({ title, occurred }) => `\u201c${title}\u201d (${occurred === null ? 'no date' : inWords(occurred)})`);
  return told.length === 0 ? because : `${because}; this follows from ${LIST.format(told)}`;
}

const LIST = new Intl.ListFormat('en-GB');

/** The days of a year: what is known no more closely than that has no day to count back from. */
const YEAR = 365;

/** Puts before each milestone of a rule what has to be done first, where a rule derives it and its window is closer than a year. */
function prepare(
  found: Map<string, Milestone>,
  derived: readonly string[],
  subject: MilestoneSubject,
  { before, rule, by, title, because }: Preparation,
  facts: readonly DatedFact[],
): void {
  for (const milestone of found.values()) {
    if (milestone.rule !== before || !derived.includes(milestone.id)) continue;
    const { earliest, latest } = parseEdtf(milestone.window).window;
    if (earliest === null || latest === null || latest - earliest + 1 >= YEAR) continue;
    const [first, last] = [earliest, latest].map((day) => addDuration(day, by, -1));
    const sources = facts.filter((fact) => milestone.derivedFrom.includes(fact.id));
    const held = facts.find(({ id }) => id === milestone.metBy)?.occurred?.window.latest ?? null;
    const prepared = empty(subject, rule, milestone.occasion, sources);
    found.set(prepared.id, {
      ...prepared,
      title: `${title}: ${subject.name}`,
      because,
      window: first === last ? isoOfDay(first!) : `${isoOfDay(first!)}/${isoOfDay(last!)}`,
      cancelledBy: milestone.cancelledBy ?? (held !== null && held < first! ? milestone.metBy : null),
    });
  }
}

/** A plan beside the facts of its subject. */
interface Planned {
  plan: DatedFact;
  facts: readonly DatedFact[];
  supposed: Supposed | undefined;
}

function takePlan(
  found: Map<string, Milestone>,
  subject: MilestoneSubject,
  { plan, facts, supposed }: Planned,
  takes: (name: string) => boolean,
): void {
  const window = plan.occurred?.edtf;
  const name = window === undefined ? undefined : plannedMilestone(plan.type, plan.body, occasionOf(window));
  if (window === undefined || name === undefined || !takes(name)) return;
  const rule = name.slice(0, name.indexOf('.'));
  const occasion = name.slice(rule.length + 1);
  const before = found.get(milestoneId(subject.id, rule, occasion));
  const milestone = before ?? {
    ...empty(subject, rule, occasion, []),
    title: plan.title,
    because: 'it was announced',
    window,
  };
  found.set(milestone.id, {
    ...milestone,
    window: before && plan.type !== 'milestone.moved' ? narrower(before.window, window) : window,
    derivedFrom: [...new Set([...milestone.derivedFrom, plan.id])],
    metBy: milestone.metBy ?? outcomeOf(rule, window, { plan, facts, supposed }),
    position: plan.position > milestone.position ? plan.position : milestone.position,
  });
}

/** A legal deadline before it is judged. */
interface Drafted {
  draft: DeadlineDraft;
  extensions: readonly Extension[];
}

/** Judges a legal deadline, with what sources say of it by name: a new last day, that it was met, or cancelled. */
function judge(
  found: Map<string, Milestone>,
  id: string,
  drafted: Drafted,
  facts: readonly DatedFact[],
  supposed: Supposed | undefined,
): void {
  const milestone = found.get(id);
  if (!milestone) return;
  const named = facts.filter(({ body }) => body['milestone'] === `${milestone.rule}.${milestone.occasion}`);
  const moves = named.filter(({ type }) => type === 'milestone.moved');
  const words = named.flatMap(({ id: fact, type, occurred }) => {
    const how = HOW_BY_WORD[type];
    return how === undefined ? [] : [{ fact, how, window: occurred?.window ?? UNKNOWN }];
  });
  // An act without a date stays without one: that it was done on no recorded day is a state of its own.
  const deciding = [...drafted.draft.facts, ...words].map((fact) =>
    fact.how === 'end' ? { ...fact, window: windowOf(fact.fact, facts, supposed) } : fact,
  );
  const draft = { ...drafted.draft, facts: deciding };
  const extensions = [...drafted.extensions, ...moves.map(extensionOf)];
  const ends = supposed && (supposed.on === 'first' ? 'as-early' : 'as-late');
  const { deadline, lastDay, metBy, cancelledBy } = judgeDeadline(draft, extensions, ends);
  const window = extensions.length === 0 ? milestone.window : lastDay;
  const derivedFrom = [...new Set([...milestone.derivedFrom, ...moves.map((fact) => fact.id)])];
  const position = moves.reduce(
    (newest, fact) => (fact.position > newest ? fact.position : newest),
    milestone.position,
  );
  found.set(id, { ...milestone, window, derivedFrom, position, deadline, metBy, cancelledBy });
}

/** What a source says of a deadline by name decides it as the act itself and the end of the case do. */
const HOW_BY_WORD: Readonly<Record<string, DecidingFact['how']>> = {
  'milestone.met': 'act',
  'milestone.cancelled': 'end',
};
const UNKNOWN: Window = { earliest: null, latest: null };

function extensionOf(moved: DatedFact): Extension {
  const { decidedOn, retroactive } = moved.body;
  return {
    lastDay: moved.occurred?.edtf ?? null,
    decided: typeof decidedOn === 'string' ? parseEdtf(decidedOn).window : null,
    retroactive: retroactive === true,
  };
}

/**
 * A source can say itself that a milestone was met, is cancelled, or is outstanding; the latter holds until something newer
 * is on record about it. A legal deadline was judged by days.
 */
function takeWord(found: Map<string, Milestone>, subject: MilestoneSubject, fact: DatedFact): void {
  const id = `${subject.id}.${String(fact.body['milestone'])}`;
  const milestone = found.get(id);
  if (!milestone || milestone.deadline !== null || !fact.type.startsWith('milestone.')) return;
  const outstandingBy = fact.type === 'milestone.outstanding' ? fact.id : null;
  const metBy = fact.type === 'milestone.met' ? fact.id : milestone.metBy;
  const cancelledBy = fact.type === 'milestone.cancelled' ? fact.id : milestone.cancelledBy;
  found.set(id, { ...milestone, outstandingBy, metBy, cancelledBy });
}

/**
 * The fact that settles a plan by its type: one that meets the rule, and that may have happened in the window. One without
 * a date settles none for certain.
 */
function outcomeOf(rule: string, window: string, { plan, facts, supposed }: Planned): string | null {
  const planned = parseEdtf(window).window;
  const outcome = facts.find(({ id, type, occurred }) => {
    if (id === plan.id || !factTypeOf(type)?.meets?.includes(rule)) return false;
    const own = occurred?.window ?? (supposed?.on === 'first' ? supposed.windows.get(id) : undefined);
    return own !== undefined && overlap(own, planned);
  });
  return outcome?.id ?? null;
}

function overlap(one: Window, other: Window): boolean {
  return (
    (one.earliest ?? -Infinity) <= (other.latest ?? Infinity) &&
    (one.latest ?? Infinity) >= (other.earliest ?? -Infinity)
  );
}

/** Of two windows the one that lies inside the other; where neither does, the later statement. */
function narrower(before: string, after: string): string {
  const [one, other] = [parseEdtf(before).window, parseEdtf(after).window];
  const inside =
    (other.earliest ?? -Infinity) <= (one.earliest ?? -Infinity) &&
    (one.latest ?? Infinity) <= (other.latest ?? Infinity);
  return inside ? before : after;
}

function empty(subject: MilestoneSubject, rule: string, occasion: string, sources: readonly DatedFact[]): Milestone {
  return {
    id: milestoneId(subject.id, rule, occasion),
    subject: { id: subject.id, type: subject.type, name: subject.name },
    topics: subject.topics,
    parties: subject.parties,
    rule,
    occasion,
    title: '',
    window: '',
    because: '',
    reason: null,
    article: null,
    derivedFrom: sources.map((fact) => fact.id),
    metBy: null,
    cancelledBy: null,
    outstandingBy: null,
    afterwards: endsByCalendar(rule) ? 'met' : 'unconfirmed',
    deadline: null,
    position: sources.reduce((newest, fact) => (fact.position > newest ? fact.position : newest), 0n),
  };
}
