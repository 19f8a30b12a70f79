import { KINDS } from './catalogue.js';
import type { Kind } from './kind.js';

/** What the order of a kind says of one of its fact types; every type by its full name. */
export interface TypeOrder {
  /** The types of which this one cannot come before the first, directly or through others. */
  after: ReadonlySet<string>;
  /** The types that this one cannot come after, directly or through others. */
  before: ReadonlySet<string>;
  /** The types that open the subject, where a fact of this type cannot lie before the opening; else empty. */
  opening: readonly string[];
}

const NONE: TypeOrder = { after: new Set(), before: new Set(), opening: [] };
const ORDERS = new Map(KINDS.flatMap((kind) => ordersOf(kind)));

/** What the order of its kind says of a fact type by its full name; `milestone.*` and unknown types stand in no order. */
export function orderOfType(type: string): TypeOrder {
  return ORDERS.get(type) ?? NONE;
}

/** The fact types whose undated facts can have a certain day other than their known day. */
export const BOUNDED_TYPES: readonly string[] = [...ORDERS.keys()].filter((type) => {
  const { after, before, opening } = orderOfType(type);
  return after.size + before.size + opening.length > 0;
});

/** The fact types that bound the days of undated facts of other types. */
export const BOUNDING_TYPES: readonly string[] = [
  ...new Set([...ORDERS.values()].flatMap(({ after, before, opening }) => [...after, ...before, ...opening])),
];

function ordersOf({ subjectType, facts, order, follows = [], opening = [] }: Kind): [string, TypeOrder][] {
  const full = (name: string): string => `${subjectType}.${name}`;
  const reach = (from: string, edges: readonly (readonly [string, string])[]): Set<string> => {
    const found = new Set<string>();
    const add = (name: string): void => {
      for (const [source, target] of edges)
        if (source === name && !found.has(target)) {
          found.add(target);
          add(target);
        }
    };
    add(from);
    return new Set([...found].map(full));
  };
  const forward = [...order, ...follows];
  const reversed = forward.map(([earlier, later]) => [later, earlier] as const);
  return Object.keys(facts).map((name) => [
    full(name),
    {
      after: reach(name, reversed),
      before: reach(name, forward),
      opening: name === 'noted' || opening.includes(name) ? [] : opening.map(full),
    },
  ]);
}
