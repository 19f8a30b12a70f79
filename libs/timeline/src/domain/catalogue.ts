import { ownValue } from '#libs/kernel';
import { textOf, type FactDeclaration, type Kind } from './kind.js';
import { agreement } from './kinds/agreement.js';
import { caseKind } from './kinds/case.js';
import { dialogue } from './kinds/dialogue.js';
import { funding } from './kinds/funding.js';
import { indicator } from './kinds/indicator.js';
import { organization } from './kinds/organization.js';
import { programme } from './kinds/programme.js';
import { relationship } from './kinds/relationship.js';
import { milestoneFacts } from './milestone-facts.js';

/** Every subject type. A new one is one file in kinds/, one line here and one frozen sample for each fact type. */
export const KINDS: readonly Kind[] = [
  agreement,
  dialogue,
  caseKind,
  funding,
  programme,
  organization,
  indicator,
  relationship,
];

/** The subject types, in the order in which they are listed to people. */
export const SUBJECT_TYPES: readonly string[] = KINDS.map((kind) => kind.subjectType);

const kinds = new Map(KINDS.map((kind) => [kind.subjectType, kind]));
const MILESTONE = 'milestone';

/** The kind of a subject type, or undefined where there is none of that name. */
export function kindOf(subjectType: string): Kind | undefined {
  return kinds.get(subjectType);
}

/** A fact type by its full name (`agreement.signed`, `milestone.planned`), or undefined where there is none. */
export function factTypeOf(type: string): FactDeclaration | undefined {
  const [prefix, name] = split(type);
  if (prefix === MILESTONE) return ownValue(milestoneFacts, name);
  return ownValue(kinds.get(prefix)?.facts ?? {}, name);
}

/** True where a fact of that type can stand in a subject of that type. */
export function factFitsSubject(type: string, subjectType: string): boolean {
  const [prefix] = split(type);
  return prefix === MILESTONE || prefix === subjectType;
}

/** Every fact type by its full name, the common ones last. */
export const FACT_TYPES: readonly string[] = [
  ...KINDS.flatMap((kind) => Object.keys(kind.facts).map((name) => `${kind.subjectType}.${name}`)),
  ...Object.keys(milestoneFacts).map((name) => `${MILESTONE}.${name}`),
];

/** The fact types by their full names that the rules of a kind compare with other facts of the subject. */
export const ORDERED_TYPES: readonly string[] = KINDS.flatMap(({ subjectType, order, once }) =>
  [...new Set([...order.flat(), ...Object.keys(once ?? {})])].map((name) => `${subjectType}.${name}`),
);

/**
 * The milestone that a plan names, as `rule.occasion`: what the body says, or the rule of its fact type with the date
 * that is planned. Undefined where the fact is no plan, a plan without a date, or one whose body was redacted.
 */
export function plannedMilestone(
  type: string,
  body: Readonly<Record<string, unknown>>,
  occasion: string | null,
): string | undefined {
  const rule = factTypeOf(type)?.plans;
  if (rule === undefined) return undefined;
  if (rule === MILESTONE) return textOf({ body }, MILESTONE) ?? undefined;
  return occasion === null ? undefined : `${rule}.${occasion}`;
}

/** The fact types of a subject type that can make, move or settle a milestone. */
export function milestoneTypes(subjectType: string): string[] {
  const kind = kinds.get(subjectType);
  if (!kind) return [];
  const derivesFrom = new Set(Object.values(kind.derivesFrom).flat());
  const names = Object.entries(kind.facts)
    .filter(([name, type]) => derivesFrom.has(name) || type.plans !== undefined || type.meets !== undefined)
    .map(([name]) => `${subjectType}.${name}`);
  return [...names, ...Object.keys(milestoneFacts).map((name) => `${MILESTONE}.${name}`)];
}

/**
 * The fact types of a subject type that can make, move or settle the milestones of a rule, without `milestone.*`; none where
 * only sources name such milestones. What has to be done before something due follows from the same facts.
 */
export function typesOfRule(subjectType: string, rule: string): string[] {
  const kind = kinds.get(subjectType);
  const rules = [rule, preparedBy(subjectType, rule)];
  return Object.entries(kind?.facts ?? {})
    .filter(([name, { plans, meets = [] }]) =>
      rules.some((one) => one && (plans === one || meets.includes(one) || kind?.derivesFrom[one]?.includes(name))),
    )
    .map(([name]) => `${subjectType}.${name}`);
}

/** The rule of what is due after what a rule of a subject type prepares; undefined where it prepares nothing. */
export function preparedBy(subjectType: string, rule: string): string | undefined {
  return kinds.get(subjectType)?.preparations?.find((preparation) => preparation.rule === rule)?.before;
}

function split(type: string): [string, string] {
  const dot = type.indexOf('.');
  return [type.slice(0, dot), type.slice(dot + 1)];
}
