import {
  addDuration,
  certainlyWithin,
  inWords,
  edtfOfDay,
  parseEdtf,
  possiblyWithin,
  type Day,
  type Window,
} from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import {
  actingParties,
  endsByCalendar,
  factTypeOf,
  judgeDeadline,
  kindOf,
  occasionOf,
  plannedMilestone,
  SubjectStanding,
  textOf,
  undatedWindowsOf,
  type DatedFact,
  type DeadlineDraft,
  type DerivedMilestone,
  type EndsCount,
  type DecidingFact,
  type Extension,
  type Preparation,
  type StandingFact,
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

/** What is known of facts beside themselves, and how those on days that are not known are taken. */
export interface Supposed {
  /** Between which days undated facts lie, by id; one that is missing may lie on any day. */
  windows: ReadonlyMap<string, Window>;
  /** Since when each fact could be known, by id; one that is missing is newer than every other. */
  known: ReadonlyMap<string, Day>;
  /** The places of facts in the order in which the state takes them, by id, where a reopening makes it matter. */
  places: ReadonlyMap<string, number>;
  /**
   * To try what else may hold: an end lies on the first or on the last day of its window, or (`within`) an end and an act
   * that settles a plan lie in the window of the milestone where they can. Left out: only what holds for every day.
   */
  on?: 'first' | 'within' | 'last';
}

const NOTHING_KNOWN: Supposed = { windows: new Map(), known: new Map(), places: new Map() };

/** What the facts of a subject that the clocks match say of each other. */
export function supposedOf(subjectType: string, standing: readonly StandingFact[]): Omit<Supposed, 'on'> {
  const reopening = kindOf(subjectType)?.reopens?.type;
  const isReopened = standing.some(({ fact }) => fact.type === `${subjectType}.${reopening}`);
  const inStateOrder = isReopened ? new SubjectStanding(subjectType, standing).inStateOrder(null) : [];
  return {
    windows: undatedWindowsOf(standing),
    known: new Map(standing.map(({ fact, known }) => [fact.id, known.day])),
    places: new Map(inStateOrder.map(({ id }, place) => [id, place])),
  };
}

/**
 * The milestones of one subject: what the rules of its kind derive, and what its plans name. A plan that names a derived
 * one is the same milestone; where one window contains the other the narrower holds, else the newest plan. The newest is
 * what was known last, and of one known day what stands last in the log (contract section 3). Its parties are all who acted
 * in the facts that it follows from.
 *
 * @param facts in timeline order, without retracted ones
 * @param supposed what the facts say of each other (`supposedOf`), and what is tried; without `on` the milestones stand by what is certain
 */
export function deriveMilestones(
  subject: MilestoneSubject,
  facts: readonly DatedFact[],
  supposed: Supposed = NOTHING_KNOWN,
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
  const newestLast = facts.toSorted((one, other) => compareNews(one, other, supposed));
  const preparations = kindOf(subject.type)?.preparations ?? [];
  const prepares = (name: string): boolean => preparations.some(({ rule }) => name.startsWith(`${rule}.`));
  for (const fact of newestLast) takePlan(found, subject, { plan: fact, facts, supposed }, (name) => !prepares(name));
  for (const preparation of preparations) prepare(found, derived, subject, preparation, facts);
  for (const fact of newestLast) takePlan(found, subject, { plan: fact, facts, supposed }, prepares);
  for (const [id, drafted] of drafts) judge(found, id, drafted, newestLast, supposed);
  const cancelled = new Set(newestLast.filter(({ type }) => type === 'milestone.cancelled').map(({ id }) => id));
  for (const fact of newestLast) takeWord(found, subject, fact, cancelled);
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return [...found.values()].map((milestone) => {
    const sources = milestone.derivedFrom.flatMap((id) => byId.get(id) ?? []);
    const parties = [...new Set(sources.flatMap((fact) => actingParties(fact, subject)))];
    return { ...milestone, parties, because: explained(milestone, facts) };
  });
}

/** Which of two facts is older news: what was known first, of one known day what was recorded first. */
function compareNews(one: DatedFact, other: DatedFact, { known }: Supposed): number {
  const [day, otherDay] = [known.get(one.id) ?? Infinity, known.get(other.id) ?? Infinity];
  if (day !== otherDay) return day < otherDay ? -1 : 1;
  return one.position < other.position ? -1 : 1;
}

/** What makes a milestone moot does so on or before its last day; after it, it had passed with no outcome on record. */
function inTime(
  cancelledBy: string | undefined,
  window: string,
  facts: readonly DatedFact[],
  supposed: Supposed,
): string | null {
  if (cancelledBy === undefined) return null;
  const { earliest, latest } = windowOf(cancelledBy, facts, supposed);
  const day = supposed.on === 'first' ? (earliest ?? -Infinity) : (latest ?? Infinity);
  return day > (parseEdtf(window).window.latest ?? Infinity) ? null : cancelledBy;
}

/**
 * What the end of what a milestone is about does to it: before its window it cancels it, in it it meets it, after it
 * neither. Of an end that may lie on several days only what holds for all of them.
 */
function endOf(
  { endedBy, window }: DerivedMilestone,
  facts: readonly DatedFact[],
  supposed: Supposed,
): Partial<Pick<Milestone, 'metBy' | 'cancelledBy'>> {
  if (endedBy === undefined) return {};
  const ended = windowOf(endedBy, facts, supposed);
  const due = parseEdtf(window).window;
  if (supposed.on === 'within' && possiblyWithin(ended, due)) return { metBy: endedBy };
  const cancels = (day: Day): boolean => day < (due.earliest ?? -Infinity);
  const [earliest, latest] = [ended.earliest ?? -Infinity, ended.latest ?? Infinity];
  if (cancels(supposed.on === 'first' ? earliest : latest)) return { cancelledBy: endedBy };
  return certainlyWithin(ended, due) ? { metBy: endedBy } : {};
}

/** Between which days a fact began to hold. */
function windowOf(id: string, facts: readonly DatedFact[], { windows }: Supposed): Window {
  return facts.find((fact) => fact.id === id)?.occurred?.beginning ?? windows.get(id) ?? UNKNOWN;
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
      window: first === last ? edtfOfDay(first!) : `${edtfOfDay(first!)}/${edtfOfDay(last!)}`,
      cancelledBy: milestone.cancelledBy ?? (held !== null && held < first! ? milestone.metBy : null),
    });
  }
}

/** With a plan a source says that a milestone is due, so that an older cancellation of it no longer holds. */
function isPlan({ type }: DatedFact): boolean {
  return factTypeOf(type)?.plans !== undefined;
}

/** The milestone that a plan with a date makes or moves, as `rule.occasion`. */
function plannedBy({ type, body, occurred }: DatedFact): string | undefined {
  return occurred === null ? undefined : plannedMilestone(type, body, occasionOf(occurred.edtf));
}

/** A plan beside the facts of its subject. */
interface Planned {
  plan: DatedFact;
  facts: readonly DatedFact[];
  supposed: Supposed;
}

function takePlan(
  found: Map<string, Milestone>,
  subject: MilestoneSubject,
  { plan, facts, supposed }: Planned,
  takes: (name: string) => boolean,
): void {
  const window = plan.occurred?.edtf;
  const name = plannedBy(plan);
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

/**
 * Judges a legal deadline, with what sources say of it by name: a new last day, that it was met, or cancelled.
 *
 * @param facts the newest last
 */
function judge(
  found: Map<string, Milestone>,
  id: string,
  drafted: Drafted,
  facts: readonly DatedFact[],
  supposed: Supposed,
): void {
  const milestone = found.get(id);
  if (!milestone) return;
  const named = facts.filter(({ body }) => body['milestone'] === `${milestone.rule}.${milestone.occasion}`);
  const moves = named.filter(({ type }) => type === 'milestone.moved');
  const words = named.flatMap(({ id: fact, type, occurred }, index) => {
    const how = HOW_BY_WORD[type];
    const isLifted = how === 'end' && named.slice(index).some(isPlan);
    return how === undefined || isLifted ? [] : [{ fact, how, window: occurred?.beginning ?? UNKNOWN }];
  });
  // An act without a date stays without one: that it was done on no recorded day is a state of its own.
  const deciding = [...drafted.draft.facts, ...words].map((fact) =>
    fact.how === 'end' || fact.how === 'reopening'
      ? { ...fact, window: windowOf(fact.fact, facts, supposed), place: supposed.places.get(fact.fact) }
      : fact,
  );
  const draft = { ...drafted.draft, facts: deciding };
  const extensions = [...drafted.extensions, ...moves.map(extensionOf)];
  const ends = ENDS_COUNT[supposed.on ?? 'certain'];
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
const ENDS_COUNT: Readonly<Record<'certain' | NonNullable<Supposed['on']>, EndsCount>> = {
  certain: 'where-certain',
  first: 'as-early',
  within: 'as-early',
  last: 'as-late',
};

function extensionOf(moved: DatedFact): Extension {
  const { basis, decidedOn, retroactive } = moved.body;
  return {
    lastDay: moved.occurred?.edtf ?? null,
    decided: typeof decidedOn === 'string' ? parseEdtf(decidedOn).window : null,
    retroactive: retroactive === true,
    // An agreement extends; an order or a law can also name an earlier day.
    mayShorten: basis === 'order' || basis === 'law',
  };
}

/**
 * A source can say itself that a milestone was met, is cancelled, or is outstanding; the latter holds until something newer
 * is on record about it, and a cancellation until a newer plan or move of it. A legal deadline was judged by days. The
 * facts come one by one, the newest last.
 */
function takeWord(
  found: Map<string, Milestone>,
  subject: MilestoneSubject,
  fact: DatedFact,
  cancelled: ReadonlySet<string>,
): void {
  const named = fact.type.startsWith('milestone.') ? textOf(fact, 'milestone') : (plannedBy(fact) ?? null);
  const id = `${subject.id}.${named}`;
  const milestone = found.get(id);
  if (named === null || !milestone || milestone.deadline !== null) return;
  const outstandingBy = fact.type === 'milestone.outstanding' ? fact.id : null;
  const metBy = fact.type === 'milestone.met' ? fact.id : milestone.metBy;
  const isRenewed = isPlan(fact) && cancelled.has(milestone.cancelledBy ?? '');
  const cancelledBy = fact.type === 'milestone.cancelled' ? fact.id : isRenewed ? null : milestone.cancelledBy;
  found.set(id, { ...milestone, outstandingBy, metBy, cancelledBy });
}

/**
 * The fact that settles a plan by its type: one that meets the rule, and that certainly began in the window. One that only
 * may lie there settles it where that is tried.
 */
function outcomeOf(rule: string, window: string, { plan, facts, supposed }: Planned): string | null {
  const planned = parseEdtf(window).window;
  const outcome = facts.find(({ id, type, occurred }) => {
    if (id === plan.id || !factTypeOf(type)?.meets?.includes(rule)) return false;
    return supposed.on === 'within'
      ? possiblyWithin(occurred?.window ?? windowOf(id, facts, supposed), planned)
      : certainlyWithin(windowOf(id, facts, supposed), planned);
  });
  return outcome?.id ?? null;
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
    parties: [],
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
