import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Audit } from './audit.js';
import { DeferredWrite } from './deferred-write.js';
import { networkOf } from './network.js';

const HOUR_MS = 3_600_000;
/** So many rows an hour and process; what comes from further networks is counted in one row, so that nobody fills the table. */
const ROWS_AN_HOUR = 100;

/** A failed authorisation. */
export interface Denial {
  /** `GUESSES_LIMITED`: a key or a token that was refused unseen after too many wrong ones. */
  code: 'KEY_UNKNOWN' | 'SCOPE_MISSING' | 'TOKEN_INVALID' | 'GUESSES_LIMITED';
  /** The actor; `unknown` where no valid key came. */
  actor: string;
  /** What was missing; null where it is no scope. */
  scope: string | null;
  /** The address of the client, of which only the network is kept. */
  address: string;
}

/** Counts failed authorisations in the audit trail: one row an hour for each network, actor and code. */
@Injectable()
export class Denials implements BeforeApplicationShutdown {
  /** What is not written yet. */
  readonly #counts = new Map<string, { denial: Denial; network: string | null; count: number }>();
  #hour = 0;
  #seen = new Set<string>();
  readonly #write = new DeferredWrite('failed authorisations', () => this.#writeCounts());

  constructor(private readonly audit: Audit) {}

  /** Counts one. It is written a moment later, so that guessing costs the database little. */
  note(denial: Denial): void {
    const hour = Math.floor(Date.now() / HOUR_MS);
    if (hour !== this.#hour) [this.#hour, this.#seen] = [hour, new Set()];
    const own = this.#tallyOf(denial, networkOf(denial.address));
    const isKept = this.#seen.has(own) || this.#seen.size < ROWS_AN_HOUR;
    if (isKept) this.#seen.add(own);
    const rest = { ...denial, actor: 'unknown' };
    const [tally, counted, network] = isKept
      ? ([own, denial, networkOf(denial.address)] as const)
      : ([this.#tallyOf(rest, null), rest, null] as const);
    const count = (this.#counts.get(tally)?.count ?? 0) + 1;
    this.#counts.set(tally, { denial: counted, network, count });
    this.#write.schedule();
  }

  /** Writes what is not written yet, before the pool is closed. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#write.close();
  }

  #tallyOf({ code, actor, scope }: Denial, network: string | null): string {
    return [this.#hour, code, actor, scope, network ?? 'other'].join(' ');
  }

  async #writeCounts(): Promise<void> {
    for (const [tally, { denial, network, count }] of this.#counts) {
      const { code, actor, scope } = denial;
      await this.audit.countDenials(tally, actor, { code, scope, network }, count);
      // Some may have been counted meanwhile.
      const left = this.#counts.get(tally)!.count - count;
      if (left === 0) this.#counts.delete(tally);
      else this.#counts.set(tally, { denial, network, count: left });
    }
  }
}
