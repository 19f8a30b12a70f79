import type { Day, Window } from '#libs/edtf';
import { orderOfType } from './fact-order.js';
import type { DatedFact } from './kind.js';
import type { Known } from './known.js';

/** One fact of a subject that stands under the recorded and the known clock, with what its days rest on. */
export interface StandingFact {
  fact: DatedFact;
  /** A plan counts from its known day, whatever it plans. */
  plan: boolean;
  /** Since when the fact itself could be known, not a later correction of it. */
  known: Known;
}

/** Between which days (UTC) a fact began to hold, as far as the records say. */
export interface Occurrence {
  /** From this day on it had certainly occurred; null where no day makes that certain. */
  certain: Day | null;
  /** From this day on it may have occurred; -Infinity where nothing bounds it. */
  possible: Day;
}

/**
 * The occurrence of each fact of one subject, in the order given (contract section 2). `standing` holds every fact of the
 * subject that the recorded and the known clock match, in timeline order, without retracted ones; at least those of
 * BOUNDING_TYPES beside the ones that are asked about.
 */
export function occurrencesOf(standing: readonly StandingFact[]): Occurrence[] {
  const byType: ByType = Map.groupBy(standing, ({ fact }) => fact.type);
  return standing.map((one) => occurrenceOf(one, byType));
}

/** Between which days (UTC) the undated facts of one subject lie that are no plans, by id. `standing` as for `occurrencesOf`. */
export function undatedWindowsOf(standing: readonly StandingFact[]): Map<string, Window> {
  if (standing.every(({ fact, plan }) => plan || fact.occurred !== null)) return new Map();
  const occurrences = occurrencesOf(standing);
  return new Map(
    standing.flatMap(({ fact, plan }, index): [string, Window][] => {
      if (plan || fact.occurred !== null) return [];
      const { possible, certain } = occurrences[index]!;
      return [[fact.id, { earliest: Number.isFinite(possible) ? possible : null, latest: certain }]];
    }),
  );
}

/** The facts of one subject that had certainly occurred by the end of a day, in the order given; null: every fact. */
export function occurredBy<Fact extends StandingFact>(standing: readonly Fact[], asOf: Day | null): Fact[] {
  if (asOf === null) return [...standing];
  const occurrences = occurrencesOf(standing);
  return standing.filter((_fact, index) => hasOccurred(occurrences[index]!, asOf));
}

/** Whether something had certainly occurred by the end of a day; null: whatever the day. */
export function hasOccurred({ certain }: Occurrence, asOf: Day | null): boolean {
  return asOf === null || (certain !== null && certain <= asOf);
}

/** The facts of one subject by their type, in timeline order. */
export type ByType = ReadonlyMap<string, readonly StandingFact[]>;

function occurrenceOf(one: StandingFact, byType: ByType): Occurrence {
  const { fact, plan, known } = one;
  if (plan) return { certain: known.day, possible: known.day };
  const floors = floorsOf(fact.type, byType);
  const floor = Math.max(-Infinity, ...floors.map(({ possible }) => possible));
  if (fact.occurred !== null) {
    const { earliest, latest } = fact.occurred.beginning;
    return { certain: latest, possible: Math.min(latest ?? Infinity, Math.max(earliest ?? -Infinity, floor)) };
  }
  const last = Math.min(known.day, ceilingOf(fact.type, byType));
  const broken = floors.filter(({ possible }) => possible > last);
  // Where the bounds leave no day, the required step holds and the known day gives way.
  const certain = broken.length === 0 ? last : Math.max(known.day, ...broken.map((step) => step.certain));
  return { certain: certain === Infinity ? null : certain, possible: Math.min(certain, floor) };
}

/** The steps before which a fact of a type does not lie: of each required type the first, and the opening. */
function floorsOf(type: string, byType: ByType): { certain: Day; possible: Day }[] {
  const { after, opening } = orderOfType(type);
  const opened = openingOf(opening, byType)?.occurred;
  const required = [...after].map((earlier) => byType.get(earlier)?.map(({ fact }) => fact.occurred) ?? []);
  return [...required, opened ? [opened] : []].flatMap((dates) => {
    // An undated one among several may be the first, so that the others bound nothing.
    if (dates.length === 0 || dates.includes(null)) return [];
    return [
      {
        certain: Math.min(...dates.map((date) => date?.beginning.latest ?? Infinity)),
        possible: Math.min(...dates.map((date) => date?.beginning.earliest ?? -Infinity)),
      },
    ];
  });
}

/** The dated fact that opens a subject: the first of the first type that has one; null where there is none. */
export function openingOf(types: readonly string[], byType: ByType): DatedFact | null {
  for (const type of types) {
    const opened = byType.get(type)?.find(({ fact }) => fact.occurred !== null);
    if (opened) return opened.fact;
  }
  return null;
}

/** The certain day of the first dated step that requires a fact of a type, where the subject has no other such fact. */
function ceilingOf(type: string, byType: ByType): Day {
  if ((byType.get(type)?.length ?? 0) > 1) return Infinity;
  const days = [...orderOfType(type).before].flatMap((later) =>
    (byType.get(later) ?? []).flatMap(({ fact }) => fact.occurred?.beginning.latest ?? []),
  );
  return Math.min(Infinity, ...days);
}
