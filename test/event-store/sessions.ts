import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type Database } from '#libs/database';
import { EventStore, type Append, type AppendResult, type StoredEvent } from '#libs/event-store';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';

/**
 * Holds a session in the middle of its transaction, when its events are written and nothing is committed, for as long as
 * somebody has the advisory lock of its name.
 */
export const HOLD_IN_THE_MIDDLE = `
  create function hold_in_the_middle() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock_shared(hashtext(current_setting('application_name')));
    return null;
  end $$;
  create trigger hold_in_the_middle after insert on events
    for each statement execute function hold_in_the_middle()`;

/** An append whose transaction is open: its events are written, and nobody can see them yet. */
export interface OpenAppend {
  /** Lets it go on to its commit; the answer that its caller gets. */
  commits(): Promise<AppendResult[]>;
  /** Ends its session, which takes everything back; settled when it has. */
  rollsBack(): Promise<void>;
  /** Lets it go on, whoever may hear of it. */
  goesOn(): Promise<void>;
  /** What its caller gets. */
  answer: Promise<AppendResult[]>;
}

/** Sessions with names, each a process to Postgres, for specs that put their steps in order one by one. */
export class Sessions {
  readonly #open: Database[] = [];
  readonly #following: Promise<unknown>[] = [];
  readonly #end = new AbortController();

  private constructor(readonly test: TestDatabase) {}

  static async begin(): Promise<Sessions> {
    const test = await createTestDatabase({ max: 20 });
    await test.owner.pool.query(HOLD_IN_THE_MIDDLE);
    return new Sessions(test);
  }

  /** The log as a session of this name sees it. */
  store(name: string, url = this.test.url): EventStore {
    const db = openDatabase(url, { max: 2, applicationName: name });
    this.#open.push(db);
    return new EventStore(db);
  }

  /** The session appends and stays open in the middle of its transaction. */
  async appendsAndStaysOpen(name: string, append: Append, store = this.store(name)): Promise<OpenAppend> {
    const holder = await this.test.db.pool.connect();
    await holder.query('select pg_advisory_lock(hashtext($1))', [name]);
    const answer = store.append([append]);
    void answer.catch(() => {}); // whoever awaits it is told
    await this.#until(`wait_event = 'advisory' and application_name = $1`, name);
    const goesOn = async (): Promise<void> => {
      await holder.query('select pg_advisory_unlock_all()');
      holder.release();
    };
    return {
      answer,
      goesOn,
      commits: async () => {
        await goesOn();
        return answer;
      },
      rollsBack: async () => {
        await this.endSessions(name);
        await goesOn();
        await answer.then(
          () => expect('the append').toBe('taken back'),
          () => {},
        );
      },
    };
  }

  /** The session appends and has to wait for another one. */
  async appendsAndWaits(name: string, append: Append): Promise<{ answer: Promise<AppendResult[]> }> {
    const answer = this.store(name).append([append]);
    void answer.catch(() => {}); // whoever awaits it is told
    await this.#until(`wait_event_type = 'Lock' and wait_event <> 'advisory' and application_name = $1`, name);
    return { answer };
  }

  /** Ends the sessions of this name and waits until they are gone. */
  async endSessions(name: string): Promise<void> {
    const { rows } = await this.test.db.pool.query<{ pid: number }>(
      `select pid, pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = $1`,
      [name],
    );
    const question = 'select from pg_stat_activity where pid = any($1)';
    const pids = rows.map(({ pid }) => pid);
    while ((await this.test.db.pool.query(question, [pids])).rowCount !== 0) await wait(2);
  }

  /** Somebody who follows the log from the beginning; what they have seen so far is in the list. */
  follows(): string[] {
    const seen: string[] = [];
    const follow = async (): Promise<void> => {
      const { signal } = this.#end;
      for await (const { position, id } of this.store('follower').subscribe({ signal })) seen.push(`${position}:${id}`);
    };
    this.#following.push(follow());
    return seen;
  }

  /** What whoever reads the whole log now gets, as `position:id`. */
  async reads(): Promise<string[]> {
    const events = await new EventStore(this.test.db).readAll({ limit: 1_000 });
    return events.map(({ position, id }) => `${position}:${id}`);
  }

  /** Until these events are what a reader gets. */
  async untilReads(expected: string[]): Promise<void> {
    await eventually(async () => expect(await this.reads()).toEqual(expected));
  }

  /** Every reader sees exactly these events, in this order: who asks, who follows, and the rows themselves; what they see is sound. */
  async allSee(expected: string[], ...followers: string[][]): Promise<StoredEvent[]> {
    expect(await this.reads()).toEqual(expected);
    for (const seen of followers) await eventually(() => expect(seen).toEqual(expected));
    const { rows } = await this.test.db.pool.query<{ count: string; head: string }>(
      'select count(*), (select position from log_head) as head from events',
    );
    expect(rows).toEqual([{ count: String(expected.length), head: String(expected.length) }]);
    const store = new EventStore(this.test.db);
    expect(await store.verify()).toMatchObject({ ok: true });
    const events = await store.readAll({ limit: 1_000 });
    const instants = events.map(({ recordedAt }) => recordedAt);
    expect(instants).toEqual(instants.toSorted());
    return events;
  }

  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#following);
    await Promise.all(this.#open.map((db) => db.close()));
    await this.test.drop();
  }

  async #until(condition: string, name: string): Promise<void> {
    const question = `select from pg_stat_activity where datname = current_database() and ${condition}`;
    while ((await this.test.db.pool.query(question, [name])).rowCount === 0) await wait(2);
  }
}
