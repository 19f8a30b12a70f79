import { EventStore, type LogHead } from '#libs/event-store';
import type { TestDatabase } from '#libs/testing';
import type { Draft } from './draft.js';
import type { Outcome } from './send.js';

/** Types that the worker records by itself. */
const OWN_TYPES = ['milestone.flagged'];

/** Counts which events the answers of a run account for. */
export class Causes {
  /** Records that a write answered as recorded, or an import counted. */
  #records = 0;
  /** Writes whose answer is missing: each may have recorded up to this many. */
  #unknownRecords = 0;
  /** Calls about subscriptions that succeeded with a key or with a token. */
  #subscriptions = 0;

  /** Takes the answer of a request into account. */
  note({ holder, method, query }: Draft, target: string, { kind, status, text }: Outcome): void {
    if (method === 'GET' || method === 'HEAD') return;
    if (target.startsWith('/v1/import')) this.#noteImport(kind, text, /[?&]dryRun=true/.test(target));
    else if (/^\/v1\/(sources|subjects|facts)\b/.test(target)) {
      if (kind !== 'answered') this.#unknownRecords++;
      else if (status === 201) this.#records++;
    } else if (target.includes('/subscriptions') && (status < 400 || kind !== 'answered')) {
      const mayRecord = holder !== 'nobody' || query.some(([name]) => name === 'token');
      // A webhook is requested and confirmed by one call.
      if (mayRecord) this.#subscriptions += 2;
    }
  }

  #noteImport(kind: Outcome['kind'], text: string, isDryRun: boolean): void {
    if (isDryRun) return;
    const recorded = /"recorded":(\d+)/.exec(text)?.[1];
    if (kind !== 'answered') this.#unknownRecords += 10_000;
    else this.#records += Number(recorded ?? 0);
  }

  /** What is wrong with the log: it is not sound, or it holds events that no answer accounts for. */
  async faults(database: TestDatabase, before: LogHead): Promise<string[]> {
    const report = await new EventStore(database.db).verify();
    const { rows } = await database.db.pool.query<{ type: string; count: number }>(
      'select type, count(*)::int as count from events where position > $1 group by type',
      [String(before.position)],
    );
    const count = (matches: (type: string) => boolean): number =>
      rows.filter(({ type }) => matches(type)).reduce((sum, row) => sum + row.count, 0);
    const subscriptions = count((type) => type.startsWith('subscription.'));
    const records = count((type) => !type.startsWith('subscription.') && !OWN_TYPES.includes(type));
    return [
      ...(report.ok ? [] : [`The log is not sound: ${report.sentence}`]),
      ...(records < this.#records || records > this.#records + this.#unknownRecords
        ? [`${records} records are in the log, and ${this.#records} were answered as recorded.`]
        : []),
      ...(subscriptions > this.#subscriptions
        ? [`${subscriptions} events are about subscriptions, and keys and tokens account for ${this.#subscriptions}.`]
        : []),
    ];
  }
}
