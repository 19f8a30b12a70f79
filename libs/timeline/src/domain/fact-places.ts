import { orderOfType } from './fact-order.js';
import { textOf, type DatedFact, type Kind } from './kind.js';

/** A fact in the order in which a state takes the facts of its subject. */
export interface FactPlace {
  fact: DatedFact;
  /** The days between which it lies; infinite where nothing bounds it. */
  low: number;
  high: number;
  /** Facts of one certain day, and plans, keep one order among themselves: that of `placesOf`. */
  fixed: boolean;
  /** Whether it has certainly occurred by the day of the state. */
  certain: boolean;
}

/** What the places of the facts of one subject rest on. */
export interface Placing {
  kind: Kind;
  /** The types of all facts that stand, whether or not they have occurred. */
  types: ReadonlySet<string>;
  /** Whether one of these facts is an end, behind which the subject can be reopened. */
  hasEnd: boolean;
  /** The id of the fact that opens the subject; null where there is none. */
  opening: string | null;
}

const BEHIND_OPENING = 'behind the opening';
const ENDED = 'ended';
const REOPENED = 'reopened';

/** What is placed of the facts of a subject, and which fact can come next. */
export class PlacedFacts {
  #opened = false;
  #lowest = -Infinity;
  /** The last of the days `high`, by fact type, by what is undone, and of everything that does not lie before the opening. */
  #highest = new Map<string, number>();
  /** By fact type the last of the days `low` of what comes after it on the same day. */
  #latestLow = new Map<string, number>();
  readonly #placing: Placing;

  constructor(placing: Placing, facts: readonly FactPlace[] = []) {
    this.#placing = placing;
    for (const place of facts) this.add(place);
  }

  /** How many kinds of turns were placed so far: where none is added, what may come next changes by its days alone. */
  get turns(): number {
    return this.#highest.size;
  }

  /** The same facts with one more behind them. */
  and(place: FactPlace): PlacedFacts {
    const more = new PlacedFacts(this.#placing);
    more.#opened = this.#opened;
    more.#lowest = this.#lowest;
    more.#highest = new Map(this.#highest);
    more.#latestLow = new Map(this.#latestLow);
    more.add(place);
    return more;
  }

  add({ fact, low, high }: FactPlace): void {
    if (fact.id === this.#placing.opening) this.#opened = true;
    this.#lowest = Math.max(this.#lowest, low);
    const undone = this.#undoneBy(fact);
    const keys = [fact.type, this.#undoable(fact), undone && `undone ${undone}`];
    if (orderOfType(fact.type).opening.length > 0) keys.push(BEHIND_OPENING);
    if (this.#isEnd(fact)) keys.push(ENDED);
    if (fact.type === this.#reopening) keys.push(REOPENED);
    for (const key of keys) if (key) this.#highest.set(key, Math.max(this.#highest.get(key) ?? -Infinity, high));
    const { subjectType, sameDay = {} } = this.#placing.kind;
    for (const [first, later] of Object.entries(sameDay))
      if (later.some((name) => `${subjectType}.${name}` === fact.type)) {
        const type = `${subjectType}.${first}`;
        this.#latestLow.set(type, Math.max(this.#latestLow.get(type) ?? -Infinity, low));
      }
  }

  /** Whether a fact can come next, by the days of all and by the order of the kind. */
  takes(next: FactPlace): boolean {
    return this.admits(next) && (next.certain || this.#hasRequired(next.fact));
  }

  /** As `takes`, whether or not what the kind requires before it is placed. */
  admits(next: FactPlace): boolean {
    const { fact, high } = next;
    if (high < this.#lowest || high <= (this.#latestLow.get(fact.type) ?? -Infinity)) return false;
    const { before } = orderOfType(fact.type);
    if (!this.#highest.has(fact.type) && [...before].some((type) => this.#bars(type, next))) return false;
    if (fact.id === this.#placing.opening && this.#bars(BEHIND_OPENING, next)) return false;
    if (this.#isEnd(fact) && !this.#highest.has(ENDED) && this.#bars(REOPENED, next)) return false;
    const undoable = this.#undoable(fact);
    return undoable === '' || this.#highest.has(undoable) || !this.#bars(`undone ${undoable}`, next);
  }

  /** Whether facts that are placed have to come after the next one, where their days do not say that they come before. */
  #bars(key: string, { low }: FactPlace): boolean {
    const highest = this.#highest.get(key);
    return highest !== undefined && highest >= low;
  }

  /** Whether what the kind requires before a fact that is only possible is placed, where it is on record. */
  #hasRequired(fact: DatedFact): boolean {
    const { after, opening } = orderOfType(fact.type);
    const { types, hasEnd, opening: opened } = this.#placing;
    if (fact.type === this.#reopening && hasEnd && !this.#highest.has(ENDED)) return false;
    if ([...after].some((type) => types.has(type) && !this.#highest.has(type))) return false;
    return opening.length === 0 || opened === null || this.#opened;
  }

  #isEnd(fact: DatedFact): boolean {
    return this.#placing.kind.reopens?.ends(fact) ?? false;
  }

  get #reopening(): string {
    const { subjectType, reopens } = this.#placing.kind;
    return reopens === undefined ? '' : `${subjectType}.${reopens.type}`;
  }

  #undoable(fact: DatedFact): string {
    const { subjectType, undoes = {} } = this.#placing.kind;
    const by = Object.values(undoes).find(({ type }) => `${subjectType}.${type}` === fact.type)?.by;
    const value = by === undefined ? null : textOf(fact, by);
    return value === null ? '' : `${fact.type} ${value}`;
  }

  #undoneBy(fact: DatedFact): string | null {
    const { subjectType, undoes = {} } = this.#placing.kind;
    const undone = undoes[fact.type.slice(subjectType.length + 1)];
    const value = undone === undefined ? null : textOf(fact, undone.by);
    return undone === undefined || value === null ? null : `${subjectType}.${undone.type} ${value}`;
  }
}

/** Whether one fact requires a fact of the type of the other, which has no date, and may lie behind it. */
function requires({ fact, high }: FactPlace, { fact: other, low }: FactPlace): boolean {
  return other.occurred === null && orderOfType(fact.type).after.has(other.type) && high >= low;
}

/**
 * The order in which a state takes facts that have certainly occurred: of those that days and kind allow the first by the
 * places in the timeline; where the records contradict the order of the kind, the first that the days allow. `places` come
 * in timeline order, undated ones last.
 */
export function placesOf(places: readonly FactPlace[], placing: Placing): FactPlace[] {
  return inOrderOfKind(places, placing) ?? inOrderOfDays(places);
}

/** Each time the first fact before which no other has to come; null where each has to wait for another. */
function inOrderOfKind(places: readonly FactPlace[], placing: Placing): FactPlace[] | null {
  const left = new Set(places);
  const placed = new PlacedFacts(placing);
  const order: FactPlace[] = [];
  // By fact the index of the one that it waits for, and how many turns were placed then: no other before that index is.
  const waiting = new Map<FactPlace, { at: number; turns: number }>();
  const waits = (one: FactPlace): boolean => {
    let { at, turns } = waiting.get(one) ?? { at: 0, turns: -1 };
    if (turns === placed.turns && left.has(places[at]!)) return true;
    const then = placed.and(one);
    const comesFirst = (other: FactPlace): boolean =>
      other !== one &&
      left.has(other) &&
      other.low <= one.high &&
      placed.takes(other) &&
      (requires(one, other) || !then.takes(other));
    while (at < places.length && !comesFirst(places[at]!)) at += 1;
    waiting.set(one, { at, turns: placed.turns });
    return at < places.length;
  };
  while (left.size > 0) {
    const next = places.find((one) => left.has(one) && !waits(one));
    if (!next) return null;
    left.delete(next);
    placed.add(next);
    order.push(next);
  }
  return order;
}

/** Each time the first fact that no other certainly precedes. */
function inOrderOfDays(places: readonly FactPlace[]): FactPlace[] {
  const left = new Set(places);
  const order: FactPlace[] = [];
  while (left.size > 0) {
    const first = [...left].reduce((last, { high }) => Math.min(last, high), Infinity);
    const next = places.find((one) => left.has(one) && one.low <= first)!;
    left.delete(next);
    order.push(next);
  }
  return order;
}
