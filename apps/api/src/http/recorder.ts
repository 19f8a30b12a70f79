import type { FastifyRequest } from 'fastify';
import { actorOf } from '#libs/access';
import type { Recorder } from '#libs/event-store';

/** The recorder of what a request changes: the holder of its key, else of a token that was sent to a mailbox. */
export function recorderOf({ holder, id }: FastifyRequest): Recorder {
  return { by: holder === null ? 'subscriber' : actorOf(holder), requestId: id };
}
