import type { z } from 'zod';
import type { Day, EdtfDate } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { Extension } from './deadlines/extended-last-day.js';
import type { DeadlineDraft } from './deadlines/judge-deadline.js';

/** A fact as the rules of its kind see it: one wording, with its date understood. */
export interface DatedFact {
  id: string;
  type: string;
  occurred: EdtfDate | null;
  body: JsonObject;
  position: bigint;
  title: string;
  /** Who acted; left out or empty: the parties of its subject. */
  parties?: readonly string[];
}

/** The subject of the facts, as the rules of its kind see it. */
export interface KindSubject {
  id: string;
  name: string;
  attributes: JsonObject;
}

/** Why something is due, for programs that word it themselves: a code, and what the words carry (durations, EDTF). */
export interface MilestoneReason {
  code: string;
  params?: Record<string, string>;
}

/**
 * Something due that follows from facts. `rule` and `occasion` are slugs that, with the subject, make its id; the
 * occasion is the year or date first due and stays when the window moves. `window` is EDTF.
 */
export interface DerivedMilestone {
  /** The reason as a program reads it, where the rule alone does not tell it. */
  reason?: MilestoneReason;
  rule: string;
  occasion: string;
  title: string;
  window: string;
  /** Why it is due, in words. */
  because: string;
  /** The article or norm that says so. */
  article?: string;
  derivedFrom: string[];
  /** The fact that met or cancelled it; a legal deadline is judged from its draft instead. */
  metBy?: string;
  cancelledBy?: string;
  /** The fact that ends what the milestone is about: in its window that meets it, before it that cancels it, after it neither. */
  endedBy?: string;
  /** What it is once its window has passed with no outcome on record: what ends by the calendar alone is met by its last day. */
  afterwards: Afterwards;
  /** Of a legal deadline: what it is judged from, and the ends that were agreed anew. */
  deadline?: DeadlineDraft;
  extensions?: readonly Extension[];
}

/** The status of a milestone after its window with no outcome on record. */
export type Afterwards = 'met' | 'unconfirmed';

/** How a subject stands at the end of a day (contract section 2, "States under clocks"). */
export interface Standing<State extends JsonObject = JsonObject> {
  /** What the facts that have certainly occurred give by themselves. */
  state: State;
  /** Every other state that results when facts that have only possibly occurred are added; empty where nothing is in doubt. */
  possible: State[];
  /**
   * False where there were too many states to visit. Every status that can hold is then among `possible`, and some may be
   * that cannot; the dated facts that have certainly occurred hold in all of them.
   */
  complete: boolean;
}

/**
 * Entries of a state that change nothing else in it: each is made by one fact, its `takenBy`, and has a `state`. Facts with
 * different values in the field `by` of their bodies have nothing to do with each other.
 */
export interface Beside {
  /** The field of the state that holds the entries. */
  field: string;
  /** The fact types that change them. */
  facts: readonly string[];
  by: string;
  /** The `state` of the entries that are counted. */
  counted: string;
}

/** What a state is shown with that no fact holds: days (UTC). */
export interface ShownOn {
  /** The known day of the last news of the subject; null where it has none. */
  lastNews: Day | null;
  /** The day that the answer is for: that of the clocks, else today. */
  day: Day;
}

/** What has to be done before something due, once it is known more closely than by its year. */
export interface Preparation {
  /** The rule of what is due. */
  before: string;
  /** Its own rule; the occasion is that of what is due. */
  rule: string;
  /** How long before at least: a duration of ISO 8601. */
  by: string;
  /** What it is called, before the name of the subject. */
  title: string;
  /** Why it is due, in words. */
  because: string;
}

/** One fact type of a subject type. */
export interface FactType<State> {
  /** What happened, in a few words, for lists and forms. */
  headline: string;
  /** The fields of the body that are relied on; a body may carry more. */
  body: z.ZodObject;
  /** Present where the fact is a plan: the rule of the milestone that it plans. */
  plans?: string;
  /** The rules whose milestones such a fact meets. */
  meets?: readonly string[];
  /** The rules whose milestones such a fact can cancel; legal deadlines are judged by their drafts instead. */
  cancels?: readonly string[];
  /**
   * What the fact does to the state of its subject; facts come in the order in which the state takes them. Where `isTrial`,
   * that order is one of several that are tried: then it decides alone what lies before what, and the days do not.
   */
  evolve?: (state: State, fact: DatedFact, isTrial?: boolean) => State;
}

/** A fact type without what it does to the state of its subject: all that most readers of the catalogue need. */
export type FactDeclaration = Omit<FactType<JsonObject>, 'evolve'>;

/**
 * A subject type, declared in one file: its state, its fact types, and the milestones that its facts derive. All of it
 * is pure: no clock, no I/O.
 */
export interface Kind<State extends JsonObject = JsonObject> {
  subjectType: string;
  /** What such a subject is, in one sentence. */
  describes: string;
  /** The attributes that are relied on; a subject may carry more. */
  attributes: z.ZodObject;
  initial: State;
  facts: Readonly<Record<string, FactType<State>>>;
  /** Pairs of fact types of which the first comes before the second; a reversed pair is marked, or refused. */
  order: readonly (readonly [earlier: string, later: string])[];
  /**
   * More pairs of which the first comes before the second. They bound undated facts and place facts in a state as `order`
   * does, but a reversed pair is neither marked nor refused.
   */
  follows?: readonly (readonly [earlier: string, later: string])[];
  /**
   * The fact types that open a subject, the first choice first: its opening is the first dated fact of the first of them
   * that has one. No other fact but a `noted` one lies before the opening.
   */
  opening?: readonly string[];
  /**
   * Fact types that undo another one where both have the same value in a field of the body. A state does not place such a
   * fact before what it undoes; unlike `order` this refuses no record, as what is undone need not be on record.
   */
  undoes?: Readonly<Record<string, { type: string; by: string }>>;
  /**
   * The fact type that comes behind one of several, and which those are. A state places the first of them before it; no
   * record is refused.
   */
  reopens?: { type: string; ends: (fact: DatedFact) => boolean };
  /** By fact type those that come after it where both may lie on one day only. A state places them so; no record is refused. */
  sameDay?: Readonly<Record<string, readonly string[]>>;
  /** A part of the state beside the status; no status depends on it. */
  beside?: Beside;
  /** Those pairs of `order` of which the reverse is impossible, so that it is refused. */
  impossible?: readonly (readonly [earlier: string, later: string])[];
  /** What a reversed pair that is accepted means, by its second fact type. */
  reversed?: Readonly<Record<string, string>>;
  /** Fact types that can stand only once in a subject, with what to do instead. */
  once?: Readonly<Record<string, string>>;
  /** The state as an answer shows it, where it shows more or less than it holds. */
  shown?: (standing: Standing<State>, shownOn: ShownOn) => JsonObject;
  /** By the rule of what `milestones` derives the fact types on which it depends; no other fact changes a milestone of the rule. */
  derivesFrom: Readonly<Record<string, readonly string[]>>;
  milestones: (facts: readonly DatedFact[], subject: KindSubject) => DerivedMilestone[];
  /** True where the place of a fact without a date among the others can change what `milestones` derives. */
  milestonesFollowOrder?: true;
  /** What has to be done before one of these milestones: counted from its window when all plans and moves are known. */
  preparations?: readonly Preparation[];
}

/** Declares a kind; only gives its state a name for the compiler. */
export function defineKind<State extends JsonObject>(kind: Kind<State>): Kind {
  return kind as unknown as Kind;
}

/** The EDTF string of a fact's date, or null where its source gives none. */
export function dateOf(fact: DatedFact): string | null {
  return fact.occurred?.edtf ?? null;
}

/** A text in the body of a fact, or null where it has none: also a field that its type requires, after a redaction. */
export function textOf({ body }: { body: Readonly<Record<string, unknown>> }, field: string): string | null {
  const value = body[field];
  return typeof value === 'string' ? value : null;
}
