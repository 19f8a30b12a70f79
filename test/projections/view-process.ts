/**
 * A process that keeps the view `seen`: says "applied N" after each batch, and "wrote N" before it commits one. With the
 * argument `hold` it waits in the middle of every batch, its rows written, for SIGUSR2.
 */
import { once } from 'node:events';
import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { ProjectionRunner } from '#libs/projections';
import { seenView, writeRows } from './seen-view.js';

const [url, mode] = process.argv.slice(2);
const db = openDatabase(url!, { applicationName: 'dateline-worker' });
const toldToGoOn = once(process, 'SIGUSR2');
const view = seenView({
  apply: async (tx, events) => {
    await writeRows(tx, events);
    process.stdout.write(`wrote ${events.at(-1)!.position}\n`);
    if (mode === 'hold') await toldToGoOn;
  },
});
const say = (text: string): boolean => process.stdout.write(`said ${text}\n`);
new ProjectionRunner(db, new EventStore(db), [view], { logger: { log: say, error: say } }).start();
