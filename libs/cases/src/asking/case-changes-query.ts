import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { isoOfDay } from '#libs/edtf';
import {
  clockParameters,
  cutPage,
  filtersOf,
  momentParameter,
  occurredAnswer,
  pageParameters,
  parameterError,
  readCursor,
  readParameters,
  redactedAt,
  sourceAnswer,
  sourceNames,
  timelineView,
  ViewReader,
  type Cursor,
  type KnownBasis,
  type OccurredAnswer,
  type PageLinks,
  type RawParameters,
  type RedactedAt,
  type Reading,
  type SourceAnswer,
  type SourceEntry,
  recordedText,
} from '#libs/timeline';
import type { FoundChange } from './case-change-points.js';
import type { ClockedFact } from './case-facts.js';
import { walkChanges, type ChangeSearch } from './case-change-walk.js';
import { caseSubjectFilters, selectCases, type CaseSubject } from './case-filter.js';
import { isBefore, spanOf } from './change-span.js';

/** The parameters of `GET /v1/cases/changes`. */
export const caseChangesParameters = z.object({
  since: momentParameter.optional().meta({
    description:
      'From this day on (the whole UTC day), or after this instant or position of the log. Where the known clock is asked, of an instant and a position the day counts.',
    examples: ['2024-07-31'],
  }),
  until: momentParameter.optional().meta({
    description: 'Up to this day (the whole UTC day), instant or position of the log, itself included.',
    examples: ['2024-09-16'],
  }),
  clock: z.enum(['known', 'recorded']).optional().meta({
    description:
      '`known`: what became known in that span; `recorded`: what was put on record in it. Left out: `recorded` where `since` or `until` is a position, else `known`.',
  }),
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: '`desc`: the latest change first.' }),
  ...caseSubjectFilters,
  ...clockParameters,
  ...pageParameters,
});

/** What changed in one case at one point of a clock. */
export interface CaseChange {
  case: { id: string; name: string };
  /** The day on which it became known, or the instant of the recording. */
  at: string;
  /** The position of the log that changed it; null where the known clock is asked. */
  recordedPosition: string | null;
  kind: 'development' | 'correction' | 'retraction';
  /** Of a development the strongest basis of its day; `recorded`: on record since then, and no news of that day. */
  basis: KnownBasis | null;
  changes: FoundChange['changes'];
  /** The facts that came, were reworded, or were withdrawn. */
  facts: {
    id: string;
    type: string;
    title: string;
    /** Whether it came, was reworded, or was withdrawn. */
    kind: CaseChange['kind'];
    occurred: OccurredAnswer | null;
    known: { at: string; basis: KnownBasis };
    /** When the fact, its correction or its retraction was put on record. */
    recordedAt: string;
    sources: SourceAnswer[];
  }[];
}

/** One page of changes in the order that is asked for; on the known clock what has no day but that of its recording is last. */
export interface CaseChangesPage {
  clock: 'known' | 'recorded';
  items: CaseChange[];
  page: PageLinks;
  position: string;
}

/** A change of a case with when texts were removed that are shown of each of its facts, in their order; null: none was. */
export interface CaseChangeNews extends CaseChange {
  redacted: (RedactedAt | null)[];
}

type ChangesOf<Item> = Omit<CaseChangesPage, 'items'> & { items: Item[] };

/** Asks how cases changed between two points of a clock. Throws DomainError for parameters that do not fit. */
export class CaseChangesQuery extends Query<CaseChangesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Asks the same for a feed or a calendar, whose entries are dated. */
export class CaseChangesNewsQuery extends Query<ChangesOf<CaseChangeNews>> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

type Found = FoundChange & { subject: CaseSubject };

/** Answers CaseChangesQuery. */
@QueryHandler(CaseChangesQuery)
@Injectable()
export class CaseChangesQueryHandler implements IQueryHandler<CaseChangesQuery> {
  constructor(private readonly reader: ViewReader) {}

  execute({ raw }: CaseChangesQuery): Promise<CaseChangesPage> {
    return readChanges(this.reader, raw, async (items) => [...items]);
  }
}

/** Answers CaseChangesNewsQuery. */
@QueryHandler(CaseChangesNewsQuery)
@Injectable()
export class CaseChangesNewsQueryHandler implements IQueryHandler<CaseChangesNewsQuery> {
  constructor(private readonly reader: ViewReader) {}

  execute({ raw }: CaseChangesNewsQuery): Promise<ChangesOf<CaseChangeNews>> {
    return readChanges(this.reader, raw, async (items, reading) => {
      const removed = await redactedAt(items.flatMap(textsOf), reading);
      return items.map((item) => ({ ...item, redacted: removed.splice(0, item.facts.length) }));
    });
  }
}

function textsOf({ case: subject, facts }: CaseChange) {
  return facts.map(({ id, sources }) => ({ subject, facts: [id], sources }));
}

async function readChanges<Item extends CaseChange>(
  reader: ViewReader,
  raw: RawParameters,
  completed: (items: readonly CaseChange[], reading: Reading) => Promise<Item[]>,
): Promise<ChangesOf<Item>> {
  const parameters = readParameters(caseChangesParameters, raw);
  const { since, until } = parameters;
  if (since !== undefined && until !== undefined && isBefore(until, since))
    throw parameterError('until', 'lies before since');
  const byPosition = [since, until].some((moment) => moment && 'position' in moment);
  const clock = parameters.clock ?? (byPosition ? 'recorded' : 'known');
  const filters = filtersOf(raw);
  const cursor = readCursor(
    parameters.cursor,
    filters,
    clock === 'known' ? ['day', 'day', 'text'] : ['position', 'text'],
  );
  return reader.read(timelineView, parameters, async (reading) => {
    const span = await spanOf(since, until, clock, reading);
    const search = { clock, span, ...(await casesOf(parameters, reading)) };
    const changes: OrderedChange[] = [];
    for await (const change of inOrder(search, parameters.order, cursor, reading)) {
      changes.push(change);
      if (changes.length > parameters.limit) break;
    }
    const cut = cutPage(changes, parameters.limit, cursor, filters, ({ at, id, last }) =>
      clock === 'known' ? [last ? 1 : 0, Number(at), id] : [String(at), id],
    );
    const items = await itemsOf(await withSubjects(cut.rows, reading), clock, reading);
    return { clock, items: await completed(items, reading), page: cut.page };
  });
}

type OrderedChange = FoundChange & { id: string; last: boolean };

/** The changes beyond a cursor: on the known clock first the news, then what has no day but that of its recording. */
async function* inOrder(
  search: Omit<ChangeSearch, 'beyond' | 'backwards'>,
  order: 'asc' | 'desc',
  cursor: Cursor | null,
  reading: Reading,
): AsyncGenerator<OrderedChange> {
  const key = cursor?.key.slice(-2) ?? null;
  const place = key ? { at: BigInt(key[0]!), id: String(key[1]) } : undefined;
  const turned = cursor?.direction === 'prev';
  const backwards = (order === 'desc') !== turned;
  if (search.clock === 'recorded') {
    for await (const change of walkChanges({ ...search, beyond: place, backwards }, reading))
      yield { ...change, last: false };
    return;
  }
  const reached = cursor === null ? null : cursor.key[0] === 1;
  for (const last of turned ? [true, false] : [false, true]) {
    if (reached !== null && reached !== last && reached !== turned) continue;
    const beyond = reached === last ? place : undefined;
    for await (const change of walkChanges({ ...search, beyond, backwards }, reading))
      if ((change.basis === 'recorded') === last) yield { ...change, last };
  }
}

/** The most cases that are looked up by name; where more match, each part of the walk is filtered. */
const MOST_NAMED = 200;

async function casesOf(
  parameters: z.infer<typeof caseChangesParameters>,
  reading: Reading,
): Promise<Pick<ChangeSearch, 'cases' | 'filter'>> {
  if (!narrows(parameters)) return {};
  const cases = await selectCases(parameters, reading, { limit: MOST_NAMED + 1 });
  return cases.length > MOST_NAMED ? { filter: parameters } : { cases: cases.map(({ id }) => id) };
}

/** Whether not all cases are asked for. */
function narrows(parameters: z.infer<typeof caseChangesParameters>): boolean {
  return Object.keys(caseSubjectFilters).some(
    (name) => parameters[name as keyof typeof caseSubjectFilters] !== undefined,
  );
}

async function withSubjects(changes: readonly (FoundChange & { id: string })[], reading: Reading): Promise<Found[]> {
  const subjects = await selectCases({}, reading, { ids: [...new Set(changes.map(({ id }) => id))] });
  const byId = new Map(subjects.map((subject) => [subject.id, subject]));
  return changes.flatMap((change) => {
    const subject = byId.get(change.id);
    return subject ? [{ ...change, subject }] : [];
  });
}

async function itemsOf(found: readonly Found[], clock: 'known' | 'recorded', reading: Reading): Promise<CaseChange[]> {
  const sources = await sourcesOf(
    found.flatMap(({ facts }) => facts.map(({ sourcedBy }) => sourcedBy)),
    reading,
  );
  const names = await sourceNames([...sources.values()], reading);
  const instants = await instantsOf(found, reading);
  return found.map(({ at, kind, basis, changes, facts, subject }) => ({
    case: { id: subject.id, name: subject.name },
    at: clock === 'known' ? isoOfDay(Number(at)) : (instants.get(String(at)) ?? ''),
    recordedPosition: clock === 'known' ? null : String(at),
    kind,
    basis: clock === 'known' ? basis : null,
    changes,
    facts: facts.map(({ wording: { fact, known }, kind: ofFact, sourcedBy, recordedAt }) => ({
      id: fact.id,
      type: fact.type,
      title: fact.title,
      kind: ofFact,
      occurred: fact.occurred && occurredAnswer(fact.occurred.edtf),
      known: { at: isoOfDay(known.day), basis: known.basis },
      recordedAt: instants.get(String(recordedAt)) ?? '',
      sources: (sources.get(placeOf(sourcedBy))?.sources ?? []).map((entry) => sourceAnswer(entry, names)),
    })),
  }));
}

/** The sources of some wordings, by their places on the clocks. */
async function sourcesOf(
  wordings: readonly ClockedFact[],
  { tx }: Reading,
): Promise<Map<string, { sources: SourceEntry[]; source_ids: string[] }>> {
  const { rows } = await sql<{ place: string; sources: SourceEntry[]; source_ids: string[] }>`
    select entry.fact_id || ' ' || entry.recorded_from || ' ' || entry.known_from as place, entry.sources, entry.source_ids
      from unnest(${wordings.map(({ factId }) => factId)}::text[],
                  ${wordings.map(({ recordedFrom }) => String(recordedFrom))}::bigint[],
                  ${wordings.map(({ knownFrom }) => knownFrom)}::integer[]) wanted(fact_id, recorded_from, known_from)
      join timeline entry using (fact_id, recorded_from, known_from)`.execute(tx);
  return new Map(rows.map((row) => [row.place, row]));
}

function placeOf({ factId, recordedFrom, knownFrom }: ClockedFact): string {
  return `${factId} ${recordedFrom} ${knownFrom}`;
}

/** When the events at these positions were recorded: a fact, or a change of a fact, its subject or a source. */
async function instantsOf(found: readonly Found[], reading: Reading): Promise<Map<string, string>> {
  const positions = found.flatMap(({ at, facts }) => [at, ...facts.map(({ recordedAt }) => recordedAt)].map(String));
  const { rows } = await sql<{ position: string; recorded_text: string }>`
    select position, ${recordedText('told')} from (
      select position, recorded_at from timeline where subject_id = any(${found.map(({ subject }) => subject.id)}::text[])
      union select position, recorded_at from timeline_changes) told
     where position = any(${positions}::bigint[])`.execute(reading.tx);
  return new Map(rows.map((row) => [row.position, row.recorded_text]));
}
