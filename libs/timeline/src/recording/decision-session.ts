import { dayOfInstant } from '#libs/edtf';
import type { Append, EventStore, StoredEvent } from '#libs/event-store';
import { canonicalJson, DomainError, type Clock, type JsonObject } from '#libs/kernel';
import { knownOfChange, knownOfFact, publicationDay } from '../domain/known.js';
import type { FactRecord, SourceRecord } from '../domain/record.js';
import {
  checkSources,
  decideCorrection,
  decideFact,
  decideRetraction,
  decideSubject,
  decideSubjectCorrection,
  evolveSubject,
  NO_SUBJECT,
  type SubjectState,
  type World,
} from '../domain/subject-stream.js';
import { eventData, type ValidRecord } from '../domain/validation.js';
import { withChanges } from '../domain/wordings.js';
import { appendOf, eventIdOf, eventOf, requiredBy, sourceStream, subjectStream } from './entries.js';

/**
 * What is decided for one record: it is on record already, or it is to be appended; `again` where an earlier record of
 * the same session said the same.
 */
export type Decision = { repeated: StoredEvent } | { append: Append; again: boolean };

interface HeldStream {
  state: SubjectState;
  version: number;
}

/** So many facts are held in memory between two batches before the session lets go of what it has read. */
const MOST_FACTS_HELD = 200_000;

/**
 * Decides on records, one after the other, each seeing the earlier ones: what the log holds is read once and carried
 * on in memory. The log has the last word, as every append names the version that was decided on.
 */
export class DecisionSession {
  readonly #streams = new Map<string, HeldStream>();
  readonly #known = new Map<string, StoredEvent | null>();
  readonly #pending = new Map<string, { data: JsonObject; stream: string }>();

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Reads at once what the decisions on these records will ask of the log. */
  async prepare(entries: readonly ValidRecord[]): Promise<void> {
    this.#letGo();
    await this.#lookUp(entries.flatMap((entry) => [eventIdOf(entry), ...requiredBy(entry)]));
    for (const stream of new Set(entries.map((entry) => this.#streamOf(entry)))) await this.#load(stream);
  }

  /** Decides on one record that was prepared. Throws DomainError with the rule that is broken. */
  async decide(entry: ValidRecord): Promise<Decision> {
    const id = eventIdOf(entry);
    const stored = this.#known.get(id);
    if (stored) return { repeated: await this.#sameContent(entry, stored) };
    const pending = this.#pending.get(id);
    if (pending) return this.#repeatOfPending(entry, pending);

    const stream = this.#streamOf(entry);
    const held = stream === null ? null : this.#streams.get(stream);
    this.#checkRules(entry, held?.state ?? NO_SUBJECT);
    if (stream === null || !held) throw new Error(`Nothing was prepared for the record ${id}.`);
    const append = appendOf(entry, stream, held.version);
    const { type, data } = eventOf(entry);
    held.state = evolveSubject(held.state, type, data);
    held.version += 1;
    this.#pending.set(id, { data, stream });
    return { append, again: false };
  }

  /** The version of a stream as far as this session has decided. */
  versionOf(entry: ValidRecord): number {
    const stream = this.#streamOf(entry);
    return (stream !== null && this.#streams.get(stream)?.version) || 0;
  }

  /** Lets go of everything, so that the next decision sees the log as it is now. */
  forget(): void {
    this.#streams.clear();
    this.#known.clear();
    this.#pending.clear();
  }

  #checkRules(entry: ValidRecord, state: SubjectState): void {
    const world: World = {
      lastToday: lastTodayAnywhere(this.clock),
      hasSource: (source) => this.#has(`source:${source}`),
    };
    switch (entry.kind) {
      case 'source':
        return;
      case 'subject':
        return decideSubject(entry.record);
      case 'fact':
        return decideFact(state, entry.record, world);
      case 'retraction':
        return decideRetraction(state, entry.record, world);
      case 'correction':
        if (entry.of === 'fact') return decideCorrection(state, entry.record, world);
        if (entry.of === 'subject') return decideSubjectCorrection(state, entry.record, world);
        return this.#checkSourceCorrection(entry.record, world);
    }
  }

  #checkSourceCorrection(
    correction: { source: string; sources: { source: string }[]; changes: object },
    world: World,
  ): void {
    if (!world.hasSource(correction.source))
      throw new DomainError('SOURCE_UNKNOWN', 'not-found', `There is no source "${correction.source}" on record.`, [
        { pointer: '/source', detail: `there is no source "${correction.source}" on record` },
      ]);
    checkSources(correction.sources, world, '/sources');
    for (const field of ['title', 'publisher'] as const) {
      if (field in correction.changes && !(correction.changes as Record<string, unknown>)[field])
        throw new DomainError('FIELD_REQUIRED', 'refused', `A source needs a ${field}.`, [
          { pointer: `/changes/${field}`, detail: `a source needs a ${field}` },
        ]);
    }
  }

  #has(eventId: string): boolean {
    return Boolean(this.#known.get(eventId)) || this.#pending.has(eventId);
  }

  /** The stream that takes a record; null where a correction names a fact that nobody knows. */
  #streamOf(entry: ValidRecord): string | null {
    if (entry.kind === 'source') return sourceStream(entry.record.id);
    if (entry.kind === 'subject') return subjectStream(entry.record.id);
    if (entry.kind === 'fact') return subjectStream(entry.record.subject);
    if (entry.kind === 'correction' && entry.of === 'subject') return subjectStream(entry.record.subject);
    if (entry.kind === 'correction' && entry.of === 'source') return sourceStream(entry.record.source);
    const fact = `fact:${(entry.record as { fact: string }).fact}`;
    return this.#known.get(fact)?.stream ?? this.#pending.get(fact)?.stream ?? null;
  }

  async #lookUp(ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.#known.get(id) && !this.#pending.has(id));
    if (wanted.length === 0) return;
    for (const id of wanted) this.#known.set(id, null);
    for (const event of await this.store.readById(wanted)) this.#known.set(event.id, event);
  }

  async #load(stream: string | null): Promise<void> {
    if (stream === null || this.#streams.has(stream)) return;
    const events = await this.store.readStream(stream);
    const state = events.reduce((folded, event) => evolveSubject(folded, event.type, event.data), NO_SUBJECT);
    this.#streams.set(stream, { state, version: events.at(-1)?.version ?? 0 });
  }

  #letGo(): void {
    let facts = 0;
    for (const { state } of this.#streams.values()) facts += state.facts.size;
    if (facts + this.#known.size + this.#pending.size <= MOST_FACTS_HELD) return;
    this.forget();
  }

  #repeatOfPending(entry: ValidRecord, pending: { data: JsonObject; stream: string }): Decision {
    if (canonicalJson(pending.data) !== canonicalJson(eventData(entry.record))) throw idTaken(entry);
    return { append: appendOf(entry, pending.stream, 'any'), again: true };
  }

  /** The recorded event, where it has the same content; throws ID_TAKEN where it has not. */
  async #sameContent(entry: ValidRecord, stored: StoredEvent): Promise<StoredEvent> {
    const data = eventData(entry.record);
    if (canonicalJson(data) === canonicalJson(stored.data) && eventOf(entry).type === stored.type) return stored;
    const { knownSince, ...others } = data;
    const { knownSince: _stated, ...recorded } = stored.data;
    const told = knownSince !== undefined && canonicalJson(others) === canonicalJson(recorded);
    if (told && knownSince === (await this.#dayOfRecording(entry, stored))) return stored;
    throw idTaken(entry);
  }

  /** The day on which a record was taken, where that is since when it is known; an export tells it as `knownSince`. */
  async #dayOfRecording(entry: ValidRecord, stored: StoredEvent): Promise<string | null> {
    const days = new Map<string, number | null>();
    for (const { source } of 'sources' in entry.record ? entry.record.sources : []) {
      const events = await this.store.readStream(sourceStream(source));
      const record = events.reduce(
        (folded, event) =>
          event.type === 'source.recorded' ? event.data : withChanges(folded, event.data['changes'] as object),
        {} as JsonObject,
      ) as Partial<SourceRecord>;
      days.set(source, publicationDay(record.publishedOn));
    }
    const published = (source: string): number | null => days.get(source) ?? null;
    const record = { occurred: null, ...stored.data } as unknown as FactRecord;
    const known =
      entry.kind === 'fact'
        ? knownOfFact(record, published, stored.recordedAt)
        : knownOfChange(record, published, stored.recordedAt);
    return known.basis === 'recorded' ? stored.recordedAt.slice(0, 10) : null;
  }
}

/** The latest day that it is anywhere on earth: today at UTC+14. */
export function lastTodayAnywhere(clock: Clock): number {
  const there = new Date(clock.now().getTime() + 14 * 3_600_000);
  return dayOfInstant(there);
}

function idTaken(entry: ValidRecord): DomainError {
  return new DomainError(
    'ID_TAKEN',
    'conflict',
    `The ${entry.kind} "${entry.record.id}" is on record with other content.`,
    [{ pointer: '/id', detail: 'is taken by a record with other content' }],
  );
}
