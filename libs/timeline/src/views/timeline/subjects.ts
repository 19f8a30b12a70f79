import { sql } from 'kysely';
import { readById } from '#libs/event-store';
import type { Day } from '#libs/edtf';
import type { SubjectCorrection, SubjectRecord } from '../../domain/record.js';
import { wordingsOfRecord, type Recorded, type Slice } from '../../domain/wordings.js';
import { readChanges } from './changes.js';
import { lexemes, partyWords } from './search-words.js';
import type { SourcesOfBatch } from './sources.js';
import { asLog, type TimelineTx } from './tables.js';

interface SubjectHistory {
  first: Recorded<SubjectRecord>;
  wordings: readonly Slice<SubjectRecord>[];
}

/** The wordings of the subjects that a batch needs. */
export class SubjectsOfBatch {
  readonly #histories = new Map<string, SubjectHistory>();

  constructor(
    private readonly tx: TimelineTx,
    private readonly sources: SourcesOfBatch,
  ) {}

  /** Derives from the log what is not held yet. */
  async load(ids: Iterable<string>): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.#histories.has(id)).map((id) => `subject:${id}`);
    if (wanted.length === 0) return;
    const changes = await readChanges<SubjectCorrection>(this.tx, wanted);
    await this.sources.load(
      [...changes.values()].flat().flatMap(({ record }) => record.sources.map((entry) => entry.source)),
    );
    for (const event of await readById(asLog(this.tx), wanted)) {
      const record = event.data as unknown as SubjectRecord;
      const first = { record, position: event.position, recordedAt: event.recordedAt };
      this.#histories.set(record.id, {
        first,
        wordings: wordingsOfRecord(first, changes.get(event.id) ?? [], this.sources),
      });
    }
  }

  /** The wording of a subject at a position and a known day. */
  at(id: string, position: bigint, day: Day): SubjectRecord {
    const slice = this.#of(id).find(
      (part) => holds(part, position) && part.knownFrom <= day && (part.knownTo === null || day < part.knownTo),
    );
    if (!slice) throw new Error(`The log holds a fact of the subject "${id}" before the subject itself.`);
    return slice.value;
  }

  /** The positions at which the wordings of a subject change. */
  positionsOf(id: string): bigint[] {
    return [...new Set(this.#of(id).map((part) => part.recordedFrom))];
  }

  /** A slice cut where the wording of its subject changes within the known days. */
  cut<T>(id: string, slice: Slice<T>): Slice<T>[] {
    const days = this.#of(id)
      .filter((part) => holds(part, slice.recordedFrom) && part.knownFrom > slice.knownFrom)
      .map((part) => part.knownFrom)
      .filter((day) => slice.knownTo === null || day < slice.knownTo);
    const starts = [...new Set([slice.knownFrom, ...days])].toSorted((a, b) => a - b);
    return starts.map((day, index) => ({ ...slice, knownFrom: day, knownTo: starts[index + 1] ?? slice.knownTo }));
  }

  /** Writes the wordings of some subjects anew. */
  async write(ids: readonly string[]): Promise<void> {
    await this.load(ids);
    const histories = ids.flatMap((id) => this.#histories.get(id) ?? []);
    if (histories.length === 0) return;
    await sql`delete from timeline_subjects where subject_id = any(${[...ids]}::text[])`.execute(this.tx);
    await sql`
      insert into timeline_subjects (subject_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to,
        type, name, parties, topics, part_of, attributes, search)
      select subject_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to, type, name, parties,
        topics, part_of, attributes, array_to_tsvector(search)
      from json_to_recordset(${JSON.stringify(histories.flatMap(rowsOf))}::json) as row (subject_id text,
        position bigint, recorded_at timestamptz, recorded_from bigint, recorded_to bigint, known_from integer,
        known_to integer, type text, name text, parties text[], topics text[], part_of text, attributes jsonb,
        search text[])`.execute(this.tx);
  }

  #of(id: string): readonly Slice<SubjectRecord>[] {
    return this.#histories.get(id)?.wordings ?? [];
  }
}

function holds(slice: Slice<unknown>, position: bigint): boolean {
  return slice.recordedFrom <= position && (slice.recordedTo === null || position < slice.recordedTo);
}

function rowsOf({ first, wordings }: SubjectHistory): Record<string, unknown>[] {
  return wordings.map(({ value, ...slice }) => ({
    subject_id: value.id,
    position: String(first.position),
    recorded_at: first.recordedAt,
    recorded_from: String(slice.recordedFrom),
    recorded_to: slice.recordedTo === null ? null : String(slice.recordedTo),
    known_from: slice.knownFrom,
    known_to: slice.knownTo,
    type: value.type,
    name: value.name,
    parties: [...new Set(value.parties)],
    topics: [...new Set(value.topics)],
    part_of: value.partOf ?? null,
    attributes: value.attributes ?? {},
    search: lexemes([value.name, value.id, ...(value.parties ?? []).map((party) => partyWords(party))]),
  }));
}
