import { sql, type RawBuilder } from 'kysely';
import { parseEdtf, type Day } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import {
  OPEN_END,
  recordedText,
  recordedUnder,
  stateOf,
  wordingUnder,
  type CaseState,
  type DatedFact,
  type Reading,
  type SourceEntry,
} from '#libs/timeline';
import {
  daysOfBeginning,
  letThrough,
  type Beginning,
  type ClockedWording,
  type ClockPoint,
} from '../domain/case-wordings.js';

/** One wording of one fact of a case, with what states and figures rest on. */
export interface ClockedFact extends ClockedWording {
  fact: DatedFact;
}

/** One wording of one fact of a case, as the timeline holds it. */
export interface CaseWording extends ClockedFact {
  summary: string | null;
  sources: SourceEntry[];
  sourceIds: string[];
  known: { day: number; basis: string };
  /** When the fact itself was recorded, RFC 3339. */
  recordedAt: string;
}

/** One fact of a case that stands under the recorded and the known clock. */
export interface StandingFact extends Beginning {
  fact: DatedFact;
}

interface FactRow {
  subject_id: string;
  fact_id: string;
  type: string;
  edtf: string | null;
  body: JsonObject;
  position: string;
  title: string;
  begun_by: number | null;
  plan: string | null;
}

interface ClockedRow extends FactRow {
  recorded_from: string;
  recorded_to: string | null;
  known_from: number;
  known_to: number | null;
  retracted: boolean;
}

interface Row extends ClockedRow {
  summary: string | null;
  sources: SourceEntry[];
  source_ids: string[];
  known_day: number;
  known_basis: string;
  recorded_text: string;
}

const OF_FACT = sql<FactRow>`subject_id, fact_id, type, edtf, body, position, title, begun_by, plan`;
const OF_CLOCKS = sql`recorded_from, recorded_to, known_from, known_to, retracted`;

/**
 * Every wording of the facts of some subjects over the recorded and the known clock, in timeline order, undated ones last,
 * so that their states can be told at many points of the clocks from one read.
 */
export function wordingsOfSubjects(cases: readonly string[], reading: Reading): Promise<Map<string, CaseWording[]>> {
  const told = sql`summary, sources, source_ids, known_day, known_basis, ${recordedText('entry')}`;
  return readFacts(cases, reading, sql<Row>`${OF_FACT}, ${OF_CLOCKS}, ${told}`, sql`true`, caseWording);
}

/** As `wordingsOfSubjects`, as far as they are on record, and no more of each than what states and figures rest on. */
export function clockedFacts(cases: readonly string[], reading: Reading): Promise<Map<string, ClockedFact[]>> {
  return readFacts(
    cases,
    reading,
    sql<ClockedRow>`${OF_FACT}, ${OF_CLOCKS}`,
    recordedUnder(reading, 'entry'),
    clockedFact,
  );
}

/**
 * The facts of some cases that stand under the recorded and the known clock, in timeline order, undated ones last; what
 * `asOf` lets through of them is told by `hadBegun`. No more is read than what states and figures rest on.
 */
export function standingFacts(cases: readonly string[], reading: Reading): Promise<Map<string, StandingFact[]>> {
  const standing = sql`not entry.retracted and ${wordingUnder(reading, 'entry')}`;
  return readFacts(cases, reading, OF_FACT, standing, standingFact);
}

async function readFacts<Selected extends FactRow, Told>(
  cases: readonly string[],
  reading: Reading,
  columns: RawBuilder<Selected>,
  condition: RawBuilder<unknown>,
  told: (row: Selected) => Told,
): Promise<Map<string, Told[]>> {
  const found = new Map<string, Told[]>(cases.map((id) => [id, []]));
  const { rows } = await sql<Selected>`
    select ${columns} from timeline entry where subject_id = any(${[...cases]}::text[]) and ${condition}
     order by subject_id, sort_start, last_day, position`.execute(reading.tx);
  for (const row of rows) found.get(row.subject_id)?.push(told(row));
  return found;
}

/** The facts of one case as the clocks let them through. */
export function factsAt(wordings: readonly ClockedFact[], point: ClockPoint): DatedFact[] {
  return letThrough(wordings, point).map(({ fact }) => fact);
}

/** The state of one case as the clocks let its facts through. */
export function stateAt(wordings: readonly ClockedFact[], point: ClockPoint): CaseState {
  return stateOf('case', factsAt(wordings, point)) as CaseState;
}

/**
 * The states of one case at the ends of some days, in their order, of facts that stand under the recorded and the known
 * clock; null where none of its facts had occurred. Folds once for each day on which one had.
 */
export function statesAt(standing: readonly StandingFact[], days: readonly Day[]): (CaseState | null)[] {
  const begun = daysOfBeginning(standing);
  const turns = [...new Set(begun)].toSorted((one, other) => one - other);
  let [reached, state]: [number, CaseState | null] = [0, null];
  return days.map((day) => {
    const before = reached;
    while (reached < turns.length && turns[reached]! <= day) reached += 1;
    if (reached > before) {
      const facts = standing.filter((_wording, index) => begun[index]! <= day).map(({ fact }) => fact);
      state = stateOf('case', facts) as CaseState;
    }
    return state;
  });
}

function standingFact(row: FactRow): StandingFact {
  return {
    fact: {
      id: row.fact_id,
      type: row.type,
      occurred: row.edtf === null ? null : parseEdtf(row.edtf),
      body: row.body,
      position: BigInt(row.position),
      title: row.title,
    },
    begunBy: row.begun_by,
    dated: row.edtf !== null && (row.begun_by ?? OPEN_END) < OPEN_END,
    plan: row.plan !== null,
  };
}

function clockedFact(row: ClockedRow): ClockedFact {
  return {
    ...standingFact(row),
    factId: row.fact_id,
    recordedFrom: BigInt(row.recorded_from),
    recordedTo: row.recorded_to === null ? null : BigInt(row.recorded_to),
    knownFrom: row.known_from,
    knownTo: row.known_to,
    retracted: row.retracted,
  };
}

function caseWording(row: Row): CaseWording {
  return {
    ...clockedFact(row),
    summary: row.summary,
    sources: row.sources,
    sourceIds: row.source_ids,
    known: { day: row.known_day, basis: row.known_basis },
    recordedAt: row.recorded_text,
  };
}
