import { Readable } from 'node:stream';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvLines, ImportRecords, ndjsonLines, type ImportLine, type ImportProblem } from '#libs/timeline';
import { HttpProblem } from './http/http-problem.js';
import { recorderOf } from './http/recorder.js';
import { flag, takeParameters } from './http/requests.js';

/** What an import answers; the position is a string in JSON. */
export interface Imported {
  rows: number;
  recorded: number;
  repeated: number;
  refused: number;
  notRead: number;
  position: string;
  problems: ImportProblem[];
}

const READERS: Readonly<Record<string, (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<ImportLine>>> = {
  'application/x-ndjson': ndjsonLines,
  'text/csv': csvLines,
};

/** Records many lines out of a stream of any length. */
@Controller('v1/import')
export class ImportController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  async import(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Imported> {
    const parameters = takeParameters(request, ['atomic', 'dryRun']);
    const options = { atomic: flag(parameters, 'atomic'), dryRun: flag(parameters, 'dryRun') };
    try {
      const report = await this.commands.execute(new ImportRecords(linesOf(request), recorderOf(request), options));
      const { leftOut: _leftOut, position, ...answer } = report;
      void reply.status(options.atomic && report.problems.length > 0 ? 422 : 200);
      return { ...answer, position: String(position) };
    } finally {
      // Where it ended early the rest is read and thrown away, so that the sender comes to read the answer.
      request.raw.resume();
    }
  }
}

/** The lines of the body, by its type. */
function linesOf(request: FastifyRequest): AsyncIterable<ImportLine> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  // Whoever sends is still there when reading ends early, and is to hear why.
  if (reader !== undefined && request.body instanceof Readable)
    return reader(request.body.iterator({ destroyOnReturn: false }));
  const types = Object.keys(READERS).join(' or ');
  throw new HttpProblem(415, 'CONTENT_TYPE_UNSUPPORTED', `An import is sent as ${types}.`);
}
