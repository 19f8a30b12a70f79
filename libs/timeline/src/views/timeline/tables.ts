import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Window } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { SourceEntry } from '../../domain/record.js';

/** The columns that place a row on the clocks; positions are strings in rows, bigint in code. */
export interface ClockColumns {
  position: string;
  recorded_at: Date;
  recorded_from: string;
  recorded_to: string | null;
  known_from: number;
  known_to: number | null;
}

/** One wording of one fact. */
export interface EntryRow extends ClockColumns {
  fact_id: string;
  subject_id: string;
  subject_type: string;
  subject_name: string;
  type: string;
  edtf: string | null;
  first_day: number;
  last_day: number;
  sort_start: number;
  begun_by: number | null;
  precision: string | null;
  title: string;
  summary: string | null;
  body: JsonObject;
  topics: string[];
  parties: string[];
  related: string[];
  sources: SourceEntry[];
  source_ids: string[];
  disputed: boolean;
  known_day: number;
  known_basis: string;
  retracted: boolean;
  revision: number;
  corrected: boolean;
  plan: string | null;
  meets: string[];
}

/** A correction or a retraction, by what it changes: `fact:ID`, `subject:ID` or `source:ID`. */
export interface ChangeRow {
  target: string;
  position: string;
  recorded_at: Date;
  record: JsonObject;
  cites: string[];
}

/** One wording of one subject. */
export interface SubjectRow extends ClockColumns {
  subject_id: string;
  type: string;
  name: string;
  parties: string[];
  topics: string[];
  part_of: string | null;
  attributes: JsonObject;
}

/** One wording of one source. */
export interface SourceRow extends ClockColumns {
  source_id: string;
  title: string;
  publisher: string;
  published_on: string | null;
  published_day: number | null;
  url: string | null;
  archived_url: string | null;
  /** Days as `YYYY-MM-DD`: nothing is computed from them. */
  retrieved_on: string | null;
  sha256: string | null;
  checked_on: string | null;
}

/** The tables of the view. */
export type TimelineTables = {
  timeline: EntryRow;
  timeline_changes: ChangeRow;
  timeline_subjects: SubjectRow;
  timeline_sources: SourceRow;
};

/** A transaction that sees the tables of the view. */
export type TimelineTx = Transaction<TimelineTables>;

/** The same transaction for reading the log, which knows no tables of views. */
export function asLog(tx: TimelineTx): Transaction<unknown> {
  return tx as unknown as Transaction<unknown>;
}

/** An open start, and everything before every day. */
export const OPEN_START = -2_147_483_648;
/** An open end, no date, and everything after every day. */
export const OPEN_END = 2_147_483_647;

/** A window as the columns of a table keep it; `sort_start` is its first day, with an open start its last one. */
export function windowColumns({ earliest, latest }: Window): {
  first_day: number;
  last_day: number;
  sort_start: number;
} {
  return {
    first_day: earliest ?? OPEN_START,
    last_day: latest ?? OPEN_END,
    sort_start: earliest ?? latest ?? OPEN_END,
  };
}

/** The column `recorded_at` of rows under an alias as `recorded_text`: RFC 3339, UTC, microseconds, which a Date loses. */
export function recordedText(alias: string): RawBuilder<unknown> {
  return sql`to_char(${sql.ref(`${alias}.recorded_at`)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded_text`;
}
