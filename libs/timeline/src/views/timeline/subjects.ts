import { sql } from 'kysely';
import { readById, readStream, type StoredEvent } from '#libs/event-store';
import type { Day } from '#libs/edtf';
import type { SubjectCorrection, SubjectRecord } from '../../domain/record.js';
import { BEGINNING, wordingsOfRecord, type Recorded, type Slice } from '../../domain/wordings.js';
import { lexemes, partyWords } from './search-words.js';
import type { SourceWordings } from './sources.js';
import { asLog, type TimelineTx } from './tables.js';

type Wordings = readonly Slice<SubjectRecord>[];

/** The wordings of the subjects that a batch needs, held for its time. */
export class SubjectWordings {
  private constructor(
    private readonly tx: TimelineTx,
    private readonly bySubject: Map<string, Wordings>,
  ) {}

  static async load(tx: TimelineTx, ids: readonly string[]): Promise<SubjectWordings> {
    const wordings = new SubjectWordings(tx, new Map());
    await wordings.loadMore(ids);
    return wordings;
  }

  /** Reads the wordings of subjects that are not held yet. */
  async loadMore(ids: readonly string[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.bySubject.has(id));
    if (wanted.length === 0) return;
    const rows = await this.tx
      .selectFrom('timeline_subjects')
      .selectAll()
      .where('subject_id', '=', (eb) => eb.fn.any(eb.val(wanted)))
      .execute();
    for (const row of rows) {
      const slice = {
        recordedFrom: BigInt(row.recorded_from),
        recordedTo: row.recorded_to === null ? null : BigInt(row.recorded_to),
        knownFrom: row.known_from,
        knownTo: row.known_to,
        value: {
          id: row.subject_id,
          type: row.type,
          name: row.name,
          parties: row.parties,
          topics: row.topics,
          partOf: row.part_of,
          attributes: row.attributes,
        },
      };
      this.bySubject.set(row.subject_id, [...(this.bySubject.get(row.subject_id) ?? []), slice]);
    }
  }

  replace(id: string, wordings: Wordings): void {
    this.bySubject.set(id, wordings);
  }

  /** The wording of a subject at a position and a known day. */
  at(id: string, position: bigint, day: Day): SubjectRecord {
    const slice = this.#of(id).find(
      (part) => holds(part, position) && part.knownFrom <= day && (part.knownTo === null || day < part.knownTo),
    );
    if (!slice) throw new Error(`The log holds a fact of the subject "${id}" before the subject itself.`);
    return slice.value;
  }

  /** Where the wording of a subject changes: positions, and known days within a slice. */
  breaksOf(id: string): { positions: bigint[]; within: <T>(slice: Slice<T>) => Slice<T>[] } {
    const parts = this.#of(id);
    return {
      positions: [...new Set(parts.map((part) => part.recordedFrom))],
      within: (slice) => {
        const days = parts
          .filter((part) => holds(part, slice.recordedFrom) && part.knownFrom > slice.knownFrom)
          .map((part) => part.knownFrom)
          .filter((day) => slice.knownTo === null || day < slice.knownTo);
        const starts = [slice.knownFrom, ...new Set(days)].toSorted((a, b) => a - b);
        return starts.map((day, index) => ({ ...slice, knownFrom: day, knownTo: starts[index + 1] ?? slice.knownTo }));
      },
    };
  }

  #of(id: string): Wordings {
    return this.bySubject.get(id) ?? [];
  }
}

function holds(slice: Slice<unknown>, position: bigint): boolean {
  return slice.recordedFrom <= position && (slice.recordedTo === null || position < slice.recordedTo);
}

/** Writes the wordings of the subjects that a batch records or corrects; answers with the corrected ones. */
export async function writeSubjects(
  tx: TimelineTx,
  events: readonly StoredEvent[],
  subjects: SubjectWordings,
  sources: SourceWordings,
): Promise<string[]> {
  const corrected = new Set(
    events.filter((event) => event.type === 'subject.corrected').map((event) => String(event.data['subject'])),
  );
  const recorded = events.filter((event) => event.type === 'subject.recorded').map((event) => String(event.data['id']));
  const last = events.at(-1)?.position;
  for (const id of new Set([...recorded, ...corrected])) {
    const [first] = await readById(asLog(tx), [`subject:${id}`]);
    if (!first) continue;
    const corrections = corrected.has(id)
      ? await readStream(asLog(tx), first.stream, { types: ['subject.corrected'], upTo: last })
      : [];
    const slices = wordingsOfRecord(
      recordOf<SubjectRecord>(first),
      corrections.map(recordOf<SubjectCorrection>),
      (position) => sources.publishedAt(position),
    );
    subjects.replace(id, slices);
    if (corrected.has(id)) await tx.deleteFrom('timeline_subjects').where('subject_id', '=', id).execute();
    await insertSubjects(tx, first, slices);
  }
  return [...corrected];
}

function recordOf<T>(event: StoredEvent): Recorded<T> {
  return { record: event.data as T, position: event.position, recordedAt: event.recordedAt };
}

async function insertSubjects(tx: TimelineTx, first: StoredEvent, slices: Wordings): Promise<void> {
  const rows = slices.map(({ value, ...slice }) => ({
    subject_id: value.id,
    position: String(first.position),
    recorded_at: first.recordedAt,
    recorded_from: String(slice.recordedFrom),
    recorded_to: slice.recordedTo === null ? null : String(slice.recordedTo),
    known_from: slice.knownFrom === BEGINNING ? BEGINNING : slice.knownFrom,
    known_to: slice.knownTo,
    type: value.type,
    name: value.name,
    parties: value.parties ?? [],
    topics: value.topics ?? [],
    part_of: value.partOf ?? null,
    attributes: value.attributes ?? {},
    search: lexemes([value.name, value.id, ...(value.parties ?? []).map(partyWords)]),
  }));
  await sql`
    insert into timeline_subjects (subject_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to,
      type, name, parties, topics, part_of, attributes, search)
    select subject_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to, type, name, parties,
      topics, part_of, attributes, array_to_tsvector(search)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (subject_id text, position bigint, recorded_at timestamptz,
      recorded_from bigint, recorded_to bigint, known_from integer, known_to integer, type text, name text, parties text[],
      topics text[], part_of text, attributes jsonb, search text[])`.execute(tx);
}
