import { isoOfDay } from '#libs/edtf';
import type { EventStore, StoredEvent } from '#libs/event-store';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import { knownOfChange, knownOfFact, publicationDay, type PublicationDay } from '../domain/known.js';
import type { FactCorrection, FactRecord, RetractionRecord, SourceEntry, SourceRecord } from '../domain/record.js';
import type { ValidRecord } from '../domain/validation.js';
import { alwaysHolding, withChanges } from '../domain/wordings.js';
import { contentOf, sourceStream } from './entries.js';

/**
 * Whether a record says what is on record under its id (contract section 3). An export also states since when a record is
 * known where that is the day of its recording: then it says the same as the log has without it. So it does in a
 * correction of `knownSince`, where the fact is known since its own recording whatever the correction says.
 */
export async function isSameContent(store: EventStore, entry: ValidRecord, recorded: StoredEvent): Promise<boolean> {
  const { type, data } = contentOf(entry);
  if (type !== recorded.type) return false;
  const { firstRecordedOn: _first, ...onRecord } = recorded.data;
  if (canonicalJson(data) === canonicalJson(onRecord)) return true;
  const [{ knownSince, changes, ...others }, { knownSince: stated, changes: made, ...rest }] = [data, onRecord];
  if (canonicalJson(others) !== canonicalJson(rest)) return false;
  if (knownSince !== stated && (knownSince === undefined || knownSince !== (await dayOfRecording(store, recorded))))
    return false;
  return canonicalJson(changes ?? null) === canonicalJson(made ?? null) || isSameChange(store, recorded, changes);
}

/** Whether changes are those of a recorded correction, but for `knownSince`, for which the recording of the fact stands. */
async function isSameChange(store: EventStore, recorded: StoredEvent, changes: unknown): Promise<boolean> {
  const [given, made] = [changes, recorded.data['changes']].map((one) => (one ?? {}) as JsonObject);
  const { knownSince, ...others } = given!;
  const { knownSince: stated, ...rest } = made!;
  if (recorded.type !== 'fact.corrected' || stated === undefined || !knownSince) return false;
  if (canonicalJson(others) !== canonicalJson(rest)) return false;
  const [fact] = await store.readById([`fact:${String(recorded.data['fact'])}`]);
  return fact !== undefined && knownSince === (await dayOfRecording(store, fact));
}

/** The day on which a record was first taken, where that is since when it is known; else null. */
async function dayOfRecording(store: EventStore, recorded: StoredEvent): Promise<string | null> {
  const { type, data, recordedAt } = recorded;
  const isChange = type.endsWith('.corrected') || type === 'fact.retracted';
  const record = isChange ? (data as unknown as RetractionRecord) : await correctedFact(store, recorded);
  const published = await publicationDays(store, record.sources ?? []);
  const known =
    'occurred' in record ? knownOfFact(record, published, recordedAt) : knownOfChange(record, published, recordedAt);
  return known.basis === 'recorded' ? isoOfDay(known.day) : null;
}

/** A fact with what corrections say of its sources and of since when it is known, on which its known day rests. */
async function correctedFact(store: EventStore, { stream, data: first }: StoredEvent): Promise<FactRecord> {
  let fact = { occurred: null, ...first } as unknown as FactRecord;
  for (const { type, data } of await store.readStream(stream)) {
    if (type !== 'fact.corrected' || data['fact'] !== first['id']) continue;
    fact = withChanges(fact, alwaysHolding(data['changes'] as FactCorrection['changes']));
  }
  return fact;
}

/** The publication days of sources, as the log has them now. */
async function publicationDays(store: EventStore, sources: readonly SourceEntry[]): Promise<PublicationDay> {
  const days = new Map<string, number | null>();
  for (const { source } of sources) {
    const events = await store.readStream(sourceStream(source));
    const record = events.reduce(
      (folded, event) =>
        event.type === 'source.recorded' ? event.data : withChanges(folded, event.data['changes'] as object),
      {} as JsonObject,
    ) as Partial<SourceRecord>;
    days.set(source, publicationDay(record.publishedOn));
  }
  return (source) => days.get(source) ?? null;
}
