import { parseEdtf, type Window } from '#libs/edtf';
import { kindOf } from './catalogue.js';
import { orderOfType } from './fact-order.js';
import type { Kind } from './kind.js';

/** A fact as the rules of order see it. */
export interface OrderedFact {
  id: string;
  type: string;
  occurred: string | null | undefined;
  /** Who acted; empty where neither the fact nor its subject names a party. */
  parties?: readonly string[] | null;
}

/** Two facts of one subject whose dates do not, or need not, stand in the order of their types. */
export interface OrderFinding {
  /** The fact whose type comes second. */
  fact: string;
  /** The fact whose type comes first. */
  other: string;
  /** `impossible` is refused; `reversed` and `uncertain` are accepted and marked. */
  verdict: 'impossible' | 'reversed' | 'uncertain';
  detail: string;
  /** What the words carry: the types, and the dates as EDTF. */
  params: { type: string; occurred: string; otherType: string; otherOccurred: string };
}

type Pair = readonly [earlier: string, later: string];

/**
 * Compares the facts of one subject with the order of its kind. An order is reversed where the windows leave no other
 * reading, and impossible where the kind says so of the pair: an agreement cannot be terminated before it entered into
 * force, but it can be in force from a day before it was signed. Reversed is also what lies before the opening of its
 * subject, such as the end of a case before its petition. Where an undated fact of the first type may have come
 * before, and where the windows overlap, the order is uncertain. Facts whose parties have none in common are not compared:
 * each party joins and leaves for itself.
 */
export function orderFindings(subjectType: string, facts: readonly OrderedFact[]): OrderFinding[] {
  const kind = kindOf(subjectType);
  return [...beforeOpening(kind, facts), ...findingsOfOrder(kind, facts)];
}

/** The facts that lie before every fact that may have opened their subject, though their kind begins with one of those. */
function beforeOpening(kind: Kind | undefined, facts: readonly OrderedFact[]): OrderFinding[] {
  const opening = new Set((kind?.opening ?? []).map((name) => `${kind!.subjectType}.${name}`));
  const openings = facts.filter(({ type }) => opening.has(type));
  const ordered = new Set(kind?.order.map(([, second]) => `${kind.subjectType}.${second}`));
  return facts
    .filter(({ type }) => orderOfType(type).opening.length > 0 && !ordered.has(type))
    .flatMap((fact) => findingOf(openings, fact, { verdict: 'reversed', means: undefined }))
    .filter(({ verdict }) => verdict === 'reversed');
}

function findingsOfOrder(kind: Kind | undefined, facts: readonly OrderedFact[]): OrderFinding[] {
  return (kind?.order ?? []).flatMap((pair) => {
    const [first, second] = pair.map((name) => `${kind!.subjectType}.${name}`);
    const earlier = facts.filter(({ type }) => type === first);
    const verdict = kind?.impossible?.some((one) => isSamePair(one, pair)) ? 'impossible' : 'reversed';
    return facts
      .filter(({ type }) => type === second)
      .flatMap((later) =>
        findingOf(
          earlier.filter((fact) => haveCommonParty(fact, later)),
          later,
          { verdict, means: kind?.reversed?.[pair[1]] },
        ),
      );
  });
}

function findingOf(
  earlier: readonly OrderedFact[],
  later: OrderedFact,
  reverse: { verdict: 'impossible' | 'reversed'; means: string | undefined },
): OrderFinding[] {
  const [after] = dated([later]);
  const before = dated(earlier);
  const [first] = before;
  if (!first || !after || before.some(({ window }) => isBefore(window.latest, after.window.earliest))) return [];
  const isReversed =
    before.length === earlier.length && before.every(({ window }) => isAfter(window.earliest, after.window.latest));
  const places = `${after.type} (${after.occurred}) ${isReversed ? 'lies' : 'may lie'} before ${first.type} (${first.occurred})`;
  const means = isReversed && reverse.means !== undefined ? `${reverse.means}: ` : '';
  return [
    {
      fact: after.id,
      other: first.id,
      verdict: isReversed ? reverse.verdict : 'uncertain',
      detail: `${means}${places} of the same subject`,
      params: { type: after.type, occurred: after.occurred, otherType: first.type, otherOccurred: first.occurred },
    },
  ];
}

type Dated = OrderedFact & { occurred: string; window: Window };

function dated(facts: readonly OrderedFact[]): Dated[] {
  return facts.flatMap((fact) =>
    fact.occurred ? [{ ...fact, occurred: fact.occurred, window: parseEdtf(fact.occurred).window }] : [],
  );
}

/** Whether two facts may be about the same party; one of no party on record may be about any. */
function haveCommonParty({ parties: one }: OrderedFact, { parties: other }: OrderedFact): boolean {
  if (!one?.length || !other?.length) return true;
  return one.some((party) => other.includes(party));
}

const isSamePair = (one: Pair, other: Pair): boolean => one[0] === other[0] && one[1] === other[1];
const isBefore = (day: number | null, other: number | null): boolean => day !== null && other !== null && day <= other;
const isAfter = (day: number | null, other: number | null): boolean => day !== null && other !== null && day > other;
