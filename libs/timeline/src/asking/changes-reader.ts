import { Injectable } from '@nestjs/common';
import { EventStore, type StoredEvent } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import type { FactCorrection, SourceEntry } from '../domain/record.js';
import { isEvidence } from '../domain/wordings.js';
import { changeOf, type Change } from './change.js';

/** Says what events of the log recorded or changed. */
@Injectable()
export class ChangesReader {
  constructor(private readonly store: EventStore) {}

  /** The changes that some events are, in their order, each with its event; events that are none are left out. */
  async changesOf(events: readonly StoredEvent[]): Promise<Change[]> {
    const evidence = await this.#evidence(events);
    return events.flatMap((event) => changeOf(event, evidence.has(event.id)) ?? []);
  }

  /** The corrections among these events that only add sources to those that the fact had before. */
  async #evidence(events: readonly StoredEvent[]): Promise<Set<string>> {
    const found = new Set<string>();
    const candidates = events.filter(({ type, data }) => type === 'fact.corrected' && onlySources(data));
    if (candidates.length === 0) return found;
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
