import { Readable } from 'node:stream';
import { Controller, Get, Inject, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStore, PrintedHead } from '#libs/event-store';
import { ChangesReader, parameterError, passes, readParameters, typesOf, type ChangeFilter } from '#libs/timeline';
import { ADMISSION_LIMITS, type AdmissionLimits } from '../http/admission/limits.js';
import { Places } from '../http/admission/places.js';
import { Access } from '../http/access.js';
import { atAnswerEnd, hasEnded } from '../http/answer-end.js';
import { clientOf } from '../http/client-address.js';
import { HttpProblem } from '../http/http-problem.js';
import { printHead } from '../http/log-head.js';
import { parametersOf } from '../http/requests.js';
import { streamParameters } from '../openapi/feed-parameters.js';
import { EVENT_STREAM, serverSentEvents, type Message } from './server-sent-events.js';
import { STREAM_LIMITS, type StreamLimits } from './stream-limits.js';

/** So many events are read at once for one stream. */
const BATCH = 50;
/** So many bytes may wait for the line of a receiver before the log is read no further. */
const WAITING_BYTES = 16_384;

/** What is recorded, told as it happens. */
@Controller('v1/stream')
export class StreamController {
  readonly #places: Places;

  constructor(
    private readonly store: EventStore,
    private readonly changes: ChangesReader,
    private readonly access: Access,
    private readonly printedHead: PrintedHead,
    @Inject(STREAM_LIMITS) private readonly limits: StreamLimits,
    @Inject(ADMISSION_LIMITS) private readonly admission: AdmissionLimits,
  ) {
    this.#places = new Places(limits.most);
  }

  @Get()
  async stream(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const { since, ...filter } = readParameters(streamParameters, parametersOf(request));
    const { position: head } = await this.store.head();
    const from = beginning(request.headers['last-event-id'], since, head);
    // Nobody in between may keep it or change it; the connection ends with it, so that nobody waits for another request.
    void reply.headers({
      'cache-control': 'no-cache, no-transform',
      connection: 'close',
      'x-accel-buffering': 'no',
      'content-type': EVENT_STREAM,
    });
    await printHead(reply, this.printedHead);
    if (request.method === 'HEAD' || hasEnded(request.raw, reply.raw)) return '';
    atAnswerEnd(request.raw, reply.raw, this.#place(request));
    return this.#opened(from, filter, request, reply);
  }

  /** Takes a place for a stream of this client or key; answers how to give it back. */
  #place(request: FastifyRequest): () => void {
    const { rateLimit, streamsPerClient, streamsPerKey } = this.admission;
    const [holder, most] =
      request.holder === null ? [clientOf(request), streamsPerClient] : [request.holder.id, streamsPerKey];
    const place = this.#places.take(holder, rateLimit === null ? null : most);
    if (typeof place !== 'string') return place;
    const headers = { 'retry-after': '30' };
    if (place === 'all')
      throw new HttpProblem(503, 'STREAMS_FULL', 'As many streams are open as this service holds; come back later.', {
        headers,
      });
    throw new HttpProblem(429, 'TOO_MANY_STREAMS', `One client has at most ${most} streams open; close one first.`, {
      headers,
    });
  }

  #opened(from: bigint, filter: ChangeFilter, request: FastifyRequest, reply: FastifyReply): StreamableFile {
    const gone = new AbortController();
    const messages = this.#messages(from, filter, gone.signal);
    const care = {
      ...this.limits,
      from: String(from),
      head: () => this.printedHead.text(),
      mayGoOn: async () => {
        const may = await this.access.stillMay(request, 'read');
        // The subscription may wait for an event, and the answer ends only after it.
        if (!may) gone.abort();
        return may;
      },
      gone: gone.signal,
      cutOff: () => reply.raw.destroy(),
    };
    atAnswerEnd(request.raw, reply.raw, () => gone.abort());
    const texts = Readable.from(serverSentEvents(messages, care), { objectMode: false, highWaterMark: WAITING_BYTES });
    return new StreamableFile(texts, { type: EVENT_STREAM });
  }

  async *#messages(after: bigint, filter: ChangeFilter, signal: AbortSignal): AsyncIterable<Message> {
    for await (const event of this.store.subscribe({ after, types: typesOf(filter), signal, batch: BATCH }))
      for (const change of await this.changes.changesOf([event])) {
        if (!passes(change, filter)) continue;
        yield { id: change.position, data: change };
      }
  }
}

/** The position behind which a stream begins: what the client has seen, what it asks for, or where the log ends now. */
function beginning(lastEventId: string | string[] | undefined, since: bigint | undefined, head: bigint): bigint {
  const seen = typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined;
  if (seen !== undefined && !/^\d{1,18}$/.test(seen))
    throw new HttpProblem(400, 'HEADER_INVALID', 'Last-Event-ID is no position of the log; send the id of a message.');
  const from = seen === undefined ? (since ?? head) : BigInt(seen);
  if (from <= head) return from;
  if (seen === undefined) throw parameterError('since', `lies beyond the log, which ends at position ${head}`);
  throw new HttpProblem(
    400,
    'HEADER_INVALID',
    `Last-Event-ID lies beyond the log, which ends at position ${head}; it is that of another log. Begin anew with since=0.`,
  );
}
