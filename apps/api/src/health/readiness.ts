import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  blockerSentence,
  Database,
  findBlockers,
  pendingMigrations,
  projectRoot,
  unprotectedSentence,
} from '#libs/database';
import { EventStore, LogVerifications } from '#libs/event-store';
import { workAnswer, workFindings, WorkReports, type WorkAnswer, type WorkReport } from '#libs/health';
import { type Settings, messageOf } from '#libs/kernel';
import { VIEWS } from '#libs/milestones';
import { Checkpoints, type ViewStatus } from '#libs/projections';
import { UnreadableKeys } from '#libs/reminders';
import { seedState } from '#libs/timeline';
import { SETTINGS } from '../settings.js';

/** The views that the API answers from. */
export const ANSWERING_VIEWS: readonly string[] = VIEWS.map(({ name }) => name);

/** A view that was up to date once may be this many events behind, or it must have moved this short a time ago. */
const USUAL_LAG = 500n;
const MOVED_LATELY_MS = 10_000;
/** So long is waited for the figures of jobs and messages, without which the service can be asked all the same. */
const LONGEST_COUNT_MS = 2_000;
/** A database that somebody holds still must not hold this answer too. */
const LONGEST_CHECK_MS = 3_000;

/**
 * What /health/ready answers to a reader with a key. `problems` says in sentences why the service is not ready, and what somebody must look at
 * although it is: a log that was found wrong goes on being served, since stopping would help nobody.
 */
export interface Readiness {
  status: 'ready' | 'not-ready';
  /** `position:hash` of the end of the log; null where the database cannot be read. */
  head: string | null;
  views: {
    name: string;
    position: string;
    lag: string;
    error: string | null;
    /** Which process keeps it, in words. */
    holder: string | null;
    /** How many streams it has set aside. */
    quarantined: number;
  }[];
  /** How the jobs and the messages go; null where that cannot be read. */
  work: WorkAnswer | null;
  problems: string[];
}

/** What it answers without a key where reading is public: neither processes nor streams by their names. */
export type PublicReadiness = Pick<Readiness, 'status' | 'head' | 'problems'> & {
  views: Pick<Readiness['views'][number], 'name' | 'position' | 'lag' | 'quarantined'>[];
};

/** What was found, for both. */
export interface Finding {
  full: Readiness;
  reduced: PublicReadiness;
}

/** A sentence for a reader with a key, and the one for everybody; null where it names processes or streams. */
interface Remark {
  full: string;
  reduced: string | null;
}

const open = (sentence: string): Remark => ({ full: sentence, reduced: sentence });
const closed = (sentence: string): Remark => ({ full: sentence, reduced: null });

/**
 * Whether the service can be asked: the database is migrated, SEED is loaded, and every view has arrived at the head of the log once.
 * Afterwards a view is always a little behind while others write, so it only has to keep moving.
 */
@Injectable()
export class ReadinessCheck {
  readonly #arrived = new Set<string>();

  constructor(
    private readonly db: Database,
    private readonly store: EventStore,
    private readonly checkpoints: Checkpoints,
    private readonly verifications: LogVerifications,
    private readonly work: WorkReports,
    private readonly unreadableKeys: UnreadableKeys,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Never throws: what cannot be read is a problem. */
  async check(): Promise<Finding> {
    // Awaited later than begun: what it rejects with must be taken from the first moment on.
    const blocked = within(LONGEST_CHECK_MS, this.#blocked()).catch(() => []);
    try {
      return await within(LONGEST_CHECK_MS, this.#check(blocked));
    } catch (error) {
      const cause = { full: `This cannot be checked: ${messageOf(error)}`, reduced: 'This cannot be checked.' };
      return answer(null, [], [cause], await blocked);
    }
  }

  /** Who is in the way of others. */
  async #blocked(): Promise<Remark[]> {
    return (await findBlockers(this.db)).map((blocker) => closed(blockerSentence(blocker)));
  }

  async #check(blocked: Promise<Remark[]>): Promise<Finding> {
    const work = this.#work();
    const pending = await pendingMigrations(this.db);
    if (pending.length > 0) return answer(null, [], [open(`The database lacks the migrations ${pending.join(', ')}.`)]);
    const { position, hash } = await this.store.head();
    const status = new Map((await this.checkpoints.status()).map((view) => [view.name, view]));
    const lagging = ANSWERING_VIEWS.flatMap((name) => this.#problemOf(name, status.get(name), position));
    const problems = [...(await this.#unseeded()), ...lagging];
    const views = [...status.values()];
    const findings = [...(await this.#findings()), ...views.flatMap(remarksOn), ...(await blocked)];
    const report = await work;
    if (report instanceof Error) findings.push(notCounted(report));
    else findings.push(...workFindings(report));
    return answer(`${position}:${hash}`, views, problems, findings, report instanceof Error ? null : report);
  }

  /** Never rejects, since it is awaited late. */
  async #work(): Promise<WorkReport | Error> {
    try {
      return await within(LONGEST_COUNT_MS, this.work.read());
    } catch (error) {
      return error instanceof Error ? error : new Error(messageOf(error));
    }
  }

  async #findings(): Promise<Remark[]> {
    const [last, unprotected, unreadable] = await Promise.all([
      this.verifications.latest(),
      unprotectedSentence(this.db),
      this.unreadableKeys.found(),
    ]);
    const remarks = [...(unprotected === undefined ? [] : [open(unprotected)]), ...remarksOnKeys(unreadable)];
    if (last === undefined || last.ok) return remarks;
    const sentence = `The log was found wrong at ${last.verifiedAt.toISOString()}`;
    return [{ full: `${sentence}: ${last.sentence}`, reduced: `${sentence}.` }, ...remarks];
  }

  async #unseeded(): Promise<Remark[]> {
    const { waiting } = await seedState(this.db, this.settings.seed, projectRoot());
    return waiting.length === 0 ? [] : [open(`These files of SEED are not loaded yet: ${waiting.join(', ')}.`)];
  }

  #problemOf(name: string, view: ViewStatus | undefined, head: bigint): Remark[] {
    if (view === undefined) return head === 0n ? [] : [open(`The view ${name} has not begun; is the worker running?`)];
    if (view.error !== null)
      return [
        { full: `The view ${name} does not go on: ${view.error.message}`, reduced: `The view ${name} does not go on.` },
      ];
    if (view.lag === 0n) this.#arrived.add(name);
    // Its rows serve on until the new ones take their place; taking the service away would help nobody.
    if (isBeingReplaced(view)) return [];
    const usual = view.lag <= USUAL_LAG || Date.now() - view.updatedAt.getTime() < MOVED_LATELY_MS;
    if (view.lag === 0n || (this.#arrived.has(name) && usual)) return [];
    return [open(`The view ${name} is at position ${view.position}, ${view.lag} behind the log.`)];
  }
}

function answer(
  head: string | null,
  views: readonly ViewStatus[],
  problems: readonly Remark[],
  findings: readonly Remark[] = [],
  work: WorkReport | null = null,
): Finding {
  const remarks = [...problems, ...findings];
  const status = problems.length === 0 ? 'ready' : 'not-ready';
  const full: Readiness = {
    status,
    head,
    views: views.map(({ name, position, lag, error, holder, quarantine }) => ({
      name,
      position: String(position),
      lag: String(lag),
      error: error?.message ?? null,
      holder: holder?.owner ?? null,
      quarantined: quarantine.length,
    })),
    work: work && workAnswer(work),
    problems: remarks.map((remark) => remark.full),
  };
  return {
    full,
    reduced: {
      status,
      head,
      views: full.views.map(({ name, position, lag, quarantined }) => ({ name, position, lag, quarantined })),
      problems: remarks.flatMap(({ reduced }) => reduced ?? []),
    },
  };
}

function notCounted(error: Error): Remark {
  const sentence = 'How jobs and messages go cannot be read';
  return { full: `${sentence}: ${error.message}`, reduced: `${sentence}.` };
}

function remarksOnKeys([first, ...others]: readonly string[]): Remark[] {
  if (first === undefined) return [];
  const sentence = 'Neither SECRETS_KEY nor SECRETS_KEY_BEFORE opens';
  const which = others.length === 0 ? first : `${first} and ${others.length} more`;
  return [
    {
      full: `${sentence} the keys of ${which}; restart API and worker with the key that encrypted them as SECRETS_KEY_BEFORE.`,
      reduced: `${sentence} some keys of subscriptions.`,
    },
  ];
}

/** What somebody must look at although the view goes on. */
function remarksOn(view: ViewStatus): Remark[] {
  const { name, version, position, quarantine, rebuild, lastRebuild } = view;
  const first = quarantine[0];
  const streams = quarantine.length === 1 ? 'one stream' : `${quarantine.length} streams`;
  const aside =
    first === undefined
      ? []
      : [
          closed(
            `The view ${name} has set aside ${streams}, since ${first.since.toISOString()} ${first.stream} at position ${first.position}: ${first.error}. After a fix: dateline projections --replay ${name}.`,
          ),
        ];
  const isWaitedFor = lastRebuild !== null && lastRebuild.version > version;
  return [
    ...aside,
    ...(isBeingReplaced(view)
      ? [
          open(
            `Version ${rebuild!.version} of the view ${name} is being built, now at position ${rebuild!.position}; until it is there, the rows of version ${version} are served, which hold the log up to position ${position}.`,
          ),
        ]
      : []),
    ...(isWaitedFor ? [closed(`Version ${lastRebuild.version} of the view ${name}: ${lastRebuild.report}`)] : []),
  ];
}

/** Whether a process is at work on a newer version of a view that has rows to serve. */
function isBeingReplaced({ version, position, rebuild }: ViewStatus): boolean {
  return position > 0n && rebuild !== null && rebuild.version > version && !rebuild.free;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const end = sleep(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`the database did not answer within ${ms / 1000} seconds`);
  });
  // Whichever of the two comes second, nobody waits for it any more.
  for (const either of [work, end]) either.catch(() => {});
  try {
    return await Promise.race([work, end]);
  } finally {
    over.abort();
  }
}
