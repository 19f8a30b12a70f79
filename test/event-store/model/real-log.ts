import { openDatabase } from '#libs/database';
import { EventStore, type AppendResult, type StoredEvent } from '#libs/event-store';
import { layWire, type TestDatabase, type Wire } from '#libs/testing';
import { HOLD_IN_THE_MIDDLE } from '../sessions.js';
import type { Call } from './explain.js';
import { Follower } from './follower.js';
import { inModelTerms, type ModelEvent } from './log-model.js';
import { OpenSessions, until } from './open-sessions.js';
import type { WriterProcess, WriterProcesses } from './writer-process.js';

/** Who writes: two in this process, one over a wire that can lose answers, one in a process of its own. */
export const WRITERS = ['first', 'second', 'far', 'process'] as const;
export type Writer = (typeof WRITERS)[number];

/** The log under test, with its writers and those who follow it, and everything that can befall them. */
export class RealLog {
  readonly followers: Follower[] = [];
  /** What the history is at, for the report of one that hangs. */
  doing = 'its beginning';
  readonly #stores = new Map<Exclude<Writer, 'process'>, { store: EventStore; sessions: OpenSessions }>();
  #process: WriterProcess | undefined;

  private constructor(
    private readonly test: TestDatabase,
    private readonly wire: Wire,
    private readonly processes: WriterProcesses,
    /** Kills Postgres with -9 and starts it again; undefined where that is not for this run to do. */
    private readonly killPostgres: (() => Promise<void>) | undefined,
  ) {}

  static async open(
    test: TestDatabase,
    processes: WriterProcesses,
    killPostgres?: () => Promise<void>,
  ): Promise<RealLog> {
    await test.owner.pool.query(HOLD_IN_THE_MIDDLE);
    return new RealLog(test, await layWire(test.url), processes, killPostgres);
  }

  /** A store beside those of the writers, for whoever looks. */
  get store(): EventStore {
    return this.storeOf('second');
  }

  /** What the log has, in the model's terms, and checked to be in order. */
  async events(): Promise<ModelEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.store.readFeed({ batch: 37 })) events.push(event);
    expect(events.map(({ position }) => position)).toEqual(events.map((_event, index) => BigInt(index + 1)));
    const instants = events.map(({ recordedAt }) => recordedAt);
    expect(instants).toEqual(instants.toSorted());
    return events.map(inModelTerms);
  }

  async send(writer: Writer, { appends, options }: Call): Promise<AppendResult[]> {
    if (writer !== 'process') return this.storeOf(writer).append(appends, options);
    if (this.#process === undefined) {
      const taken = this.processes.take();
      await taken.open(this.test.url, 'process');
      this.#process = taken;
    }
    return this.#process.append(appends, options);
  }

  /** Leaves and comes again, as a process that is stopped and started. */
  async restart(writer: Writer): Promise<void> {
    if (writer === 'process') return this.#killProcess();
    await this.#stores.get(writer)?.sessions.db.close();
    this.#stores.delete(writer);
  }

  /** Keeps the writer's next transaction open once it has written; answers with how to let it go on. */
  async hold(writer: Writer): Promise<() => Promise<void>> {
    const holder = await this.test.db.pool.connect();
    await holder.query('select pg_advisory_lock(hashtext($1))', [writer]);
    return async () => {
      // It may have gone with its server.
      const isThere = await holder.query('select pg_advisory_unlock_all()').then(
        () => true,
        () => false,
      );
      holder.release(!isThere);
    };
  }

  /** Until the writer is held in the middle of its transaction, or its call has ended without writing. */
  async untilHeld(writer: Writer, call: Promise<unknown>): Promise<void> {
    await this.#until(call, `wait_event_type = 'Lock' and wait_event = 'advisory' and application_name = $1`, [writer]);
  }

  /** Until some session waits for the lock of the head row, or these calls have ended. */
  async untilSomeoneWaits(calls: Promise<unknown>): Promise<void> {
    await this.#until(calls, `wait_event_type = 'Lock' and wait_event <> 'advisory'`, []);
  }

  /** Ends the sessions of a writer, or of those who follow, and waits until both sides know. */
  async endSessions(name: string): Promise<void> {
    const sessions = await this.#sessionsOf(name);
    await this.test.db.pool.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [sessions]);
    await this.#untilGone(sessions);
  }

  /** Kills Postgres with -9 and starts it again, where that is for this run to do; waits until every writer knows. */
  async losePostgres(): Promise<void> {
    const sessions = (await Promise.all(WRITERS.map((each) => this.#sessionsOf(each)))).flat();
    await this.killPostgres?.();
    await this.#untilNoticed(sessions);
  }

  /**
   * Lets the writer vanish while Postgres works for it: what Postgres then does, nobody hears. Answers with how to wait
   * until Postgres has done all that it will do.
   */
  async vanish(writer: Writer): Promise<() => Promise<void>> {
    const sessions = await this.#sessionsOf(writer);
    if (writer === 'process') await this.#killProcess();
    else if (writer === 'far') this.wire.cut();
    else await this.endSessions(writer);
    return () => this.#untilGone(sessions);
  }

  /** Loses the answer to a call of the writer `far`: Postgres does what it is asked, and the connection ends. */
  async loseAnswer(call: Call): Promise<AppendResult[]> {
    await this.storeOf('far').head();
    const sessions = await this.#sessionsOf('far');
    const before = await this.#lastChange(sessions);
    this.wire.loseAnswers();
    const sent = this.send('far', call);
    void sent.catch(() => {}); // it is awaited below
    await until('Postgres has answered', async () => {
      const last = await this.#lastChange(sessions);
      return last !== null && last !== before;
    });
    this.wire.cut();
    await this.#untilGone(sessions);
    return sent;
  }

  follow(after: bigint): void {
    const db = openDatabase(this.test.url, { max: 2, applicationName: 'follower' });
    this.followers.push(new Follower(db, after));
  }

  /** What the sessions of the database do now, for the report of a history that hangs. */
  async sessions(): Promise<string> {
    const { rows } = await this.test.superuser.pool.query(
      `select pid, application_name, state, wait_event_type, wait_event, state_change, query
         from pg_stat_activity where datname = current_database()`,
    );
    return JSON.stringify(rows, null, 1);
  }

  async close(): Promise<void> {
    this.doing = 'the end of its followers';
    await Promise.all(this.followers.map((each) => each.stop()));
    this.doing = 'the end of its processes';
    await this.#killProcess();
    this.doing = 'the end of its stores';
    // A pool waits until the other side has closed, which over a wire that lost something may be for ever.
    this.wire.cut();
    await Promise.all([...this.#stores.values()].map(({ sessions }) => sessions.db.close()));
    this.doing = 'the end of its wire';
    await this.wire.close();
  }

  storeOf(writer: Exclude<Writer, 'process'>): EventStore {
    let open = this.#stores.get(writer);
    if (open === undefined) {
      const isFar = writer === 'far';
      const db = openDatabase(isFar ? this.wire.url : this.test.url, { max: isFar ? 1 : 2, applicationName: writer });
      open = { store: new EventStore(db), sessions: new OpenSessions(db) };
      this.#stores.set(writer, open);
    }
    return open.store;
  }

  async #killProcess(): Promise<void> {
    await this.#process?.kill();
    this.#process = undefined;
  }

  async #sessionsOf(name: string): Promise<number[]> {
    const { rows } = await this.test.db.pool.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and application_name = $1',
      [name],
    );
    return rows.map(({ pid }) => pid);
  }

  /** When these sessions last ended a statement; null while they are in the middle of one. */
  async #lastChange(sessions: number[]): Promise<string | null> {
    const { rows } = await this.test.db.pool.query<{ last: string | null }>(
      `select max(state_change)::text as last from pg_stat_activity where pid = any($1) and state like 'idle%'`,
      [sessions],
    );
    return rows[0]?.last ?? null;
  }

  async #until(call: Promise<unknown>, condition: string, values: unknown[]): Promise<void> {
    const state = { isSettled: false };
    void call.then(() => (state.isSettled = true));
    const question = `select from pg_stat_activity where datname = current_database() and ${condition}`;
    await until(`${condition} ${values.join()}`, async () => {
      return state.isSettled || (await this.test.db.pool.query(question, values)).rowCount !== 0;
    });
  }

  async #untilGone(sessions: number[]): Promise<void> {
    const question = 'select from pg_stat_activity where pid = any($1)';
    await until(`the sessions ${sessions.join()} are gone`, async () => {
      return (await this.test.db.pool.query(question, [sessions])).rowCount === 0;
    });
    await this.#untilNoticed(sessions);
  }

  /** Until no writer takes a connection for open whose session has ended. */
  async #untilNoticed(sessions: number[]): Promise<void> {
    await Promise.all([...this.#stores.values()].map((each) => each.sessions.untilNoticed(sessions)));
    await this.#process?.untilNoticed(sessions);
  }
}
