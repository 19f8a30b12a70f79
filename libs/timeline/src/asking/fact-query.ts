import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { isoOfDay } from '#libs/edtf';
import { readById } from '#libs/event-store';
import { DomainError, type Json, type JsonObject } from '#libs/kernel';
import type { FactCorrection, RetractionRecord, SourceEntry } from '../domain/record.js';
import { isCorrection, isEvidence } from '../domain/wordings.js';
import { knownOfChange } from '../domain/known.js';
import { timelineView } from '../views/timeline/index.js';
import { asLog, OPEN_END, recordedText } from '../views/timeline/tables.js';
import { entryColumns, sourceNames, toItems } from './entries-reader.js';
import {
  occurredAnswer,
  sourceAnswer,
  type OccurredAnswer,
  type SelectedEntry,
  type SourceAnswer,
  type TimelineItem,
} from './item.js';
import { readParameters, type RawParameters } from './parameters.js';
import { singleParameters } from './subjects-query.js';
import { ViewReader, type Reading } from './view-reader.js';
import { occurredBy, wordingUnder } from './clock-conditions.js';

/** One wording of a fact: what it said, and in which span of the clocks it said so (ends are excluded). */
export interface FactWording {
  known: { from: string; to: string | null };
  /** Positions of the log. */
  recorded: { from: string; to: string | null };
  revision: number;
  retracted: boolean;
  occurred: OccurredAnswer | null;
  title: string;
  summary: string | null;
  body: JsonObject;
  sources: SourceAnswer[];
}

/** One change of a fact: what it was, why, who says so, since when it is known and on record. */
export interface FactChangeAnswer {
  id: string;
  kind: 'correction' | 'evidence' | 'retraction';
  reason: string;
  known: { at: string; basis: string };
  recordedAt: string;
  position: string;
  changes: { field: string; before: Json; after: Json }[];
  sources: SourceAnswer[];
}

/** A fact with everything that was ever said of it; `position` is the one that the answer reflects. */
export interface FactDetail extends Omit<TimelineItem, 'position'> {
  /** The place of the fact itself in the log. */
  recordedPosition: string;
  wordings: FactWording[];
  changes: FactChangeAnswer[];
  position: string;
}

/** Asks for one fact. Throws FACT_UNKNOWN (not-found), also where the clocks do not let it through. */
export class FactQuery extends Query<FactDetail> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** Answers FactQuery. */
@QueryHandler(FactQuery)
@Injectable()
export class FactQueryHandler implements IQueryHandler<FactQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ id, raw }: FactQuery): Promise<FactDetail> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const { rows } = await sql<SelectedEntry>`
        select ${entryColumns(reading)} from timeline entry
         where fact_id = ${id} and ${wordingUnder(reading, 'entry')} and ${occurredBy(reading, 'entry') ?? sql`true`}`.execute(
        reading.tx,
      );
      const [item] = await toItems(rows, reading);
      if (!item) throw new DomainError('FACT_UNKNOWN', 'not-found', `There is no fact "${id}" on record.`);
      const { position: recordedPosition, ...said } = item;
      const wordings = await wordingRows(id, reading);
      return {
        ...said,
        recordedPosition,
        wordings: await wordingsOf(wordings, reading),
        changes: await changesOf(id, wordings[0], reading),
      };
    });
  }
}

/** What was changed of a fact, in the order of recording, as far as the clocks let it through. */
export async function changesOfFact(id: string, reading: Reading): Promise<FactChangeAnswer[]> {
  const [first] = await wordingRows(id, reading);
  return changesOf(id, first, reading);
}

/** Every wording that the clocks let through, in the order of recording, then of knowledge. */
async function wordingRows(id: string, reading: Reading): Promise<SelectedEntry[]> {
  const known = reading.knownAt === null ? sql`true` : sql`known_from <= ${reading.knownAt}`;
  const recorded = reading.upTo === null ? sql`true` : sql`recorded_from <= ${reading.upTo}`;
  const { rows } = await sql<SelectedEntry>`
    select ${entryColumns(reading)} from timeline entry where fact_id = ${id} and ${known} and ${recorded}
     order by recorded_from, known_from`.execute(reading.tx);
  return rows;
}

async function wordingsOf(rows: readonly SelectedEntry[], reading: Reading): Promise<FactWording[]> {
  const names = await sourceNames(rows, reading);
  return rows.map((row) => ({
    known: {
      from: isoOfDay(row.known_from),
      to: row.known_to === null || row.known_to === OPEN_END ? null : isoOfDay(row.known_to),
    },
    recorded: { from: row.recorded_from, to: row.recorded_to },
    revision: row.revision,
    retracted: row.retracted,
    occurred: row.edtf === null ? null : occurredAnswer(row.edtf),
    title: row.title,
    summary: row.summary,
    body: row.body,
    sources: row.sources.map((entry) => sourceAnswer(entry, names)),
  }));
}

interface ChangeSelected {
  record: JsonObject;
  position: string;
  recorded_text: string;
}

/** The changes of a fact in the order of recording, as far as both clocks let them through. */
async function changesOf(id: string, first: SelectedEntry | undefined, reading: Reading): Promise<FactChangeAnswer[]> {
  const recorded = reading.upTo === null ? sql`true` : sql`position <= ${reading.upTo}`;
  const { rows } = await sql<ChangeSelected>`
    select record, position, ${recordedText('timeline_changes')}
      from timeline_changes where target = ${`fact:${id}`} and ${recorded} order by position`.execute(reading.tx);
  const cited = rows.map(({ record }) => ({
    source_ids: (record['sources'] as unknown as SourceEntry[]).map((entry) => entry.source),
  }));
  const names = await sourceNames(cited, reading);
  const days = await publicationDays(
    cited.flatMap((row) => row.source_ids),
    reading,
  );
  const [recordedFact] = await readById(asLog(reading.tx), [`fact:${id}`]);
  let before: JsonObject = recordedFact?.data ?? {};
  const answers: FactChangeAnswer[] = [];
  for (const { record, position, recorded_text } of rows) {
    const change = record as unknown as FactCorrection | RetractionRecord;
    const own = knownOfChange(change, (source) => days.get(source) ?? null, recorded_text);
    const at = Math.max(own.day, first?.known_day ?? own.day);
    if (reading.knownAt !== null && at > reading.knownAt) continue;
    const correction = isCorrection(change) ? change : null;
    answers.push({
      id: change.id,
      kind:
        correction === null
          ? 'retraction'
          : isEvidence(correction, before['sources'] as unknown as SourceEntry[])
            ? 'evidence'
            : 'correction',
      reason: change.reason,
      known: { at: isoOfDay(at), basis: own.basis },
      recordedAt: recorded_text,
      position,
      changes: Object.entries(correction?.changes ?? {}).map(([field, after]) => ({
        field,
        before: before[field] ?? null,
        after: after ?? null,
      })),
      sources: change.sources.map((entry) => sourceAnswer(entry, names)),
    });
    before = { ...before, ...correction?.changes };
  }
  return answers;
}

async function publicationDays(ids: readonly string[], reading: Reading): Promise<Map<string, number | null>> {
  const { rows } = await sql<{ source_id: string; published_day: number | null }>`
    select source_id, published_day from timeline_sources published
     where source_id = any(${[...new Set(ids)]}::text[]) and ${wordingUnder({ ...reading, knownAt: null }, 'published')}`.execute(
    reading.tx,
  );
  return new Map(rows.map((row) => [row.source_id, row.published_day]));
}
