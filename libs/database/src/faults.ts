import { sql, type Kysely, type RawBuilder } from 'kysely';
import { messageOf } from '#libs/kernel';

/** The first wait before another try, in seconds; each further one is four times as long, up to an hour. */
const FIRST_WAIT_S = 5;
const LONGEST_WAIT_S = 3_600;
/** How much of a reason is kept. */
const LONGEST_REASON = 500;

/**
 * The steps of the worker whose faults are kept. `clock`: what a clock that went back held up is dated anew;
 * `sealing`: keys are encrypted with SECRETS_KEY; `mailboxes`: mailboxes get
 * their hash; `ended-keys`: what ended keys made is disabled; `log`: events of subscriptions are appended; `queueing`:
 * messages go into the queue; `mail-server`: it can be reached.
 */
export type FaultStep =
  | 'clock'
  | 'planning'
  | 'news'
  | 'collection'
  | 'queueing'
  | 'delivery'
  | 'mail-server'
  | 'erasure'
  | 'sealing'
  | 'mailboxes'
  | 'ended-keys'
  | 'log'
  | 'flagging';

/** What failed now. */
export interface Failed {
  about: string;
  error: unknown;
  /** How far the next try is, where that is not for `noteFaults` to decide. */
  waitMs?: number;
}

/** What failed, and when it is tried again; real time. */
export interface Fault {
  step: FaultStep;
  /** The id of the subscription, message or milestone; empty where the step failed as a whole. */
  about: string;
  reason: string;
  /** How often it failed, from 1. */
  attempts: number;
  since: Date;
  lastAt: Date;
  nextAt: Date;
}

/** Keeps what failed, with its reason. The next try of the same is four times as far each time, up to an hour. */
export async function noteFaults(db: Kysely<unknown>, step: FaultStep, failed: readonly Failed[]): Promise<void> {
  if (failed.length === 0) return;
  // One statement cannot write a row twice.
  const rows = new Map(
    failed.map(({ about, error, waitMs }) => [about, { about, reason: reasonOf(error), wait: waitMs }]),
  );
  const failedNow = JSON.stringify([...rows.values()]);
  await sql`
    with failed as (
      select failed.*, least(coalesce(known.attempts, 0), 9) as tries
        from jsonb_to_recordset(${failedNow}::jsonb) as failed (about text, reason text, wait float8)
        left join faults known on known.step = ${step} and known.about = failed.about)
    insert into faults (step, about, reason, attempts, since, last_at, next_at)
    select ${step}, about, reason, 1, at, at,
           at + coalesce(wait / 1000, least(${LONGEST_WAIT_S}::int, ${FIRST_WAIT_S}::int * 4 ^ tries)) * interval '1 second'
      from failed, (select clock_timestamp() as at) now order by about
    on conflict (step, about) do update
       set reason = excluded.reason, attempts = faults.attempts + 1, last_at = excluded.last_at, next_at = excluded.next_at`.execute(
    db,
  );
}

/** Forgets what succeeded now. */
export async function clearFaults(db: Kysely<unknown>, step: FaultStep, about: readonly string[]): Promise<void> {
  if (about.length === 0) return;
  await sql`delete from faults where step = ${step} and about = any(${[...about]}::text[])`.execute(db);
}

/** Forgets that steps failed as a whole. */
export async function clearWholeFaults(db: Kysely<unknown>, steps: readonly FaultStep[]): Promise<void> {
  await sql`delete from faults where about = '' and step = any(${[...steps]}::text[])`.execute(db);
}

/** Whether something of a step, whose id an expression gives, failed and is not to be tried again yet. */
export function isWaitingAfterFault(step: FaultStep, about: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from faults where step = ${step} and faults.about = ${about} and faults.next_at > clock_timestamp())`;
}

/** What of a step is to be tried again now, the longest waiting first. */
export async function dueFaults(db: Kysely<unknown>, step: FaultStep, limit: number): Promise<string[]> {
  const { rows } = await sql<{ about: string }>`
    select about from faults where step = ${step} and next_at <= clock_timestamp() order by next_at limit ${limit}`.execute(
    db,
  );
  return rows.map(({ about }) => about);
}

/** The faults of all steps, the oldest first. */
export async function selectFaults(db: Kysely<unknown>, limit: number): Promise<Fault[]> {
  const { rows } = await sql<Fault>`
    select step, about, reason, attempts, since, last_at as "lastAt", next_at as "nextAt"
      from faults order by since, step, about limit ${limit}`.execute(db);
  return rows;
}

/** How many faults of a step there are, and the oldest of them. */
export interface FaultCount {
  step: FaultStep;
  count: number;
  /** How many of them are older than a minute. */
  lasting: number;
  oldest: Pick<Fault, 'about' | 'reason' | 'since'>;
  oldestSeconds: number;
}

/** The faults by their steps, each with its oldest; `lasting` counts those that are older than a minute. */
export async function countFaults(db: Kysely<unknown>): Promise<FaultCount[]> {
  const { rows } = await sql<FaultCount & Fault>`
    select distinct on (step) step, about, reason, since, (count(*) over steps)::int as count,
           (count(*) filter (where since < clock_timestamp() - interval '1 minute') over steps)::int as lasting,
           greatest(0, extract(epoch from clock_timestamp() - since))::float8 as "oldestSeconds"
      from faults window steps as (partition by step) order by step, since, about`.execute(db);
  return rows.map(({ step, count, lasting, about, reason, since, oldestSeconds }) => ({
    step,
    count,
    lasting,
    oldest: { about, reason, since },
    oldestSeconds,
  }));
}

/** The words of an error as they are kept: neither NUL nor lone surrogates, which Postgres refuses, nor line breaks. */
export function reasonOf(error: unknown): string {
  return messageOf(error)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON)
    .toWellFormed();
}
