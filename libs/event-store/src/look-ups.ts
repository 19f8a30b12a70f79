import type pg from 'pg';
import { withoutCaller } from '#libs/database';
import type { StoredEvent } from './event.js';
import { storedEvent, type EventRow } from './read.js';
import type { EventShapes } from './upcasters.js';

/** So many calls are under way at once; what is asked meanwhile waits and goes together. */
const CALLS = 2;
/** What asks for more than this goes alone and at once: others would wait long for it. */
const LARGE = 100;

/** What to look up: events by their ids; streams, with their version and their events of some types. */
export interface LookUp {
  ids?: readonly string[];
  streams?: readonly string[];
  /** The types of the events that are wanted of the streams. Whoever asks often passes the same array. */
  types?: readonly string[];
}

/** What the log has of it, all of it at one moment. */
export interface LookedUp {
  /** The events that there are, by id. */
  events: Map<string, StoredEvent>;
  /** The streams that somebody has written to, by name, with their events of the types, in order. */
  streams: Map<string, { version: number; events: StoredEvent[] }>;
}

interface Waiting extends Required<LookUp> {
  resolve: (found: LookedUp) => void;
  reject: (error: unknown) => void;
}

type Row = { part: 'id' | 'stream' } & EventRow;
type AnswerRow = Row | { part: 'version'; stream: string; version: number };

/**
 * Look-ups that wait together go in one round trip, as appends do: each is answered from a reading that began after it was
 * asked. On a busy server the calls grow instead of their number.
 */
export class LookUps {
  #waiting: Waiting[] = [];
  #calls = 0;
  #isScheduled = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly shapes: EventShapes,
  ) {}

  /** Looks up what is asked for, perhaps together with what others ask for. */
  find({ ids = [], streams = [], types = [] }: LookUp): Promise<LookedUp> {
    if (ids.length === 0 && streams.length === 0) return Promise.resolve({ events: new Map(), streams: new Map() });
    if (ids.length + streams.length > LARGE) return this.#call(ids, streams, types);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ids, streams, types, resolve, reject });
      this.#schedule();
    });
  }

  /** Who asks in the same turn of the event loop asks together. */
  #schedule(): void {
    if (this.#isScheduled || this.#calls >= CALLS || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      void withoutCaller(() => this.#sendNext());
    });
  }

  async #sendNext(): Promise<void> {
    const types = this.#waiting.find(({ streams }) => streams.length > 0)?.types ?? [];
    const isOfThese = (one: Waiting): boolean => one.streams.length === 0 || one.types === types;
    const group = this.#waiting.filter(isOfThese);
    this.#waiting = this.#waiting.filter((one) => !isOfThese(one));
    this.#calls++;
    this.#schedule();
    try {
      const [ids, streams] = [new Set(group.flatMap((one) => one.ids)), new Set(group.flatMap((one) => one.streams))];
      const found = await this.#call([...ids], [...streams], types);
      for (const one of group) one.resolve(partOf(found, one));
    } catch (error) {
      for (const one of group) one.reject(error);
    } finally {
      this.#calls--;
      this.#schedule();
    }
  }

  async #call(ids: readonly string[], streams: readonly string[], types: readonly string[]): Promise<LookedUp> {
    const { rows } = await this.pool.query<AnswerRow>({
      name: 'look-up-events',
      text: 'select * from look_up_events($1, $2, $3)',
      values: [ids, streams, types],
    });
    const found: LookedUp = { events: new Map(), streams: new Map() };
    for (const row of rows) {
      if (row.part === 'id') found.events.set(row.event_id, storedEvent(row, this.shapes));
      else if (row.part === 'version') found.streams.set(row.stream, { version: row.version, events: [] });
      else found.streams.get(row.stream)!.events.push(storedEvent(row, this.shapes));
    }
    return found;
  }
}

function partOf(found: LookedUp, { ids, streams }: Waiting): LookedUp {
  return { events: only(found.events, ids), streams: only(found.streams, streams) };
}

function only<T>(all: ReadonlyMap<string, T>, keys: readonly string[]): Map<string, T> {
  return new Map(keys.flatMap((key) => (all.has(key) ? [[key, all.get(key)!]] : [])));
}
