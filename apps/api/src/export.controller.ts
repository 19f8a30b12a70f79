import { Controller, Get, Req, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStore, PrintedHead } from '#libs/event-store';
import { cloudEventsOf, exportRecords, readParameters } from '#libs/timeline';
import { batchOf } from './feeds/cloud-events.js';
import { CLOUD_EVENTS, NDJSON } from './feeds/formats.js';
import { parametersOf } from './http/requests.js';
import { fileWithHead, printHead } from './http/log-head.js';
import { lines, streamed } from './http/streamed.js';
import { exportParameters } from './openapi/operations.js';

/** All records, as they stand when the export begins. */
@Controller('v1/export')
export class ExportController {
  constructor(
    private readonly store: EventStore,
    private readonly printedHead: PrintedHead,
  ) {}

  @Get()
  async export(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { from } = readParameters(exportParameters, parametersOf(request));
    const options = from === undefined ? {} : { from: BigInt(from) || 1n };
    void reply.header('cache-control', 'no-cache').header('vary', 'Accept');
    const logHead = await printHead(reply, this.printedHead);
    const events = (request.headers.accept ?? '').toLowerCase().includes(CLOUD_EVENTS);
    const text = events ? batchOf(cloudEventsOf(this.store, options)) : lines(exportRecords(this.store, options));
    const file = fileWithHead('inline', 'dateline', events ? 'cloudevents.json' : 'ndjson', logHead);
    return streamed(text, events ? CLOUD_EVENTS : NDJSON, file);
  }
}
