import type { Transaction } from 'kysely';
import type { StoredEvent } from '#libs/event-store';
import { DomainError } from '#libs/kernel';

/**
 * A read model: tables that are derived from the log, and how. `Changes` is what `apply` tells of what it did, for
 * `publish` alone.
 */
export interface View<Changes = unknown> {
  /** Lower case, unique among the views of the project. */
  name: string;
  /** The version of the rules in `apply`, from 1. Raise it with every change of what they write: the view is then rebuilt. */
  version: number;
  /** Every table that `apply` writes, by names that need no quotes; nothing else writes them. A rebuild replaces them. */
  tables: string[];
  /**
   * The indexes by which `apply` finds rows, beside those of the keys. Where they are named, a rebuild makes all others
   * when the rows are there, which spares readers most of the writing. Without it `apply` finds every index.
   */
  appliesBy?: string[];
  /**
   * What a row may depend on. `of-one-stream`: each row on the events of one stream alone, so that a stream with an event
   * that cannot be applied is set aside and the others go on. `across-streams` (the default): the view stops at such an
   * event until it can be applied.
   */
  rows?: 'of-one-stream' | 'across-streams';
  /**
   * At a steady flow, how long after the beginning of a batch the next one begins, in milliseconds (16): longer makes
   * fewer and larger batches, and lets readers who wait for the view wait longer.
   */
  gatheringMs?: number;
  /**
   * Writes what these events change, in their order. It runs in the transaction that also moves the checkpoint, and each
   * event comes exactly once. What it throws rolls everything back, and the same events come again. No other effect than
   * on the view's own tables: a rebuild repeats it. What it answers goes to `publish`.
   */
  apply(tx: Transaction<unknown>, events: StoredEvent[]): Promise<Changes>;
  /**
   * What is wrong with the rows that a raised version has built, in sentences: then they do not take the place of the former
   * ones. The same version is compared with them instead, row by row.
   */
  check?(tx: Transaction<unknown>): Promise<string[]>;
  /**
   * Tells others what `apply` has just changed, by rows in tables that are not the view's own (an outbox), in the same
   * transaction. Only the runner of the live view calls it, once for every event; a rebuild never does.
   */
  publish?(tx: Transaction<unknown>, changes: Changes, events: StoredEvent[]): Promise<void>;
  /**
   * Called in the transaction in which a rebuilt view takes the place of the old one, after the exchange: for whoever keeps
   * something that follows from the rows and was not told of them by `publish`.
   */
  afterSwap?(tx: Transaction<unknown>): Promise<void>;
}

/** One of these views, by its name. @throws DomainError `VIEW_UNKNOWN` */
export function viewNamed(views: readonly View[], name: string): View {
  const found = views.find((view) => view.name === name);
  if (found !== undefined) return found;
  const names = views.map((view) => view.name).join(', ');
  throw new DomainError('VIEW_UNKNOWN', 'not-found', `There is no view of that name; there are ${names}.`);
}

/** Declares a view. @throws Error where name, version or tables cannot be used. */
export function defineView<Changes>(view: View<Changes>): View<Changes> {
  if (!/^[a-z][a-z0-9_-]{0,62}$/.test(view.name)) {
    throw new Error(
      `"${view.name}" cannot name a view; use 1 to 63 lower-case letters, digits, - and _, a letter first.`,
    );
  }
  if (!Number.isInteger(view.version) || view.version < 1) {
    throw new Error(`The view "${view.name}" has version ${view.version}; versions are whole numbers from 1 on.`);
  }
  if (view.tables.length === 0) throw new Error(`The view "${view.name}" names no table that it keeps.`);
  const odd = view.tables.find((table) => !/^[a-z_][a-z0-9_]{0,62}$/.test(table));
  if (odd !== undefined) throw new Error(`The view "${view.name}" cannot keep a table named "${odd}".`);
  return view;
}
