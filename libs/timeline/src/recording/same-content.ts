import type { EventStore, StoredEvent } from '#libs/event-store';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import { knownOfChange, knownOfFact, publicationDay } from '../domain/known.js';
import type { FactRecord, SourceRecord } from '../domain/record.js';
import type { ValidRecord } from '../domain/validation.js';
import { withChanges } from '../domain/wordings.js';
import { contentOf, sourceStream } from './entries.js';

/**
 * Whether a record says what is on record under its id (contract section 3). An export also tells since when a record is
 * known where that is the day of its recording: then it says the same as the log has without it.
 */
export async function isSameContent(store: EventStore, entry: ValidRecord, recorded: StoredEvent): Promise<boolean> {
  const { type, data } = contentOf(entry);
  if (canonicalJson(data) === canonicalJson(recorded.data) && type === recorded.type) return true;
  const { knownSince, ...others } = data;
  const { knownSince: _stated, ...rest } = recorded.data;
  const told = knownSince !== undefined && canonicalJson(others) === canonicalJson(rest);
  return told && knownSince === (await dayOfRecording(store, entry, recorded));
}

/** The day on which a record was taken, where that is since when it is known; else null. */
async function dayOfRecording(store: EventStore, entry: ValidRecord, recorded: StoredEvent): Promise<string | null> {
  const days = new Map<string, number | null>();
  for (const { source } of 'sources' in entry.record ? entry.record.sources : []) {
    const events = await store.readStream(sourceStream(source));
    const record = events.reduce(
      (folded, event) =>
        event.type === 'source.recorded' ? event.data : withChanges(folded, event.data['changes'] as object),
      {} as JsonObject,
    ) as Partial<SourceRecord>;
    days.set(source, publicationDay(record.publishedOn));
  }
  const published = (source: string): number | null => days.get(source) ?? null;
  const record = { occurred: null, ...recorded.data } as unknown as FactRecord;
  const known =
    entry.kind === 'fact'
      ? knownOfFact(record, published, recorded.recordedAt)
      : knownOfChange(record, published, recorded.recordedAt);
  return known.basis === 'recorded' ? recorded.recordedAt.slice(0, 10) : null;
}
