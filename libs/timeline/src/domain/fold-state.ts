import { type JsonObject, ownValue } from '#libs/kernel';
import { kindOf } from './catalogue.js';
import type { DatedFact, Kind } from './kind.js';

/** What a fact does to the state of a subject of a kind. `isTrial` as for `evolve` of a fact type. */
export function evolveBy(
  kind: Kind,
  state: JsonObject,
  fact: DatedFact,
  { isTrial }: { isTrial: boolean },
): JsonObject {
  const name = fact.type.slice(kind.subjectType.length + 1);
  const own = ownValue(kind.facts, name);
  return own?.evolve?.(state, fact, isTrial) ?? state;
}

/** The state that facts of a subject make in the order given, by the rules of its kind. `isTrial` as for `evolve` of a fact type. */
export function stateOf(
  subjectType: string,
  facts: readonly DatedFact[],
  { isTrial } = { isTrial: false },
): JsonObject {
  const kind = kindOf(subjectType);
  return kind ? facts.reduce((state, fact) => evolveBy(kind, state, fact, { isTrial }), kind.initial) : {};
}
