import type { EventStore, StoredEvent } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { ORDERED_TYPES } from '../domain/catalogue.js';
import { evolveSubject, NO_SUBJECT, type SubjectState } from '../domain/subject-stream.js';

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

/** So many streams and facts are held before those that nothing is under way for are let go. */
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
 * with what the session has decided since. Of the facts of a subject it holds those that rules compare others with, and
 * those that are about to be changed, so that memory does not grow with the streams.
 */
export class HeldStreams {
  readonly #held = new Map<string, HeldStream>();

  constructor(private readonly store: EventStore) {}

  get(stream: string): HeldStream | undefined {
    return this.#held.get(stream);
  }

  /** Reads the streams that are not held, and again those that lack a fact which is about to be changed. */
  async load(streams: Iterable<string>, changed: readonly StoredEvent[]): Promise<void> {
    const lacking = changed.filter(({ stream, data }) => !this.#held.get(stream)?.state.facts.has(String(data['id'])));
    const wanted = new Set(lacking.map(({ stream }) => stream));
    for (const stream of streams) if (!this.#held.has(stream)) wanted.add(stream);
    if (wanted.size === 0) return;
    const { streams: found } = await this.store.lookUp({ streams: [...wanted], types: DECIDING_TYPES });
    const others = Map.groupBy(
      changed.filter(({ type }) => !DECIDING.has(type)),
      ({ stream }) => stream,
    );
    for (const stream of wanted) {
      const { version, events } = found.get(stream) ?? { version: 0, events: [] };
      this.#hold(stream, version, [...events, ...(others.get(stream) ?? [])]);
    }
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
    for (const { type, data } of held.unsettled.splice(0, open < 0 ? held.unsettled.length : open))
      if (!DECIDING.has(type)) (held.state.facts as Map<string, unknown>).delete(String(data['id']));
  }

  /** Lets go of what nothing is under way for, where much is held. */
  letGo(): void {
    let weight = this.#held.size;
    for (const { state } of this.#held.values()) weight += state.facts.size;
    if (weight <= MOST_HELD) return;
    for (const [stream, { unsettled }] of this.#held) if (unsettled.length === 0) this.#held.delete(stream);
  }

  clear(): void {
    this.#held.clear();
  }

  /**
   * What is not settled may have come into the log meanwhile, up to `version`: then what others decide on was read from
   * there, as the log has it, and of its other facts, which nobody asked for, what the session knows itself is kept.
   */
  #hold(stream: string, version: number, events: readonly StoredEvent[]): void {
    const unsettled = this.#held.get(stream)?.unsettled ?? [];
    const read = events.filter((event) => event.version <= version);
    const own = unsettled.filter((decided) => decided.version > version || !DECIDING.has(decided.type));
    const state = [...read, ...own]
      .toSorted((a, b) => a.version - b.version)
      .reduce((folded, { type, data }) => evolveSubject(folded, type, data), NO_SUBJECT);
    this.#held.set(stream, { state, version: Math.max(version, unsettled.at(-1)?.version ?? 0), unsettled });
  }
}
