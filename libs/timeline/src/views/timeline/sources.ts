import { sql } from 'kysely';
import { readById, readStream, type StoredEvent } from '#libs/event-store';
import type { Day } from '#libs/edtf';
import { publicationDay, type PublicationDay } from '../../domain/known.js';
import type { SourceCorrection, SourceRecord } from '../../domain/record.js';
import { wordingsOfRecord, type Slice, type SourceDays } from '../../domain/wordings.js';
import { asLog, type TimelineTx } from './tables.js';

type Published = { recordedFrom: bigint; recordedTo: bigint | null; day: Day | null };

/** The publication days of the sources that a batch needs, held for its time. */
export class SourceWordings implements SourceDays {
  private constructor(
    private readonly tx: TimelineTx,
    private readonly bySource: Map<string, readonly Published[]>,
  ) {}

  static async load(tx: TimelineTx, ids: readonly string[]): Promise<SourceWordings> {
    const wordings = new SourceWordings(tx, new Map());
    await wordings.loadMore(ids);
    return wordings;
  }

  /** Reads the publication days of sources that are not held yet. */
  async loadMore(ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.bySource.has(id));
    if (wanted.length === 0) return;
    const rows = await this.tx
      .selectFrom('timeline_sources')
      .select(['source_id', 'recorded_from', 'recorded_to', 'published_day'])
      .where('source_id', '=', (eb) => eb.fn.any(eb.val(wanted)))
      .execute();
    for (const row of rows) {
      const published = {
        recordedFrom: BigInt(row.recorded_from),
        recordedTo: row.recorded_to === null ? null : BigInt(row.recorded_to),
        day: row.published_day,
      };
      this.bySource.set(row.source_id, [...(this.bySource.get(row.source_id) ?? []), published]);
    }
  }

  replace(id: string, slices: readonly Slice<SourceRecord>[]): void {
    this.bySource.set(
      id,
      slices.map((slice) => ({
        recordedFrom: slice.recordedFrom,
        recordedTo: slice.recordedTo,
        day: publicationDay(slice.value.publishedOn),
      })),
    );
  }

  publishedAt(position: bigint): PublicationDay {
    return (source) => {
      const at = this.bySource
        .get(source)
        ?.find((part) => part.recordedFrom <= position && (part.recordedTo === null || position < part.recordedTo));
      return at?.day ?? null;
    };
  }

  changes(sources: readonly string[]): bigint[] {
    return [...new Set(sources)].flatMap((source) => {
      const parts = (this.bySource.get(source) ?? []).toSorted((a, b) => Number(a.recordedFrom - b.recordedFrom));
      return parts
        .filter((part, index) => index > 0 && part.day !== parts[index - 1]?.day)
        .map((part) => part.recordedFrom);
    });
  }
}

/** Writes the wordings of the sources that a batch records or corrects; answers with the corrected ones. */
export async function writeSources(
  tx: TimelineTx,
  events: readonly StoredEvent[],
  sources: SourceWordings,
): Promise<string[]> {
  const corrected = new Set(
    events.filter((event) => event.type === 'source.corrected').map((event) => String(event.data['source'])),
  );
  const recorded = events.filter((event) => event.type === 'source.recorded');
  const rows = recorded.flatMap((event) => (corrected.has(String(event.data['id'])) ? [] : rowsOf(event, [], sources)));
  for (const id of corrected) {
    const [first] = await readById(asLog(tx), [`source:${id}`]);
    if (!first) continue;
    const corrections = await readStream(asLog(tx), first.stream, {
      types: ['source.corrected'],
      upTo: events.at(-1)?.position,
    });
    rows.push(...rowsOf(first, corrections, sources));
    await tx.deleteFrom('timeline_sources').where('source_id', '=', id).execute();
  }
  await insertSources(tx, rows);
  return [...corrected];
}

type SourceInsert = Record<string, string | number | null>;

function rowsOf(first: StoredEvent, corrections: readonly StoredEvent[], sources: SourceWordings): SourceInsert[] {
  const slices = wordingsOfRecord(
    { record: first.data as unknown as SourceRecord, position: first.position, recordedAt: first.recordedAt },
    corrections.map((event) => ({
      record: event.data as unknown as SourceCorrection,
      position: event.position,
      recordedAt: event.recordedAt,
    })),
    (position) => sources.publishedAt(position),
    ['publishedOn'],
  );
  sources.replace(String(first.data['id']), slices);
  return slices.map(({ value, ...slice }) => ({
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
  }));
}

async function insertSources(tx: TimelineTx, rows: readonly SourceInsert[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into timeline_sources
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (source_id text, position bigint,
      recorded_at timestamptz, recorded_from bigint, recorded_to bigint, known_from integer, known_to integer, title text,
      publisher text, published_on text, published_day integer, url text)`.execute(tx);
}
