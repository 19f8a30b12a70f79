import type { JsonObject } from '#libs/kernel';
import { kindOf } from './catalogue.js';
import type { DatedFact, Kind } from './kind.js';

/** What a fact does to the state of a subject of a kind. */
export function evolveBy(kind: Kind, state: JsonObject, fact: DatedFact): JsonObject {
  const name = fact.type.slice(kind.subjectType.length + 1);
  const own = Object.hasOwn(kind.facts, name) ? kind.facts[name] : undefined;
  return own?.evolve?.(state, fact) ?? state;
}

/** The state that facts of a subject make in the order given, by the rules of its kind. */
export function stateOf(subjectType: string, facts: readonly DatedFact[]): JsonObject {
  const kind = kindOf(subjectType);
  return kind ? facts.reduce((state, fact) => evolveBy(kind, state, fact), kind.initial) : {};
}
