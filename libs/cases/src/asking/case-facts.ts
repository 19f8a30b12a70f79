import { sql, type RawBuilder } from 'kysely';
import {
  recordedText,
  recordedUnder,
  STANDING_COLUMNS,
  standingFact,
  type CaseState,
  type Reading,
  type SourceEntry,
  type StandingFact,
  type StandingRow,
} from '#libs/timeline';
import { CaseStanding } from '../case-standing.js';
import { holdsAt, type ClockedWording, type ClockPoint } from '../domain/case-wordings.js';

/** One wording of one fact of a case, with what states and figures rest on. */
export interface ClockedFact extends ClockedWording, StandingFact {}

/** One wording of one fact of a case, as the timeline holds it. */
export interface CaseWording extends ClockedFact {
  summary: string | null;
  sources: SourceEntry[];
  sourceIds: string[];
  /** When the fact itself was recorded, RFC 3339. */
  recordedAt: string;
}

interface ClockedRow extends StandingRow {
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
  recorded_text: string;
}

const OF_CLOCKS = sql`recorded_from, recorded_to, known_from, known_to, retracted`;

/**
 * Every wording of the facts of some subjects over the recorded and the known clock, in timeline order, undated ones last,
 * so that their states can be computed at many points of the clocks from one read.
 */
export function wordingsOfSubjects(cases: readonly string[], reading: Reading): Promise<Map<string, CaseWording[]>> {
  const shown = sql`summary, sources, source_ids, ${recordedText('entry')}`;
  return readFacts(cases, reading, sql<Row>`${STANDING_COLUMNS}, ${OF_CLOCKS}, ${shown}`, sql`true`, caseWording);
}

/** As `wordingsOfSubjects`, and no more of each than what states and figures rest on. */
export function everyWording(cases: readonly string[], reading: Reading): Promise<Map<string, ClockedFact[]>> {
  return readFacts(cases, reading, sql<ClockedRow>`${STANDING_COLUMNS}, ${OF_CLOCKS}`, sql`true`, clockedFact);
}

/** As `wordingsOfSubjects`, as far as they are on record, and no more of each than what states and figures rest on. */
export function clockedFacts(cases: readonly string[], reading: Reading): Promise<Map<string, ClockedFact[]>> {
  return readFacts(
    cases,
    reading,
    sql<ClockedRow>`${STANDING_COLUMNS}, ${OF_CLOCKS}`,
    recordedUnder(reading, 'entry'),
    clockedFact,
  );
}

async function readFacts<Selected extends StandingRow, Read>(
  cases: readonly string[],
  reading: Reading,
  columns: RawBuilder<Selected>,
  condition: RawBuilder<unknown>,
  read: (row: Selected) => Read,
): Promise<Map<string, Read[]>> {
  const found = new Map<string, Read[]>(cases.map((id) => [id, []]));
  const { rows } = await sql<Selected>`
    select ${columns} from timeline entry where subject_id = any(${[...cases]}::text[]) and ${condition}
     order by subject_id, sort_start, last_day, position`.execute(reading.tx);
  for (const row of rows) found.get(row.subject_id)?.push(read(row));
  return found;
}

/** The case as it stands by the wordings that the recorded and the known clock match. */
export function standingAt<Wording extends ClockedFact>(
  wordings: readonly Wording[],
  point: Pick<ClockPoint, 'upTo' | 'knownAt'>,
): CaseStanding<Wording> {
  return new CaseStanding(wordings.filter((wording) => !wording.retracted && holdsAt(wording, point)));
}

/** The state that the facts of one case give by themselves that had certainly occurred under the clocks. */
export function stateAt(wordings: readonly ClockedFact[], point: ClockPoint): CaseState {
  return standingAt(wordings, point).stateOn(point.asOf);
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
    recordedAt: row.recorded_text,
  };
}
