/** A process that appends what it is sent, until it is killed. */
import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { messageOf } from '#libs/kernel';
import { OpenSessions } from '../open-sessions.js';
import type { WriterAnswer, WriterRequest } from '../writer-process.js';

let sessions: OpenSessions | undefined;
let store: EventStore | undefined;

async function answer(request: WriterRequest): Promise<WriterAnswer> {
  if ('open' in request) {
    await sessions?.db.close();
    sessions = new OpenSessions(openDatabase(request.open, { max: 2, applicationName: request.as }));
    store = new EventStore(sessions.db);
    await store.head();
    return { request: request.request, results: [] };
  }
  try {
    if ('untilNoticed' in request) {
      await sessions?.untilNoticed(request.untilNoticed);
      return { request: request.request, results: [] };
    }
    return { request: request.request, results: await store!.append(request.appends, request.options) };
  } catch (error) {
    return { request: request.request, error: messageOf(error) };
  }
}

process.on('disconnect', () => process.exit(1));
process.on('message', (request: WriterRequest) => {
  void answer(request).then((told) => process.send?.(told));
});
