import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { EventStore, type StoredEvent } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import type { FactCorrection, SourceEntry } from '../domain/record.js';
import { isEvidence } from '../domain/wordings.js';
import { recordOfEvent } from '../recording/entries.js';
import type { PageLinks } from './cursor.js';
import { pageParameters, parameterError, positionParameter, readParameters, type RawParameters } from './parameters.js';

/** The parameters of `GET /v1/changes`. */
export const changesParameters = z.object({
  since: positionParameter.optional().meta({
    description: 'Only what was recorded behind this position of the log (0: everything).',
    examples: ['42'],
  }),
  limit: pageParameters.limit,
});

/** What one event of the log recorded or changed. */
export interface Change {
  position: string;
  recordedAt: string;
  kind: 'recorded' | 'correction' | 'retraction' | 'evidence';
  /** The type of the event: of a fact its own type, else `source.recorded`, `fact.corrected` and so on. */
  type: string;
  /** The id of the record: of a correction its own, not that of what it changes. */
  id: string;
  /** What was recorded or changed; of a fact its subject as well. */
  subject: string | null;
  fact: string | null;
  source: string | null;
  /** The title or the name of what was recorded; null for a change. */
  title: string | null;
  reason: string | null;
  /** The fields that a correction sets, with their new values; null clears one. */
  changes: JsonObject | null;
}

/** A part of the log; `page.next` is the position to go on from as `since`, null where the log ends at `position`. */
export interface ChangesPage {
  items: Change[];
  page: PageLinks;
  position: string;
}

/** Asks what was recorded since a position. Reads the log itself, so that there is no view to wait for. */
export class ChangesQuery extends Query<ChangesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers ChangesQuery. */
@QueryHandler(ChangesQuery)
@Injectable()
export class ChangesQueryHandler implements IQueryHandler<ChangesQuery> {
  constructor(private readonly store: EventStore) {}

  async execute({ raw }: ChangesQuery): Promise<ChangesPage> {
    const { since = 0n, limit } = readParameters(changesParameters, raw);
    const { position } = await this.store.head();
    if (since > position) {
      const detail = `lies beyond the log, which ends at position ${position}`;
      throw parameterError('since', detail);
    }
    const events = await this.store.readAll({ after: since, upTo: position, limit });
    const evidence = await this.#evidence(events);
    const last = events.at(-1)?.position ?? position;
    return {
      items: events.flatMap((event) => changeOf(event, evidence.has(event.id)) ?? []),
      page: { next: last < position ? String(last) : null, prev: null },
      position: String(position),
    };
  }

  /** The corrections among these events that only add sources to those that the fact had before. */
  async #evidence(events: readonly StoredEvent[]): Promise<Set<string>> {
    const found = new Set<string>();
    const candidates = events.filter(({ type, data }) => type === 'fact.corrected' && onlySources(data));
    const facts = await this.store.readById(candidates.map(({ data }) => `fact:${String(data['fact'])}`));
    const recorded = new Map(facts.map(({ data }) => [String(data['id']), data['sources']]));
    for (const stream of new Set(candidates.map((event) => event.stream))) {
      const corrections = await this.store.readStream(stream, {
        upTo: candidates.at(-1)!.position,
        types: ['fact.corrected'],
      });
      const before = new Map(recorded);
      for (const { id, data } of corrections) {
        const correction = data as unknown as FactCorrection;
        const sources = (before.get(correction.fact) ?? []) as unknown as SourceEntry[];
        if (isEvidence(correction, sources)) found.add(id);
        before.set(correction.fact, (data['changes'] as JsonObject)['sources'] ?? before.get(correction.fact));
      }
    }
    return found;
  }
}

function onlySources(correction: JsonObject): boolean {
  const fields = Object.keys(correction['changes'] as JsonObject);
  return fields.length === 1 && fields[0] === 'sources';
}

/** Null for events that are no records. */
function changeOf(event: StoredEvent, evidence: boolean): Change | null {
  const record = recordOfEvent(event.type, event.data);
  if (!record) return null;
  const text = (field: string): string | null => (typeof record[field] === 'string' ? record[field] : null);
  const own = (kind: string): string | null => (record['record'] === kind ? text('id') : text(kind));
  const correction = record['record'] === 'correction';
  return {
    position: String(event.position),
    recordedAt: event.recordedAt,
    kind: correction
      ? evidence
        ? 'evidence'
        : 'correction'
      : record['record'] === 'retraction'
        ? 'retraction'
        : 'recorded',
    type: event.type,
    id: String(record['id']),
    subject: own('subject') ?? subjectOf(event.stream),
    fact: own('fact'),
    source: own('source'),
    title: text('title') ?? text('name'),
    reason: text('reason'),
    changes: correction ? (record['changes'] as JsonObject) : null,
  };
}

function subjectOf(stream: string): string | null {
  return stream.startsWith('subject-') ? stream.slice('subject-'.length) : null;
}
