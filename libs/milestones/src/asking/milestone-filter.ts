import { sql, type RawBuilder } from 'kysely';
import { possiblyWithin, parseEdtf, type Day, type Window } from '#libs/edtf';
import {
  asLog,
  KINDS,
  milestoneTypes,
  occurredBy,
  OPEN_END,
  OPEN_START,
  standingFactsOf,
  windowColumns,
  wordingUnder,
  type Reading,
} from '#libs/timeline';
import type { JsonObject } from '#libs/kernel';
import { deriveMilestones, supposedOf } from '../derive-milestones.js';
import { statusOn, type Milestone } from '../milestone.js';
import { selectMilestones, selectMilestonesBeyond, type WindowKey } from '../views/milestones/rows.js';

/** Which milestones are asked for; left out: all. */
export interface MilestoneFilter {
  subject?: readonly string[];
  subjectType?: readonly string[];
  topic?: readonly string[];
  party?: readonly string[];
  /** Their window overlaps with each of these. */
  windows?: readonly Window[];
  /** Only those that are neither met nor cancelled on this day (UTC). */
  openOn?: Day;
  /** Only those whose window ends before this day (UTC), or not before it. */
  overOn?: Day;
  notOverOn?: Day;
}

/** How many milestones, or subjects that have some, are read in one go. */
const PART = 50;

/** The milestones under the clocks of a reading, in the order of `byWindow`: all of them, for filters that are narrow. */
export async function readMilestones(filter: MilestoneFilter, reading: Reading): Promise<Milestone[]> {
  if (isClocked(reading)) return deriveUnderClocks(filter, reading);
  return (await selectMilestones(asLog(reading.tx), conditionOf(filter))).toSorted(byWindow);
}

/** The first window that is wanted, itself included, and where to go from it. */
export interface MilestoneStart {
  from: WindowKey | null;
  backwards: boolean;
}

/**
 * The milestones under the clocks of a reading in the order of their windows; those of one window come together, in no
 * order among them. As everything stands they are read from the view, part by part, so that whoever has enough reads no
 * further; under a clock they are derived by the same rules from the facts that the clocks let through.
 */
export async function* walkMilestones(
  filter: MilestoneFilter,
  reading: Reading,
  { from, backwards }: MilestoneStart,
): AsyncGenerator<Milestone[]> {
  if (isClocked(reading)) {
    const found = await deriveUnderClocks(filter, reading);
    yield* byWindows(backwards ? found.toReversed() : found, from, backwards);
    return;
  }
  // The window itself is wanted too, so the walk begins one day before it.
  let place: WindowKey | null = from && justBefore(from, backwards);
  for (;;) {
    const part = await selectMilestonesBeyond(asLog(reading.tx), conditionOf(filter), {
      from: place,
      backwards,
      least: PART,
    });
    yield* byWindows(part, null, backwards);
    const last = part.at(-1);
    if (part.length < PART || !last) return;
    place = keyDays(last);
  }
}

function isClocked({ knownAt, upTo, asOf }: Reading): boolean {
  return knownAt !== null || upTo !== null || asOf !== null;
}

function justBefore([start, end]: WindowKey, backwards: boolean): WindowKey {
  if (backwards) return end === OPEN_END ? [Math.min(start + 1, OPEN_END), OPEN_START] : [start, end + 1];
  return end === OPEN_START ? [Math.max(start - 1, OPEN_START), OPEN_END] : [start, end - 1];
}

/** Milestones in the order of their windows, together by window, from a window on. */
function* byWindows(ordered: readonly Milestone[], from: WindowKey | null, backwards: boolean): Generator<Milestone[]> {
  let [key, together]: [WindowKey | null, Milestone[]] = [null, []];
  for (const milestone of ordered) {
    const own = keyDays(milestone);
    if (from && compareKeys(own, from) * (backwards ? -1 : 1) < 0) continue;
    if (key && compareKeys(own, key) !== 0) {
      yield together;
      together = [];
    }
    key = own;
    together.push(milestone);
  }
  if (together.length > 0) yield together;
}

function compareKeys(one: WindowKey, other: WindowKey): number {
  return one[0] - other[0] || one[1] - other[1];
}

function conditionOf({
  subject,
  subjectType,
  topic,
  party,
  windows = [],
  openOn,
  overOn,
  notOverOn,
}: MilestoneFilter): RawBuilder<boolean> {
  const overlaps = windows.map(
    ({ earliest, latest }) => sql`and first_day <= ${latest ?? OPEN_END} and last_day >= ${earliest ?? OPEN_START}`,
  );
  return sql`${within('subject_id', subject)} and ${within('subject_type', subjectType)}
    and ${overlapping('topics', topic)} and ${overlapping('parties', party)}
    ${sql.join(overlaps, sql` `)}
    ${overOn === undefined ? sql`` : sql`and last_day < ${overOn}`}
    ${notOverOn === undefined ? sql`` : sql`and last_day >= ${notOverOn}`}
    and ${openOn === undefined ? sql`true` : isOpenOn(openOn)}`;
}

/** As `statusOn`, over rows. */
function isOpenOn(day: Day): RawBuilder<boolean> {
  const ended = sql`afterwards = 'met' and outstanding_by is null and last_day < ${day}`;
  return sql`met_by is null and cancelled_by is null and not (${ended})`;
}

function within(column: string, values: readonly string[] | undefined): RawBuilder<unknown> {
  return values === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...values]}::text[])`;
}

function overlapping(column: string, values: readonly string[] | undefined): RawBuilder<unknown> {
  return values === undefined ? sql`true` : sql`${sql.ref(column)} && ${[...values]}::text[]`;
}

interface SubjectUnderClocks {
  subject_id: string;
  type: string;
  name: string;
  topics: string[];
  parties: string[];
  attributes: JsonObject;
}

const DERIVING = new Set(KINDS.flatMap((kind) => milestoneTypes(kind.subjectType)));

async function deriveUnderClocks(filter: MilestoneFilter, reading: Reading): Promise<Milestone[]> {
  const found: Milestone[] = [];
  for (let from: string | null = ''; from !== null;) {
    const subjects: SubjectUnderClocks[] = await subjectsBeyond(from, filter, reading);
    const ids = subjects.map((row) => row.subject_id);
    const standing = await standingFactsOf(ids, reading, [...DERIVING]);
    for (const row of subjects) {
      const all = standing.get(row.subject_id) ?? [];
      const own = occurredBy(all, reading.asOf).flatMap(({ fact }) => (DERIVING.has(fact.type) ? [fact] : []));
      if (own.length === 0) continue;
      const derived = deriveMilestones({ ...row, id: row.subject_id }, own, supposedOf(row.type, all));
      found.push(...derived.filter((milestone) => isWanted(milestone, filter)));
    }
    from = subjects.length < PART ? null : (subjects.at(-1)?.subject_id ?? null);
  }
  return found.toSorted(byWindow);
}

async function subjectsBeyond(from: string, filter: MilestoneFilter, reading: Reading): Promise<SubjectUnderClocks[]> {
  const { rows } = await sql<SubjectUnderClocks>`
    select subject_id, type, name, topics, parties, attributes from timeline_subjects subject
     where subject_id > ${from} and ${wordingUnder(reading, 'subject')} and ${within('subject_id', filter.subject)}
       and ${within('type', filter.subjectType)} and ${overlapping('topics', filter.topic)}
       and ${hasFactOf(filter.party, reading)}
     order by subject_id limit ${PART}`.execute(reading.tx);
  return rows;
}

/** Whether one of these parties acted in a fact that milestones of a subject can follow from: others need no deriving. */
function hasFactOf(party: readonly string[] | undefined, reading: Reading): RawBuilder<unknown> {
  if (party === undefined) return sql`true`;
  return sql`exists (select from timeline entry
    where entry.subject_id = subject.subject_id and entry.type = any(${[...DERIVING]}::text[]) and not entry.retracted
      and entry.parties && ${[...party]}::text[] and ${wordingUnder(reading, 'entry')})`;
}

function isWanted(milestone: Milestone, wanted: MilestoneFilter): boolean {
  if (wanted.party && !wanted.party.some((party) => milestone.parties.includes(party))) return false;
  if (wanted.openOn !== undefined && ['met', 'cancelled'].includes(statusOn(milestone, wanted.openOn))) return false;
  const own = parseEdtf(milestone.window).window;
  const [, end] = keyDays(milestone);
  if (wanted.overOn !== undefined && end >= wanted.overOn) return false;
  if (wanted.notOverOn !== undefined && end < wanted.notOverOn) return false;
  return (wanted.windows ?? []).every((other) => possiblyWithin(own, other));
}

/** By the first day of the window, then by its end, then by id. */
export function byWindow(a: Milestone, b: Milestone): number {
  const [one, other] = [keyDays(a), keyDays(b)];
  return one[0] - other[0] || one[1] - other[1] || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The place of a milestone in the order of a timeline: first day (open start: last day), last day (open: infinite). */
export function keyDays(milestone: Milestone): WindowKey {
  const { sort_start, last_day } = windowColumns(parseEdtf(milestone.window).window);
  return [sort_start, last_day];
}
