import { isoOfDay } from '#libs/edtf';
import { headText, REDACTED, type EventStore, type RedactionData, type StoredEvent } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { knownOfChange, knownOfFact, publicationDay, type Known } from '../domain/known.js';
import type { FactRecord, RetractionRecord, SourceEntry } from '../domain/record.js';
import { alwaysHolding } from '../domain/wordings.js';
import { recordOfEvent } from './entries.js';

/** Which part of the log is exported; by default all of it, as it stands when the export begins. */
export interface ExportOptions {
  /** The first position. */
  from?: bigint;
  /** The last position. */
  upTo?: bigint;
}

/** So many facts are read from the log in one query. */
const FACTS_AT_ONCE = 500;

/** The fields of a record in the order in which people read them; those that a record has besides come after. */
const ORDER = [
  'record',
  'id',
  'fact',
  'subject',
  'source',
  'type',
  'occurred',
  'knownSince',
  'title',
  'name',
  'summary',
];

/**
 * Every record in log order, as a line of NDJSON carries it: what was recorded, `meta` with its place in the log, and
 * `knownSince` where it is known since the day of its recording and no better day is told, marked in `meta.derived`, so that an
 * import elsewhere gives the same answers to every question without `recordedBy`, and does not take the day for news. Nothing that `restoreRecords` needs is missing. Holds in
 * memory the days of sources, and the corrections that change since when a fact is known.
 */
export async function* exportRecords(store: EventStore, options: ExportOptions = {}): AsyncIterable<JsonObject> {
  const head = await store.head();
  const { from = 1n, upTo = head.position } = options;
  const known = await KnownDays.load(store, upTo);
  let between: JsonObject[] = [];
  let line: (JsonObject & { meta: JsonObject }) | undefined;
  for await (const event of store.readFeed({ after: from - 1n, upTo })) {
    const record = recordOfEvent(event.type, event.data);
    if (record === null) {
      between = [...between, eventBetween(event, known.contentHashOf(event))];
      continue;
    }
    if (line !== undefined) yield line;
    line = lineOf(event, record, known, between);
    between = [];
  }
  if (line === undefined) return;
  // What follows the last record stands with it: a redaction may be among it, without which the chain is not restored. So
  // does the head of the log as the export began: a reader of records passes `meta` over, and a file that is kept holds it.
  const after: JsonObject = between.length === 0 ? {} : { after: packed(between) };
  yield { ...line, meta: { ...line.meta, ...after, head: headText(head) } };
}

/**
 * An event that is no record: the flag of a milestone, or what happened to a subscription. No line tells it; it stands in
 * `meta.between` of the next record (JSON in base64url, which no reader of records takes for one), since without it the chain could not be restored. Its type follows from its id.
 */
function eventBetween(
  { position, recordedAt, hash, stream, id, data, metadata }: StoredEvent,
  contentHash: string | undefined,
): JsonObject {
  const place: JsonObject = { position: String(position), recordedAt, hash, stream, id, data };
  if (contentHash !== undefined) place['contentHash'] = contentHash;
  return Object.keys(metadata).length > 0 ? { ...place, metadata } : place;
}

function packed(between: readonly JsonObject[]): string {
  return Buffer.from(JSON.stringify(between)).toString('base64url');
}

/**
 * The same events as CloudEvents 1.0 (JSON format), in log order: `source` is the path of the subject or the source whose
 * stream it belongs to, `subject` the record's id, `position` and `hash` are extension attributes, `data` is the record.
 */
export async function* cloudEventsOf(store: EventStore, options: ExportOptions = {}): AsyncIterable<JsonObject> {
  const { from = 1n, upTo = (await store.head()).position } = options;
  for await (const event of store.readFeed({ after: from - 1n, upTo })) {
    const record = recordOfEvent(event.type, event.data);
    if (record) yield cloudEvent(event, record);
  }
}

/** One event of the log as a CloudEvent 1.0; `record` is what `recordOfEvent` tells of it. */
export function cloudEvent(event: StoredEvent, record: JsonObject): JsonObject {
  const [kind = '', ...id] = event.stream.split('-');
  return {
    specversion: '1.0',
    id: event.id,
    source: `/v1/${kind}s/${id.join('-')}`,
    type: event.type,
    subject: String(record['id']),
    time: event.recordedAt,
    datacontenttype: 'application/json',
    position: String(event.position),
    hash: event.hash,
    data: ordered(record),
  };
}

function lineOf(
  event: StoredEvent,
  record: JsonObject,
  knownDays: KnownDays,
  between: readonly JsonObject[],
): JsonObject & { meta: JsonObject } {
  const known = knownDays.of(event);
  const contentHash = knownDays.contentHashOf(event);
  const meta: JsonObject = { position: String(event.position), recordedAt: event.recordedAt, hash: event.hash };
  // Where another log had it before: an import elsewhere reads it, a restore puts it back in its place.
  const { firstRecordedOn, ...line } = record;
  if (firstRecordedOn !== undefined) meta['firstRecordedOn'] = firstRecordedOn;
  const corrected = knownDays.recordingOfCorrected(event);
  if (corrected !== null) {
    // What the correction changes `knownSince` to; null where it clears it.
    const changes = record['changes'] as JsonObject;
    meta['statedChange'] = changes['knownSince'] ?? null;
    meta['derivedChange'] = corrected;
    line['changes'] = { ...changes, knownSince: corrected };
  }
  if (known?.basis === 'recorded') {
    meta['derived'] = ['knownSince'];
    // A day after the recording was stated, which no answer ever shows.
    if (record['knownSince'] !== undefined) meta['stated'] = record['knownSince'];
    line['knownSince'] = isoOfDay(known.day);
  }
  if (isOfFact(event)) meta['stream'] = event.stream;
  if (event.schemaVersion !== 1) meta['schemaVersion'] = event.schemaVersion;
  if (Object.keys(event.metadata).length > 0) meta['metadata'] = event.metadata;
  // Its text was removed: what stands here is what remained of it, and the chain covers the hash of what was recorded.
  if (contentHash !== undefined) meta['contentHash'] = contentHash;
  if (between.length > 0) meta['between'] = packed(between);
  return { ...ordered(line), meta };
}

function ordered(record: JsonObject): JsonObject {
  const first = ORDER.filter((field) => record[field] !== undefined).map((field) => [field, record[field] ?? null]);
  return { ...(Object.fromEntries(first) as JsonObject), ...record };
}

function isOfFact({ type }: StoredEvent): boolean {
  return type === 'fact.corrected' || type === 'fact.retracted';
}

/** Since when records are known and which lost their text, as the whole log has it: later corrections of sources and of facts hold for them. */
class KnownDays {
  private constructor(
    private readonly publishedOn: ReadonlyMap<string, number | null>,
    private readonly corrections: ReadonlyMap<string, JsonObject>,
    private readonly contentHashes: ReadonlyMap<string, string>,
    /** By the id of a fact whose `knownSince` was corrected and that is known since its recording: that day. */
    private readonly recordedOn: ReadonlyMap<string, string>,
  ) {}

  static async load(store: EventStore, upTo: bigint): Promise<KnownDays> {
    const days = new Map<string, number | null>();
    const corrections = new Map<string, JsonObject>();
    const contentHashes = new Map<string, string>();
    const types = ['source.recorded', 'source.corrected', 'fact.corrected', REDACTED];
    for await (const { type, data } of store.readFeed({ upTo, types })) {
      const changes = (data['changes'] ?? {}) as JsonObject;
      if (type === REDACTED) {
        const { event, contentHash } = data as RedactionData;
        contentHashes.set(event, contentHash);
      } else if (type === 'source.recorded') days.set(String(data['id']), dayOf(data));
      else if (type === 'source.corrected' && 'publishedOn' in changes)
        days.set(String(data['source']), dayOf(changes));
      else if (type === 'fact.corrected') {
        const change = alwaysHolding(changes) as JsonObject;
        const fact = String(data['fact']);
        if (Object.keys(change).length > 0) corrections.set(fact, { ...corrections.get(fact), ...change });
      }
    }
    const recordedOn = new Map<string, string>();
    const changed = [...corrections].flatMap(([fact, change]) => ('knownSince' in change ? [`fact:${fact}`] : []));
    const published = (source: string): number | null => days.get(source) ?? null;
    for (let at = 0; at < changed.length; at += FACTS_AT_ONCE)
      for (const { data, recordedAt } of await store.readById(changed.slice(at, at + FACTS_AT_ONCE))) {
        const id = String(data['id']);
        const { basis, day } = knownOfFact(correctedFact(data, corrections.get(id)), published, recordedAt);
        if (basis === 'recorded') recordedOn.set(id, isoOfDay(day));
      }
    return new KnownDays(days, corrections, contentHashes, recordedOn);
  }

  /** The day on which a fact was recorded that is known since then although an event corrects since when; else null. */
  recordingOfCorrected({ type, data }: StoredEvent): string | null {
    const corrects = type === 'fact.corrected' && 'knownSince' in ((data['changes'] ?? {}) as JsonObject);
    return corrects ? (this.recordedOn.get(String(data['fact'])) ?? null) : null;
  }

  /** The content hash of an event whose text was removed; undefined for every other. */
  contentHashOf({ id }: StoredEvent): string | undefined {
    return this.contentHashes.get(id);
  }

  /** Null for a source and a subject, which are known since ever. */
  of({ type, data, recordedAt }: StoredEvent): Known | null {
    const published = (source: string): number | null => this.publishedOn.get(source) ?? null;
    if (type === 'source.recorded' || type === 'subject.recorded') return null;
    if (type.endsWith('.corrected') || type === 'fact.retracted')
      return knownOfChange(data as unknown as RetractionRecord, published, recordedAt);
    return knownOfFact(correctedFact(data, this.corrections.get(String(data['id']))), published, recordedAt);
  }
}

/** What its known day rests on: a fact as recorded, with the last corrections of `knownSince` and `sources`. */
function correctedFact(data: JsonObject, corrections: JsonObject = {}): FactRecord & { sources: SourceEntry[] } {
  return { occurred: null, ...data, ...corrections } as unknown as FactRecord & { sources: SourceEntry[] };
}

function dayOf(source: JsonObject): number | null {
  return publicationDay(source['publishedOn'] as string | null | undefined);
}
