/** A process that appends what it is sent, until it is killed. */
import { openDatabase, type Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { messageOf } from '#libs/kernel';
import type { WriterAnswer, WriterRequest } from '../writer-process.js';

let db: Database | undefined;
let store: EventStore | undefined;

async function answer(request: WriterRequest): Promise<WriterAnswer> {
  if ('open' in request) {
    await db?.close();
    db = openDatabase(request.open, { max: 2, applicationName: request.as });
    store = new EventStore(db);
    await store.head();
    return { request: request.request, results: [] };
  }
  try {
    return { request: request.request, results: await store!.append(request.appends, request.options) };
  } catch (error) {
    return { request: request.request, error: messageOf(error) };
  }
}

process.on('disconnect', () => process.exit(1));
process.on('message', (request: WriterRequest) => {
  void answer(request).then((told) => process.send?.(told));
});
