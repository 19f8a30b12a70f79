import { isDatabaseAway } from './database-away.js';

/** An item that fails by itself, and why. */
export interface FailedItem<Item> {
  item: Item;
  error: unknown;
}

/**
 * Runs a batch. Where it fails its halves are run, down to the items that fail by themselves, so that one of them does not
 * stop the others. What failed must have left nothing behind, as a transaction does.
 *
 * @returns the items that fail by themselves
 * @throws what says that a connection was lost, at once
 */
export async function isolate<Item>(
  items: readonly Item[],
  run: (items: readonly Item[]) => Promise<void>,
): Promise<FailedItem<Item>[]> {
  if (items.length === 0) return [];
  try {
    await run(items);
    return [];
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (items.length === 1) return [{ item: items[0]!, error }];
    const middle = Math.ceil(items.length / 2);
    return [...(await isolate(items.slice(0, middle), run)), ...(await isolate(items.slice(middle), run))];
  }
}

/** More items than this are not all at fault. */
const MANY = 100;

/** @throws the error of the first where all of many items failed: it is the fault of none of them */
export function throwWhereAllFailed(items: readonly unknown[], failed: readonly FailedItem<unknown>[]): void {
  if (failed.length > MANY && failed.length === items.length) throw failed[0]!.error;
}
