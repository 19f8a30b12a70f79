import { sql } from 'kysely';
import { currentCaller } from '#libs/database';
import { TimeSlice, type Reading } from '#libs/timeline';
import { changeAt, LastStates, type FoundChange } from './case-change-points.js';
import { everyWording, type ClockedFact } from './case-facts.js';
import { selectCases, type CaseFilter } from './case-filter.js';
import type { ChangeSpan } from './change-span.js';

/** A place in the order of changes: a point of the clock, then the id of the case. */
export interface ChangePlace {
  at: bigint;
  id: string;
}

/** Which changes are looked for: of these cases (of all where left out), beyond a place, in either direction. */
export interface ChangeSearch {
  clock: 'known' | 'recorded';
  span: ChangeSpan;
  cases?: readonly string[];
  /** What narrows the cases where they are too many to be named. */
  filter?: CaseFilter;
  beyond?: ChangePlace;
  backwards: boolean;
}

/** How many points of the clock are looked at in one go. */
const PART = 100;

/** So many wordings are kept for the next parts: most parts are about the cases of the part before. */
const MOST_KEPT = 50_000;

/**
 * Every change of the state of a case within a span of one clock, in its order; the other clocks stand still. The points
 * at which a wording of a fact begins are read from the index of that clock, part by part, so that a page reads no
 * further than it needs.
 */
export async function* walkChanges(
  search: ChangeSearch,
  reading: Reading,
): AsyncGenerator<FoundChange & { id: string }> {
  const slice = new TimeSlice(currentCaller.getStore()?.signal);
  let wordings = new Map<string, ClockedFact[]>();
  const states = new WeakMap<readonly ClockedFact[], LastStates>();
  const statesOf = (own: readonly ClockedFact[]): LastStates => {
    const kept = states.get(own) ?? new LastStates();
    states.set(own, kept);
    return kept;
  };
  for (let from = search.beyond; ;) {
    const places = await placesBeyond(search, from, reading);
    const wanted = await wantedOf(places, search.filter, reading);
    const missing = wanted.filter((id) => !wordings.has(id));
    wordings = new Map([...keptFor(wanted, wordings), ...(await everyWording(missing, reading))]);
    for (const { at, id } of places) {
      const own = wordings.get(id);
      const change = own && changeAt(at, own, statesOf(own), search.clock, reading);
      if (change) yield { ...change, id };
      await slice.pause();
    }
    if (places.length < PART) return;
    from = places.at(-1);
  }
}

/** The wordings that stay in memory: those of the wanted cases, and all while they are few. */
function keptFor(
  wanted: readonly string[],
  wordings: ReadonlyMap<string, ClockedFact[]>,
): Iterable<[string, ClockedFact[]]> {
  const count = [...wordings.values()].reduce((sum, own) => sum + own.length, 0);
  if (count <= MOST_KEPT) return wordings;
  return wanted.flatMap((id): [string, ClockedFact[]][] => {
    const own = wordings.get(id);
    return own ? [[id, own]] : [];
  });
}

async function wantedOf(
  places: readonly ChangePlace[],
  filter: CaseFilter | undefined,
  reading: Reading,
): Promise<string[]> {
  const ids = [...new Set(places.map(({ id }) => id))];
  return filter ? (await selectCases(filter, reading, { ids })).map(({ id }) => id) : ids;
}

async function placesBeyond(
  { clock, span, cases, backwards }: ChangeSearch,
  from: ChangePlace | undefined,
  { tx, knownAt, upTo }: Reading,
): Promise<ChangePlace[]> {
  const known = clock === 'known';
  const start = known ? sql`known_from` : sql`recorded_from`;
  const ceiling = known ? knownAt : upTo;
  const [sign, direction] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const of = known ? sql`integer` : sql`bigint`;
  const conditions = [
    sql`subject_type = 'case'`,
    span.first === null ? null : sql`${start} >= ${withinColumn(span.first, known)}`,
    span.last === null ? null : sql`${start} <= ${withinColumn(span.last, known)}`,
    ceiling === null ? null : sql`${start} <= ${ceiling}`,
    cases && sql`subject_id = any(${[...cases]}::text[])`,
    from && sql`(${start}, subject_id collate "C") ${sign} (${String(from.at)}::${of}, ${from.id})`,
  ];
  const { rows } = await sql<{ at: string | number; id: string }>`
    select distinct ${start} as at, subject_id collate "C" as id from timeline
     where ${sql.join(
       conditions.filter((condition) => condition !== null && condition !== undefined),
       sql` and `,
     )}
     order by at ${direction}, id ${direction} limit ${PART}`.execute(tx);
  return rows.map(({ at, id }) => ({ at: BigInt(at), id }));
}

/** A day or a position as the column can hold it; beyond its ends there is nothing. */
function withinColumn(value: bigint, known: boolean): string {
  return String(known ? BigInt.asIntN(32, clamp(value, 31n)) : clamp(value, 63n));
}

function clamp(value: bigint, bits: bigint): bigint {
  const most = 2n ** bits - 1n;
  return value > most ? most : value < -most ? -most : value;
}
