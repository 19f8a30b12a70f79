import { sql } from 'kysely';
import { readById } from '#libs/event-store';
import { publicationDay, publishedBy, type PublicationDay, type Published } from '../../domain/known.js';
import type { SourceCorrection, SourceRecord } from '../../domain/record.js';
import { wordingsOfRecord, type Recorded, type SourceDays } from '../../domain/wordings.js';
import { readChanges } from './changes.js';
import { asLog, type TimelineTx } from './tables.js';

/** The publication days of the sources that a batch needs, as the log tells them from position to position. */
export class SourcesOfBatch implements SourceDays {
  readonly #published = new Map<string, readonly Published[]>();

  constructor(private readonly tx: TimelineTx) {}

  /** Reads from the log what is not held yet. */
  async load(ids: Iterable<string>): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.#published.has(id));
    for (const { first, corrections } of await historiesOf(this.tx, wanted)) {
      const days: Published[] = [{ from: first.position, day: publicationDay(first.record.publishedOn) }];
      for (const { record, position } of corrections)
        if (record.changes.publishedOn !== undefined)
          days.push({ from: position, day: publicationDay(record.changes.publishedOn) });
      this.#published.set(first.record.id, days);
    }
  }

  publishedAt(position: bigint): PublicationDay {
    return publishedBy(this.#published, position);
  }

  changes(sources: readonly string[]): bigint[] {
    return [...new Set(sources)].flatMap((source) =>
      (this.#published.get(source) ?? []).slice(1).map((part) => part.from),
    );
  }
}

/** Writes the wordings of some sources anew. */
export async function writeSources(tx: TimelineTx, ids: readonly string[], sources: SourcesOfBatch): Promise<void> {
  const histories = await historiesOf(tx, ids);
  await sources.load(
    histories.flatMap(({ corrections }) =>
      corrections.flatMap(({ record }) => record.sources.map((entry) => entry.source)),
    ),
  );
  const rows = histories.flatMap(({ first, corrections }) =>
    wordingsOfRecord(first, corrections, sources, ['publishedOn']).map(({ value, ...slice }) => ({
      source_id: value.id,
      position: String(first.position),
      recorded_at: first.recordedAt,
      recorded_from: String(slice.recordedFrom),
      recorded_to: slice.recordedTo === null ? null : String(slice.recordedTo),
      known_from: slice.knownFrom,
      known_to: slice.knownTo,
      title: value.title,
      publisher: value.publisher,
      published_on: value.publishedOn ?? null,
      published_day: publicationDay(value.publishedOn),
      url: value.url ?? null,
      archived_url: value.archivedUrl ?? null,
      retrieved_on: value.retrievedOn ?? null,
      sha256: value.sha256 ?? null,
      checked_on: value.checkedOn ?? null,
    })),
  );
  if (rows.length === 0) return;
  await sql`delete from timeline_sources where source_id = any(${[...ids]}::text[])`.execute(tx);
  await sql`
    insert into timeline_sources
    select * from json_to_recordset(${JSON.stringify(rows)}::json) as row (source_id text, position bigint,
      recorded_at timestamptz, recorded_from bigint, recorded_to bigint, known_from integer, known_to integer, title text,
      publisher text, published_on text, published_day integer, url text, archived_url text, retrieved_on text,
      sha256 text, checked_on text)`.execute(tx);
}

interface SourceHistory {
  first: Recorded<SourceRecord>;
  corrections: Recorded<SourceCorrection>[];
}

async function historiesOf(tx: TimelineTx, ids: readonly string[]): Promise<SourceHistory[]> {
  if (ids.length === 0) return [];
  const targets = ids.map((id) => `source:${id}`);
  const [events, changes] = [await readById(asLog(tx), targets), await readChanges<SourceCorrection>(tx, targets)];
  return events.map((event) => ({
    first: { record: event.data as unknown as SourceRecord, position: event.position, recordedAt: event.recordedAt },
    corrections: changes.get(event.id) ?? [],
  }));
}
