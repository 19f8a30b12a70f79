import { dayOfInstant, type Day } from '#libs/edtf';
import type { Append, AppendResult, EventStore, NewEvent, Recorder, StoredEvent } from '#libs/event-store';
import { canonicalJson, DomainError, type Clock } from '#libs/kernel';
import type { SourceCorrection } from '../domain/record.js';
import {
  checkLookedAt,
  checkSources,
  decideCorrection,
  decideFact,
  decideRetraction,
  decideSubject,
  decideSubjectCorrection,
  NO_SUBJECT,
  type SubjectState,
  type World,
} from '../domain/subject-stream.js';
import type { ValidRecord } from '../domain/validation.js';
import { publicationDay } from '../domain/known.js';
import {
  appendOf,
  changedFactOf,
  citedBy,
  eventIdOf,
  eventOf,
  organizationsOf,
  sourceStream,
  subjectStream,
} from './entries.js';
import { HeldStreams } from './held-streams.js';
import { remarksOn, type RecordRemark } from './remarks.js';
import { isSameContent } from './same-content.js';

/** What is to be appended for a record; `again` where an earlier record of the same session said the same. */
export interface Decision {
  append: Append;
  again: boolean;
}

/** So many sources and organizations are remembered to be on record. */
const MOST_REFERENCES = 100_000;

/**
 * Decides on records, one after the other, each seeing the earlier ones: what the log holds is read once for many
 * records and carried on in memory, also while what was decided is still on its way to the log. The log has the last
 * word, as every append names the version that was decided on: where it refuses one, `forget`, and decide again.
 */
export class DecisionSession {
  readonly #streams: HeldStreams;
  /** What the log has under the ids that the prepared records carry or change. */
  readonly #known = new Map<string, StoredEvent>();
  /** The sources and organizations that are on record, with the last day of publication of a source as it was recorded. */
  readonly #references = new Map<string, Day | null>();
  readonly #pending = new Map<string, Append>();
  readonly #world: World = {
    lastToday: 0,
    hasSource: (source) => this.#isOnRecord(`source:${source}`),
    hasOrganization: (id) => this.#isOnRecord(`subject:${id}`),
  };

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly recorder: Recorder,
  ) {
    this.#streams = new HeldStreams(store);
  }

  /** Reads at once what the decisions on these records will ask of the log. */
  async prepare(entries: readonly ValidRecord[]): Promise<void> {
    this.#world.lastToday = lastTodayAnywhere(this.clock);
    this.#known.clear();
    this.#streams.letGo();
    if (this.#references.size > MOST_REFERENCES) this.#references.clear();
    const changed = entries.flatMap((entry) => changedFactOf(entry) ?? []);
    const streams = (): Set<string> => new Set(entries.flatMap((entry) => this.#streamOf(entry) ?? []));
    if (changed.length === 0) {
      await Promise.all([this.#lookUp(entries, changed), this.#streams.load(streams(), [])]);
      return;
    }
    await this.#lookUp(entries, changed);
    await this.#streams.load(
      streams(),
      changed.flatMap((fact) => this.#known.get(fact) ?? []),
    );
  }

  /** What the log has under the id of a record that was prepared. */
  recorded(entry: ValidRecord): StoredEvent | undefined {
    return this.#known.get(eventIdOf(entry));
  }

  /** Throws DomainError ID_TAKEN where a record says something else than what is on record under its id. */
  async checkRepeat(entry: ValidRecord, recorded: StoredEvent): Promise<void> {
    if (!(await isSameContent(this.store, entry, recorded))) throw idTaken(entry);
  }

  /** Decides on a record that was prepared and is not recorded. Throws DomainError with the rule that is broken. */
  decide(entry: ValidRecord): Decision {
    const event = eventOf(entry, this.recorder);
    const pending = this.#pending.get(event.id);
    if (pending) return { append: repeatOf(entry, event, pending), again: true };

    const stream = this.#streamOf(entry);
    const held = stream === null ? undefined : this.#streams.get(stream);
    this.#checkRules(entry, held?.state ?? NO_SUBJECT);
    if (stream === null || !held) throw new Error(`Nothing was prepared for the record ${event.id}.`);
    const append = appendOf(entry, event, stream, held.version);
    this.#streams.take(held, event.type, event.data);
    this.#pending.set(event.id, append);
    return { append, again: false };
  }

  /** Takes in how an append ended that was decided here; what the log has now need not be held any longer. */
  settle({ stream, events }: Append, result: AppendResult): void {
    for (const event of events) {
      this.#pending.delete(event.id);
      if (result.outcome === 'appended') this.#remember(event);
    }
    if (result.outcome === 'appended') this.#streams.settle(stream, result.version);
  }

  /** What a person should look at in a record that was decided on; corrections of its sources are not looked at. */
  remarksOn(entry: ValidRecord): RecordRemark[] {
    const stream = this.#streamOf(entry);
    const facts = stream === null ? undefined : this.#streams.get(stream)?.state.facts;
    const corrected = entry.kind === 'correction' && entry.of === 'fact' ? facts?.get(entry.record.fact) : undefined;
    return remarksOn(entry, corrected?.record, {
      today: dayOfInstant(this.clock.now()),
      lastToday: lastTodayAnywhere(this.clock),
      published: (source) => this.#publicationDay(`source:${source}`),
    });
  }

  #publicationDay(eventId: string): Day | null {
    const data = this.#pending.get(eventId)?.events[0]?.data;
    if (data === undefined) return this.#references.get(eventId) ?? null;
    return publicationDay(data['publishedOn'] as string | undefined);
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
    this.#references.clear();
    this.#pending.clear();
  }

  #checkRules(entry: ValidRecord, state: SubjectState): void {
    const world = this.#world;
    switch (entry.kind) {
      case 'source':
        return checkLookedAt(entry.record, world, '');
      case 'subject':
        return decideSubject(entry.record, world);
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

  #checkSourceCorrection(correction: SourceCorrection, world: World): void {
    if (!world.hasSource(correction.source))
      throw new DomainError('SOURCE_UNKNOWN', 'not-found', `There is no source "${correction.source}" on record.`, [
        { pointer: '/source', detail: `there is no source "${correction.source}" on record` },
      ]);
    checkSources(correction.sources, world, '/sources');
    checkLookedAt(correction.changes, world, '/changes');
    for (const field of ['title', 'publisher'] as const) {
      if (field in correction.changes && !(correction.changes as Record<string, unknown>)[field])
        throw new DomainError('FIELD_REQUIRED', 'refused', `A source needs a ${field}.`, [
          { pointer: `/changes/${field}`, detail: `a source needs a ${field}` },
        ]);
    }
  }

  #isOnRecord(eventId: string): boolean {
    const pending = this.#pending.get(eventId)?.events[0];
    return this.#references.has(eventId) || (pending !== undefined && isReference(pending));
  }

  /** The stream that takes a record; null where a correction names a fact that nobody knows. */
  #streamOf(entry: ValidRecord): string | null {
    if (entry.kind === 'source') return sourceStream(entry.record.id);
    if (entry.kind === 'subject') return subjectStream(entry.record.id);
    if (entry.kind === 'fact') return subjectStream(entry.record.subject);
    if (entry.kind === 'correction' && entry.of === 'subject') return subjectStream(entry.record.subject);
    if (entry.kind === 'correction' && entry.of === 'source') return sourceStream(entry.record.source);
    const fact = changedFactOf(entry) ?? '';
    return this.#known.get(fact)?.stream ?? this.#pending.get(fact)?.stream ?? null;
  }

  async #lookUp(entries: readonly ValidRecord[], changed: readonly string[]): Promise<void> {
    const ids = new Set(changed);
    for (const entry of entries) {
      ids.add(eventIdOf(entry));
      for (const id of [...citedBy(entry), ...organizationsOf(entry)]) if (!this.#isOnRecord(id)) ids.add(id);
    }
    for (const event of (await this.store.lookUp({ ids: [...ids] })).events.values()) {
      this.#known.set(event.id, event);
      this.#remember(event);
    }
  }

  #remember(event: Pick<NewEvent, 'id' | 'type' | 'data'>): void {
    if (isReference(event))
      this.#references.set(event.id, publicationDay(event.data['publishedOn'] as string | undefined));
  }
}

/** Whether an event records what others refer to by its id: a source, or a subject that can be a party. */
function isReference({ type, data }: Pick<NewEvent, 'type' | 'data'>): boolean {
  return type === 'source.recorded' || (type === 'subject.recorded' && data['type'] === 'organization');
}

/** The latest day that it is anywhere on earth: today at UTC+14. */
export function lastTodayAnywhere(clock: Clock): number {
  const there = new Date(clock.now().getTime() + 14 * 3_600_000);
  return dayOfInstant(there);
}

/** The append that the log answers as a repeat where it took the first one, and refuses where it did not. */
function repeatOf(entry: ValidRecord, event: NewEvent, first: Append): Append {
  const [said] = first.events;
  if (said && canonicalJson(said.data) === canonicalJson(event.data)) return first;
  throw idTaken(entry);
}

function idTaken(entry: ValidRecord): DomainError {
  return new DomainError(
    'ID_TAKEN',
    'conflict',
    `The ${entry.kind} "${entry.record.id}" is on record with other content.`,
    [{ pointer: '/id', detail: 'is taken by a record with other content' }],
  );
}
