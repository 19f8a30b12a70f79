import type { EventStore, StoredEvent } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { ORDERED_TYPES } from '../domain/catalogue.js';
import type { FactRecord } from '../domain/record.js';
import { evolveSubject, NO_SUBJECT, type StandingFact, type SubjectState } from '../domain/subject-stream.js';

/** A stream as far as decisions need it. */
export interface HeldStream {
  state: SubjectState;
  version: number;
  /** What was decided on it and is not known to be in the log. */
  unsettled: Unsettled[];
}

interface Unsettled {
  version: number;
  type: string;
  data: JsonObject;
}

/** So many streams and facts are held; of more, those that were asked for least lately are let go. */
const MOST_HELD = 50_000;
/** What every decision on a subject may rest on. Other facts matter only to those who change them. */
const DECIDING_TYPES: readonly string[] = [
  'subject.recorded',
  'subject.corrected',
  'fact.corrected',
  'fact.retracted',
  ...ORDERED_TYPES,
];
const DECIDING = new Set(DECIDING_TYPES);

/**
 * The streams that a session decides on, read once and carried on in memory: each the log as it was when it was read,
 * with what the session has decided since. Of the facts of a subject it holds those that rules compare others with, cut
 * down to what they compare, and whole ones only while they are about to be changed or on their way to the log: so that
 * memory does not grow with the streams.
 */
export class HeldStreams {
  /** Those that were asked for least lately first. */
  readonly #held = new Map<string, HeldStream>();
  /** The streams of which whole facts were read. */
  readonly #read = new Set<string>();

  constructor(private readonly store: EventStore) {}

  get(stream: string): HeldStream | undefined {
    return this.#held.get(stream);
  }

  /** Reads the streams that are not held, and again those that lack a whole fact which is about to be changed. */
  async load(streams: Iterable<string>, changed: readonly StoredEvent[]): Promise<void> {
    const wanted = new Set(changed.filter((fact) => !this.#hasWhole(fact)).map(({ stream }) => stream));
    for (const stream of streams) if (!this.#isHeld(stream)) wanted.add(stream);
    if (wanted.size === 0) return;
    const { streams: found } = await this.store.lookUp({ streams: [...wanted], types: DECIDING_TYPES });
    const others = Map.groupBy(
      changed.filter(({ type }) => !DECIDING.has(type)),
      ({ stream }) => stream,
    );
    const kept = new Set(changed.map(({ data }) => String(data['id'])));
    for (const stream of wanted) {
      const { version, events } = found.get(stream) ?? { version: 0, events: [] };
      this.#hold(stream, version, [...events, ...(others.get(stream) ?? [])], kept);
    }
    for (const { stream } of changed) this.#read.add(stream);
  }

  /** Carries a stream on by what was decided for it. */
  take(held: HeldStream, type: string, data: JsonObject): void {
    held.state = evolveSubject(held.state, type, data);
    held.version += 1;
    held.unsettled.push({ version: held.version, type, data });
  }

  /** The log has the stream up to this version now. */
  settle(stream: string, version: number): void {
    const held = this.#held.get(stream);
    if (!held) return;
    const open = held.unsettled.findIndex((decided) => decided.version > version);
    for (const { data } of held.unsettled.splice(0, open < 0 ? held.unsettled.length : open))
      cutDown(held.state, String(data['fact'] ?? data['id']));
  }

  /** Lets go of what was read for the decisions before, and of some streams where many are held. */
  letGo(): void {
    for (const stream of this.#read) {
      const held = this.#held.get(stream);
      if (held) cutDownAll(held, new Set());
    }
    this.#read.clear();
    let weight = 0;
    for (const held of this.#held.values()) weight += weightOf(held);
    for (const [stream, held] of this.#held) {
      if (weight <= MOST_HELD) return;
      if (held.unsettled.length > 0) continue;
      this.#held.delete(stream);
      weight -= weightOf(held);
    }
  }

  clear(): void {
    this.#held.clear();
    this.#read.clear();
  }

  #isHeld(stream: string): boolean {
    const held = this.#held.get(stream);
    if (held === undefined) return false;
    this.#held.delete(stream);
    this.#held.set(stream, held);
    return true;
  }

  #hasWhole({ stream, data }: StoredEvent): boolean {
    const fact = this.#held.get(stream)?.state.facts.get(String(data['id']));
    return fact !== undefined && isWhole(fact);
  }

  /**
   * What is not settled may have come into the log meanwhile, up to `version`: then what others decide on was read from
   * there, as the log has it, and of its other facts, which nobody asked for, what the session knows itself is kept.
   */
  #hold(stream: string, version: number, events: readonly StoredEvent[], kept: ReadonlySet<string>): void {
    const unsettled = this.#held.get(stream)?.unsettled ?? [];
    const read = events.filter((event) => event.version <= version);
    const own = unsettled.filter((decided) => decided.version > version || !DECIDING.has(decided.type));
    const state = [...read, ...own]
      .toSorted((a, b) => a.version - b.version)
      .reduce((folded, { type, data }) => evolveSubject(folded, type, data), NO_SUBJECT);
    const held = { state, version: Math.max(version, unsettled.at(-1)?.version ?? 0), unsettled };
    cutDownAll(held, kept);
    this.#held.set(stream, held);
  }
}

function weightOf({ state }: HeldStream): number {
  return 1 + state.facts.size;
}

/** Cuts down every fact but those, and those that the log may not have yet. */
function cutDownAll({ state, unsettled }: HeldStream, kept: ReadonlySet<string>): void {
  const underway = new Set(unsettled.map(({ data }) => String(data['id'])));
  for (const id of state.facts.keys()) if (!kept.has(id) && !underway.has(id)) cutDown(state, id);
}

/** Leaves of a fact what rules compare others with, or nothing where they compare none with it. */
function cutDown({ facts }: SubjectState, id: string): void {
  const fact = facts.get(id);
  if (fact === undefined || !isWhole(fact)) return;
  const held = facts as Map<string, StandingFact>;
  const { subject, type, occurred, parties } = fact.record;
  if (!DECIDING.has(type)) held.delete(id);
  else held.set(id, { record: { id, subject, type, occurred, parties } as FactRecord, retracted: fact.retracted });
}

/** No fact stands without a title. */
function isWhole({ record }: StandingFact): boolean {
  return 'title' in record;
}
