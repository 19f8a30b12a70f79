import { sql, type Kysely, type RawBuilder } from 'kysely';
import { parseEdtf } from '#libs/edtf';
import { windowColumns, type Deadline } from '#libs/timeline';
import type { Milestone } from '../../milestone.js';

interface MilestoneRow {
  subject_id: string;
  rule: string;
  occasion: string;
  subject_type: string;
  subject_name: string;
  topics: string[];
  parties: string[];
  title: string;
  edtf: string;
  position: string;
  because: string;
  reason: Milestone['reason'];
  article: string | null;
  derived_from: string[];
  met_by: string | null;
  cancelled_by: string | null;
  afterwards: Milestone['afterwards'];
  outstanding_by: string | null;
  deadline: Milestone['deadline'];
}

/** Replaces the milestones of some subjects. */
export async function replaceMilestones(
  tx: Kysely<unknown>,
  subjects: readonly string[],
  milestones: readonly Milestone[],
): Promise<void> {
  await sql`delete from milestones where subject_id = any(${[...subjects]}::text[])`.execute(tx);
  if (milestones.length === 0) return;
  await sql`
    insert into milestones
    select * from json_to_recordset(${JSON.stringify(milestones.map(rowOf))}::json) as row (subject_id text, rule text,
      occasion text, subject_type text, subject_name text, topics text[], parties text[], title text, edtf text,
      first_day integer, last_day integer, sort_start integer, position bigint, because text, article text,
      derived_from text[], met_by text, cancelled_by text, afterwards text, reason jsonb, outstanding_by text,
      deadline jsonb)`.execute(tx);
}

/** The place of a window in the order of a timeline. */
export type WindowKey = readonly [start: number, end: number];

/** Milestones under a condition on rows of `milestones`, in no order. */
export async function selectMilestones(tx: Kysely<unknown>, condition: RawBuilder<boolean>): Promise<Milestone[]> {
  const { rows } = await sql<MilestoneRow>`select * from milestones where ${condition}`.execute(tx);
  return rows.map(milestoneOf);
}

/**
 * At least so many milestones under a condition, in the order of their windows, those of one window all and in no order
 * among them: beyond a window, or from the first (backwards: the last) on.
 */
export async function selectMilestonesBeyond(
  tx: Kysely<unknown>,
  condition: RawBuilder<boolean>,
  { from, backwards, least }: { from: WindowKey | null; backwards: boolean; least: number },
): Promise<Milestone[]> {
  const [sign, direction] = backwards ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const beyond = from ? sql`(sort_start, last_day) ${sign} (${from[0]}::integer, ${from[1]}::integer)` : sql`true`;
  const { rows } = await sql<MilestoneRow>`
    select * from milestones where ${condition} and ${beyond}
     order by sort_start ${direction}, last_day ${direction} fetch first ${sql.lit(least)} rows with ties`.execute(tx);
  return rows.map(milestoneOf);
}

/** The milestones that are waited for: neither met nor cancelled. */
export function selectOpenMilestones(tx: Kysely<unknown>): Promise<Milestone[]> {
  return selectMilestones(tx, sql<boolean>`met_by is null and cancelled_by is null`);
}

function rowOf(milestone: Milestone): Record<string, unknown> {
  return {
    subject_id: milestone.subject.id,
    rule: milestone.rule,
    occasion: milestone.occasion,
    subject_type: milestone.subject.type,
    subject_name: milestone.subject.name,
    topics: milestone.topics,
    parties: milestone.parties,
    title: milestone.title,
    edtf: milestone.window,
    ...windowColumns(parseEdtf(milestone.window).window),
    position: String(milestone.position),
    because: milestone.because,
    article: milestone.article,
    derived_from: milestone.derivedFrom,
    met_by: milestone.metBy,
    cancelled_by: milestone.cancelledBy,
    afterwards: milestone.afterwards,
    reason: milestone.reason,
    outstanding_by: milestone.outstandingBy,
    deadline: milestone.deadline,
  };
}

function milestoneOf(row: MilestoneRow): Milestone {
  return {
    id: `${row.subject_id}.${row.rule}.${row.occasion}`,
    subject: { id: row.subject_id, type: row.subject_type, name: row.subject_name },
    topics: row.topics,
    parties: row.parties,
    rule: row.rule,
    occasion: row.occasion,
    title: row.title,
    window: row.edtf,
    because: row.because,
    reason: row.reason,
    article: row.article,
    derivedFrom: row.derived_from,
    metBy: row.met_by,
    cancelledBy: row.cancelled_by,
    outstandingBy: row.outstanding_by,
    afterwards: row.afterwards,
    deadline: row.deadline && withLastDays(row.deadline),
    position: BigInt(row.position),
  };
}

/**
 * Rows that were written before version 10 say no `lastDay`, and are served until the view is rebuilt. A damaged one is left
 * to whoever uses it, so that it stops no other.
 */
function withLastDays(deadline: Deadline): Deadline {
  if (!Array.isArray(deadline.readings)) return deadline;
  return {
    ...deadline,
    readings: deadline.readings.map((reading) => ({
      ...reading,
      lastDay: reading.lastDay ?? reading.movedDay ?? reading.statutoryDay,
    })),
  };
}
