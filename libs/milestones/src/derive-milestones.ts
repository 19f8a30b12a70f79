import { parseEdtf, type Window } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { factTypeOf, kindOf, occasionOf, plannedMilestone, type DatedFact } from '#libs/timeline';
import { milestoneId, type Milestone } from './domain/milestone.js';

/** The subject whose milestones are derived. */
export interface MilestoneSubject {
  id: string;
  type: string;
  name: string;
  topics: string[];
  parties: string[];
  attributes: JsonObject;
}

/**
 * The milestones of one subject: what the rules of its kind derive, and what its plans name. A plan that names a derived
 * one is the same milestone; where one window contains the other the narrower holds, else what was planned last. `facts`
 * come in timeline order, without retracted ones.
 */
export function deriveMilestones(subject: MilestoneSubject, facts: readonly DatedFact[]): Milestone[] {
  const found = new Map<string, Milestone>();
  for (const derived of kindOf(subject.type)?.milestones(facts, subject) ?? []) {
    const sources = facts.filter((fact) => derived.derivedFrom.includes(fact.id));
    const milestone = empty(subject, derived.rule, derived.occasion, sources);
    found.set(milestone.id, {
      ...milestone,
      title: derived.title,
      window: derived.window,
      because: derived.because,
      article: derived.article ?? null,
      metBy: derived.metBy ?? null,
      cancelledBy: derived.cancelledBy ?? null,
      afterwards: derived.afterwards,
    });
  }
  const byRecording = facts.toSorted((a, b) => (a.position < b.position ? -1 : 1));
  for (const fact of byRecording) takePlan(found, subject, fact, facts);
  for (const fact of byRecording) takeWord(found, subject, fact);
  return [...found.values()];
}

function takePlan(
  found: Map<string, Milestone>,
  subject: MilestoneSubject,
  plan: DatedFact,
  facts: readonly DatedFact[],
): void {
  const window = plan.occurred?.edtf;
  const name = window === undefined ? undefined : plannedMilestone(plan.type, plan.body, occasionOf(window));
  if (window === undefined || name === undefined) return;
  const rule = name.slice(0, name.indexOf('.'));
  const occasion = name.slice(rule.length + 1);
  const before = found.get(milestoneId(subject.id, rule, occasion));
  const milestone = before ?? {
    ...empty(subject, rule, occasion, []),
    title: plan.title,
    because: `planned: ${plan.title}`,
    window,
  };
  found.set(milestone.id, {
    ...milestone,
    window: before && plan.type !== 'milestone.moved' ? narrower(before.window, window) : window,
    derivedFrom: [...new Set([...milestone.derivedFrom, plan.id])],
    metBy: milestone.metBy ?? outcomeOf(rule, window, plan, facts),
    position: plan.position > milestone.position ? plan.position : milestone.position,
  });
}

/** A source can say itself that a milestone was met or is cancelled. */
function takeWord(found: Map<string, Milestone>, subject: MilestoneSubject, fact: DatedFact): void {
  if (fact.type !== 'milestone.met' && fact.type !== 'milestone.cancelled') return;
  const id = `${subject.id}.${String(fact.body['milestone'])}`;
  const milestone = found.get(id);
  if (milestone)
    found.set(
      id,
      fact.type === 'milestone.met' ? { ...milestone, metBy: fact.id } : { ...milestone, cancelledBy: fact.id },
    );
}

/** The fact that settles a plan by its type: one that meets the rule, and that may have happened in the window. */
function outcomeOf(rule: string, window: string, plan: DatedFact, facts: readonly DatedFact[]): string | null {
  const planned = parseEdtf(window).window;
  const outcome = facts.find(
    (fact) =>
      fact.id !== plan.id &&
      factTypeOf(fact.type)?.meets?.includes(rule) &&
      fact.occurred &&
      overlap(fact.occurred.window, planned),
  );
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
    article: null,
    derivedFrom: sources.map((fact) => fact.id),
    metBy: null,
    cancelledBy: null,
    afterwards: 'unconfirmed',
    position: sources.reduce((newest, fact) => (fact.position > newest ? fact.position : newest), 0n),
  };
}
