import { parseEdtf, type Window } from '#libs/edtf';
import { kindOf } from './catalogue.js';

/** A fact as the rules of order see it. */
export interface OrderedFact {
  id: string;
  type: string;
  occurred: string | null | undefined;
}

/** Two facts of one subject whose dates cannot, or need not, stand in the order that their types have. */
export interface OrderFinding {
  fact: string;
  other: string;
  certain: boolean;
  detail: string;
}

/**
 * Holds the facts of one subject against the order of its kind (an agreement cannot enter into force before it was
 * signed). A finding is certain where the windows leave no other reading, else the order is merely possible: such a
 * fact is accepted and marked. Facts without a date are in no order.
 */
export function orderFindings(subjectType: string, facts: readonly OrderedFact[]): OrderFinding[] {
  const pairs = kindOf(subjectType)?.order ?? [];
  return pairs.flatMap(([earlier, later]) => {
    const before = dated(facts, `${subjectType}.${earlier}`);
    return dated(facts, `${subjectType}.${later}`).flatMap((after) => findingOf(before, after));
  });
}

type Dated = OrderedFact & { window: Window };

function findingOf(before: readonly Dated[], after: Dated): OrderFinding[] {
  const [first] = before;
  if (!first || before.some(({ window }) => isBefore(window.latest, after.window.earliest))) return [];
  const certain = before.every(({ window }) => isAfter(window.earliest, after.window.latest));
  const words = certain ? 'lies before' : 'may lie before';
  return [
    {
      fact: after.id,
      other: first.id,
      certain,
      detail: `${after.type} (${after.occurred}) ${words} ${first.type} (${first.occurred}) of the same subject`,
    },
  ];
}

function dated(facts: readonly OrderedFact[], type: string): Dated[] {
  return facts.flatMap((fact) =>
    fact.type === type && fact.occurred ? [{ ...fact, window: parseEdtf(fact.occurred).window }] : [],
  );
}

const isBefore = (day: number | null, other: number | null): boolean => day !== null && other !== null && day <= other;
const isAfter = (day: number | null, other: number | null): boolean => day !== null && other !== null && day > other;
