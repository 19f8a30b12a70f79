import { Readable } from 'node:stream';
import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStore } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { cloudEventsOf, exportRecords, readParameters } from '#libs/timeline';
import { parametersOf } from './http/requests.js';
import { exportParameters } from './openapi/operations.js';

const CLOUD_EVENTS = 'application/cloudevents-batch+json';
const NDJSON = 'application/x-ndjson';
/** Lines are sent in pieces of about this many characters. */
const PIECE = 65_536;

/** All records, as they stand when the export begins. */
@Controller('v1/export')
export class ExportController {
  constructor(private readonly store: EventStore) {}

  @Get()
  export(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    const { from } = readParameters(exportParameters, parametersOf(request));
    const options = from === undefined ? {} : { from: BigInt(from) || 1n };
    void reply.header('cache-control', 'no-cache').header('vary', 'Accept');
    const events = (request.headers.accept ?? '').toLowerCase().includes(CLOUD_EVENTS);
    const text = events ? batch(cloudEventsOf(this.store, options)) : lines(exportRecords(this.store, options));
    return new StreamableFile(Readable.from(pieces(text), { objectMode: false }), {
      type: events ? CLOUD_EVENTS : NDJSON,
    });
  }
}

async function* lines(records: AsyncIterable<JsonObject>): AsyncIterable<string> {
  for await (const record of records) yield `${JSON.stringify(record)}\n`;
}

async function* batch(events: AsyncIterable<JsonObject>): AsyncIterable<string> {
  let before = '[';
  for await (const event of events) {
    yield `${before}${JSON.stringify(event)}`;
    before = ',\n';
  }
  yield before === '[' ? '[]' : ']';
}

/** Fewer and larger writes; nothing more is read while the receiver is slow. */
async function* pieces(texts: AsyncIterable<string>): AsyncIterable<Buffer> {
  let held = '';
  for await (const text of texts) {
    held += text;
    if (held.length < PIECE) continue;
    yield Buffer.from(held);
    held = '';
  }
  if (held !== '') yield Buffer.from(held);
}
