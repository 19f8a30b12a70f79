import { once } from 'node:events';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import { AccessModule, Audit } from '#libs/access';
import { CasesModule } from '#libs/cases';
import {
  Database,
  DatabaseModule,
  ensureClock,
  findLogWeaknesses,
  isDatabaseAway,
  isRoleRefused,
  openDatabase,
  openOwnerDatabase,
  pendingMigrations,
} from '#libs/database';
import { EventStore, EventStoreModule, recorderOfRun, type Recorder } from '#libs/event-store';
import { CLOCK, type Clock, type Settings } from '#libs/kernel';
import { MilestonesModule, VIEWS } from '#libs/milestones';
import { Checkpoints, ProjectionRunner, ProjectionsModule } from '#libs/projections';
import { LinkRotations, Recoveries, SignUps, Subscriptions, SubscriptionsModule } from '#libs/reminders';
import { TimelineModule } from '#libs/timeline';
import { Failure } from './failure.js';
import { findSecretsKey, findSecretsKeyBefore } from './secrets-key.js';
import { withoutSequences } from './terminal.js';
import { openPlace, type Intent, type Place } from './place.js';
import { migrateAsOwner } from './up/migrate-as-owner.js';

/** How long a worker that may run elsewhere is given to bring the views up to date. */
const WORKER_PATIENCE_MS = 2_000;

/** What a command works with while its database is open. */
export interface Context {
  db: Database;
  store: EventStore;
  subscriptions: Subscriptions;
  signUps: SignUps;
  linkRotations: LinkRotations;
  recoveries: Recoveries;
  /** The recorder of what this run of the command changes. */
  recorder: Recorder;
  /** Records administration; see `audited`. */
  audit: Audit;
  /** The address in links: that of the running service, else PUBLIC_URL, else a guess from HOST and PORT. */
  publicUrl: string;
  /** The address is a guess: no token may be shown with it. */
  isUrlGuessed: boolean;
  /** Whether reading needs a key: at the running service, else by READ_ACCESS; undefined where neither says so. */
  readAccess: Settings['readAccess'] | undefined;
  /** The instant that the service's clock shows. */
  now: () => Date;
  /** Aborted when the command is to end before it has finished. */
  signal: AbortSignal;
  ask: <Answer>(query: Query<Answer>) => Promise<Answer>;
  order: <Result>(command: Command<Result>) => Promise<Result>;
  /** Works as the role that owns the log, for the time of this work alone; only with the intent `own`. */
  asOwner: <T>(work: (owner: Database) => Promise<T>) => Promise<T>;
  /** Returns when every view holds all that the log holds now. */
  bringViewsUpToDate: () => Promise<void>;
}

/** With what a command opens its database. */
export interface Opening {
  settings: Settings;
  intent: Intent;
  /** The answer is for a program. */
  json: boolean;
  signal: AbortSignal;
  note: (line: string) => void;
}

/**
 * Opens the database of the settings (see `openPlace`), does the work, and leaves everything as it was found, also
 * after a failure or when the command is told to end. A command that reads finds the views up to date; one that writes
 * finds the database migrated.
 */
export async function withContext<T>(opening: Opening, work: (context: Context) => Promise<T>): Promise<T> {
  const place = await openPlace(opening.settings, opening.intent, opening.signal, opening.note);
  try {
    await makeReady(place, opening);
    return await withApplication(place, opening, work);
  } finally {
    await place.close();
  }
}

async function withApplication<T>(
  place: Place,
  { settings, intent, signal, json }: Opening,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const [isUrlSet, isAccessSet] = [isSet('PUBLIC_URL'), isSet('READ_ACCESS')];
  // A database of its own may belong to another service than the one on DATA_DIR.
  const isOther = settings.databaseUrl !== undefined;
  const publicUrl = isOther && isUrlSet ? settings.publicUrl : (place.serviceUrl ?? settings.publicUrl);
  const setAccess = isAccessSet ? settings.readAccess : undefined;
  const readAccess = isOther ? (setAccess ?? place.serviceReadAccess) : (place.serviceReadAccess ?? setAccess);
  const imports = [
    DatabaseModule.forRoot({ url: place.url, max: 4, applicationName: 'dateline-cli' }),
    EventStoreModule.forRoot(),
    ProjectionsModule.forRoot(),
    TimelineModule,
    MilestonesModule,
    CasesModule,
    AccessModule,
    SubscriptionsModule.forRoot({
      publicUrl,
      allowPrivate: settings.webhookAllowPrivate,
      readAccess: readAccess ?? settings.readAccess,
      nat64Prefixes: settings.nat64Prefixes,
      secretsKey: findSecretsKey(settings),
      secretsKeyBefore: findSecretsKeyBefore(settings),
    }),
  ];
  const app = await NestFactory.createApplicationContext(
    { module: class CommandLine {}, imports },
    { logger: false, abortOnError: false },
  );
  try {
    const [db, store, checkpoints] = [app.get(Database), app.get(EventStore), app.get(Checkpoints)];
    const [queries, commands] = [app.get(QueryBus), app.get(CommandBus)];
    // Programs get what is on record as it is; JSON escapes what would steer a terminal.
    const readable = <Answer>(answer: Answer): Answer => (json ? answer : withoutSequences(answer));
    const context: Context = {
      db,
      store,
      subscriptions: app.get(Subscriptions),
      signUps: app.get(SignUps),
      linkRotations: app.get(LinkRotations),
      recoveries: app.get(Recoveries),
      recorder: recorderOfRun('operator'),
      audit: app.get(Audit),
      publicUrl,
      readAccess,
      isUrlGuessed: place.serviceUrl === undefined && !isUrlSet,
      now: () => app.get<Clock>(CLOCK).now(),
      signal,
      ask: async (query) => readable(await queries.execute(query)),
      order: async (command) => readable(await commands.execute(command)),
      asOwner: (task) => asOwner(place, task),
      bringViewsUpToDate: () => bringUpToDate(db, store, checkpoints, place.alone),
    };
    if (intent === 'read') await context.bringViewsUpToDate();
    return await untilAborted(work(context), signal);
  } finally {
    await app.close();
  }
}

function isSet(name: string): boolean {
  return (process.env[name] ?? '').trim() !== '';
}

/** The result of the work, or the reason of the abortion, whichever comes first. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const abortion = once(signal, 'abort', { signal: over.signal }).then(() => signal.throwIfAborted());
  // Whichever of the two loses may still fail, and nobody waits for it any more.
  for (const either of [work, abortion]) either.catch(() => {});
  try {
    signal.throwIfAborted();
    return (await Promise.race([work, abortion])) as T;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
  }
}

async function makeReady(place: Place, { settings, intent }: Opening): Promise<void> {
  const db = openDatabase(place.url, { max: 2, applicationName: 'dateline-cli' });
  try {
    const isWriting = intent === 'write' || intent === 'own';
    const isReady = await isSetUp(db, isWriting ? settings.clockStart : undefined);
    if (!isReady && (isWriting || place.alone)) return await migrateAsOwner(place, settings);
    if (!isReady) {
      throw new Failure('The database is not set up for this release; run "dateline migrate" or start the service.');
    }
    if (isWriting && settings.clockStart !== undefined) await ensureClock(db, settings.clockStart);
  } finally {
    await db.close();
  }
}

/** Whether the database has every table of this release and, for a log that begins at another instant, its clock. */
async function isSetUp(db: Database, clockStart?: string): Promise<boolean> {
  try {
    if ((await pendingMigrations(db)).length > 0) return false;
    return clockStart === undefined || (await db.pool.query('select from clock')).rowCount !== 0;
  } catch (error) {
    if (isDatabaseAway(error) && !isRoleRefused(error)) throw error;
    // The role of the service may be one that the owner has yet to make.
    return false;
  }
}

async function asOwner<T>(place: Place, work: (owner: Database) => Promise<T>): Promise<T> {
  const owner = await openOwnerDatabase(place, 'dateline-cli-owner');
  try {
    if ((await findLogWeaknesses(owner)).length > 0) return await work(owner);
    throw new Failure('This takes the role that owns the log; set DATABASE_OWNER_URL to its address.');
  } finally {
    await owner.close();
  }
}

/** A worker elsewhere is given a moment; what it leaves undone is done here, which does no harm beside it. */
async function bringUpToDate(db: Database, store: EventStore, checkpoints: Checkpoints, alone: boolean): Promise<void> {
  if (!alone) {
    const { position } = await store.head();
    const reached = await Promise.all(VIEWS.map(({ name }) => checkpoints.waitFor(name, position, WORKER_PATIENCE_MS)));
    if (!reached.includes('behind')) return;
  }
  await new ProjectionRunner(db, store, VIEWS, { logger: { log: () => {}, error: () => {} } }).catchUp();
}
