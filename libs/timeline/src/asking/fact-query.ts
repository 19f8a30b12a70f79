import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { isoOfDay } from '#libs/edtf';
import { readById, readRedactions, type RedactionGround } from '#libs/event-store';
import { DomainError, type Json, type JsonObject } from '#libs/kernel';
import type { FactCorrection, RetractionRecord, SourceEntry } from '../domain/record.js';
import { isCorrection, isEvidence } from '../domain/wordings.js';
import { differingEntry, type Said } from '../domain/differing-sources.js';
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
  type SourceNames,
  type TimelineItem,
} from './item.js';
import { notFound } from './not-found.js';
import { readParameters, type RawParameters } from './parameters.js';
import { singleParameters } from './subjects-query.js';
import { ViewReader, type Reading } from './view-reader.js';
import { occurredUnder, recordedUnder, wordingUnder } from './clock-conditions.js';

/** One wording of a fact: what it said, and in which span of the clocks it said so (ends are excluded). */
export interface FactWording {
  /** Days, and on what basis the first one is known. */
  known: { from: string; to: string | null; basis: string };
  /** Positions of the log, and the instants of their recording (RFC 3339). */
  recorded: { from: string; to: string | null; since: string; until: string | null };
  revision: number;
  retracted: boolean;
  disputed: boolean;
  /** The ids of the changes that it takes in; each is told, with its reason and its sources, among the changes. */
  changedBy: string[];
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

/** That the text of a fact or of one of its changes was removed from the log; nothing of what it said. */
export interface RedactionAnswer {
  /** The id of the event: `fact:ID`, `correction:ID` or `retraction:ID`. */
  event: string;
  at: string;
  ground: RedactionGround;
  reason: string;
}

/** A fact with everything that was ever said of it; `position` is the one that the answer reflects. */
export interface FactDetail extends Omit<TimelineItem, 'position'> {
  /** The place of the fact itself in the log. */
  recordedPosition: string;
  wordings: FactWording[];
  changes: FactChangeAnswer[];
  redactions: RedactionAnswer[];
  position: string;
}

/** Asks for one fact. Throws FACT_UNKNOWN, or NOT_UNDER_CLOCKS where the clocks do not show it (not-found). */
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
         where fact_id = ${id} and ${wordingUnder(reading, 'entry')} and ${occurredUnder(reading, 'entry') ?? sql`true`}`.execute(
        reading.tx,
      );
      const [item] = await toItems(rows, reading);
      if (!item)
        throw await notFound(
          new DomainError('FACT_UNKNOWN', 'not-found', `There is no fact "${id}" on record.`),
          'fact',
          id,
          reading,
        );
      const { position: recordedPosition, ...said } = item;
      const wordings = await wordingRows(id, reading);
      const changes = (await changesOfFacts([id], reading)).get(id) ?? [];
      return {
        ...said,
        recordedPosition,
        wordings: await wordingsOf(item, wordings, reading),
        changes,
        redactions: await redactionsOf(id, changes, reading),
      };
    });
  }
}

/** Under every clock alike: what was removed is gone from all of them. */
async function redactionsOf(
  id: string,
  changes: readonly FactChangeAnswer[],
  reading: Reading,
): Promise<RedactionAnswer[]> {
  const events = changes.map((change) => `${change.kind === 'retraction' ? 'retraction' : 'correction'}:${change.id}`);
  const found = await readRedactions(asLog(reading.tx), [`fact:${id}`, ...events]);
  return [...found.values()].map(({ event, at, ground, reason }) => ({ event, at, ground, reason }));
}

/** What was changed of some facts, in the order of recording, as far as the clocks let it through; by fact. */
export async function changesOfFacts(
  facts: readonly string[],
  reading: Reading,
): Promise<Map<string, FactChangeAnswer[]>> {
  const rows = await changeRows(facts, reading);
  const changed = [...new Set(rows.map(({ fact }) => fact))];
  const cited = rows.map(({ record }) => ({
    source_ids: (record['sources'] as unknown as SourceEntry[]).map((entry) => entry.source),
  }));
  const names = await sourceNames(cited, reading);
  const days = await publicationDays(
    cited.flatMap((row) => row.source_ids),
    reading,
  );
  const knownDays = await knownDaysOf(changed, reading);
  const recorded = await readById(
    asLog(reading.tx),
    changed.map((id) => `fact:${id}`),
  );
  const first = new Map(recorded.map(({ data }) => [String(data['id']), data]));
  return new Map(
    changed.map((id) => {
      const own = rows.filter(({ fact }) => fact === id);
      return [id, answersOf(own, first.get(id) ?? {}, knownDays.get(id), { reading, names, days })];
    }),
  );
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

async function wordingsOf(
  { id, position, recordedAt }: TimelineItem,
  rows: readonly SelectedEntry[],
  reading: Reading,
): Promise<FactWording[]> {
  const instants = (await instantsOfChanges(rows, reading)).set(position, recordedAt);
  const names = await sourceNames(rows, reading);
  // What a wording takes in is asked as of its own place on the clocks, where its sources may have had other days.
  const changes = new Map<string, FactChangeAnswer[]>();
  for (const from of new Set(rows.map((row) => row.recorded_from))) {
    const found = await changesOfFacts([id], { ...reading, upTo: BigInt(from), knownAt: null });
    changes.set(from, found.get(id) ?? []);
  }
  return rows.map((row) => ({
    ...spansOf(row, instants, changes.get(row.recorded_from) ?? [], reading),
    revision: row.revision,
    retracted: row.retracted,
    disputed: row.disputed,
    changedBy: (changes.get(row.recorded_from) ?? [])
      .filter(({ known }) => known.at <= isoOfDay(row.known_from))
      .map((change) => change.id),
    occurred: row.edtf === null ? null : occurredAnswer(row.edtf),
    title: row.title,
    summary: row.summary,
    body: row.body,
    sources: row.sources.map((entry) => sourceAnswer(entry, names)),
  }));
}

/** Where a wording begins and ends; an end that a clock does not let through is none. */
function spansOf(
  row: SelectedEntry,
  instants: ReadonlyMap<string, string>,
  changes: readonly FactChangeAnswer[],
  { upTo, knownAt }: Reading,
): Pick<FactWording, 'known' | 'recorded'> {
  const unknown = row.known_to === null || row.known_to === OPEN_END || (knownAt !== null && row.known_to > knownAt);
  const to = row.recorded_to !== null && (upTo === null || BigInt(row.recorded_to) <= upTo) ? row.recorded_to : null;
  const from = isoOfDay(row.known_from);
  // It begins with the fact, with a change of it, or on the day on which one more of its sources came out.
  const begun =
    row.known_from === row.known_day ? row.known_basis : changes.find(({ known }) => known.at === from)?.known.basis;
  return {
    known: { from, to: unknown ? null : isoOfDay(row.known_to!), basis: begun ?? 'published' },
    recorded: {
      from: row.recorded_from,
      to,
      since: instants.get(row.recorded_from) ?? '',
      until: to === null ? null : (instants.get(to) ?? null),
    },
  };
}

/** When the changes were recorded with which wordings begin and end, by position. */
async function instantsOfChanges(rows: readonly SelectedEntry[], reading: Reading): Promise<Map<string, string>> {
  const positions = rows.flatMap((row) => [row.recorded_from, row.recorded_to ?? []].flat());
  const { rows: told } = await sql<{ position: string; recorded_text: string }>`
    select position, ${recordedText('timeline_changes')} from timeline_changes
     where position = any(${positions}::bigint[])`.execute(reading.tx);
  return new Map(told.map((row) => [row.position, row.recorded_text]));
}

interface ChangeSelected {
  fact: string;
  record: JsonObject;
  position: string;
  recorded_text: string;
}

async function changeRows(facts: readonly string[], reading: Reading): Promise<ChangeSelected[]> {
  if (facts.length === 0) return [];
  const recorded = reading.upTo === null ? sql`true` : sql`position <= ${reading.upTo}`;
  const { rows } = await sql<ChangeSelected>`
    select substr(target, 6) as fact, record, position, ${recordedText('timeline_changes')} from timeline_changes
     where target = any(${facts.map((id) => `fact:${id}`)}::text[]) and ${recorded} order by target, position`.execute(
    reading.tx,
  );
  return rows;
}

/** Since when facts are known by what is on record under the clock, their corrections among it. */
async function knownDaysOf(facts: readonly string[], reading: Reading): Promise<Map<string, number>> {
  const { rows } = await sql<{ fact_id: string; known_day: number }>`
    select distinct on (fact_id) fact_id, known_day from timeline entry
     where fact_id = any(${[...facts]}::text[]) and ${recordedUnder(reading, 'entry')} order by fact_id`.execute(
    reading.tx,
  );
  return new Map(rows.map((row) => [row.fact_id, row.known_day]));
}

/** The changes of one fact, told with what each field was before; what is not known yet is left out. */
function answersOf(
  rows: readonly ChangeSelected[],
  recorded: JsonObject,
  knownDay: number | undefined,
  { reading, names, days }: { reading: Reading; names: SourceNames; days: ReadonlyMap<string, number | null> },
): FactChangeAnswer[] {
  let before = recorded;
  const answers: FactChangeAnswer[] = [];
  for (const { record, position, recorded_text } of rows) {
    const change = record as unknown as FactCorrection | RetractionRecord;
    const own = knownOfChange(change, (source) => days.get(source) ?? null, recorded_text);
    const at = Math.max(own.day, knownDay ?? own.day);
    if (reading.knownAt !== null && at > reading.knownAt) continue;
    const correction = isCorrection(change) ? change : null;
    const corrected = { occurred: null, ...before, ...correction?.changes } as unknown as Said;
    answers.push({
      id: change.id,
      kind:
        correction === null
          ? 'retraction'
          : isEvidence(correction, (before['sources'] ?? []) as unknown as SourceEntry[])
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
      sources: change.sources.map((entry) => sourceAnswer(differingEntry(entry, corrected), names)),
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
