import { ownValue } from '#libs/kernel';
import { Readable } from 'node:stream';
import { Controller, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { csvLines, ImportRecords, ndjsonLines, type ImportLine, type ImportProblem } from '#libs/timeline';
import { Access } from './http/access.js';
import { AtomicImports } from './http/admission/atomic-imports.js';
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
  constructor(
    private readonly commands: CommandBus,
    private readonly access: Access,
    private readonly atomicImports: AtomicImports,
  ) {}

  @Post()
  async import(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Imported> {
    const parameters = takeParameters(request, ['atomic', 'dryRun']);
    const held = this.atomicImports.begin();
    let isKeyValid = true;
    const options = {
      atomic: flag(parameters, 'atomic'),
      dryRun: flag(parameters, 'dryRun'),
      hold: held.hold,
      mayGoOn: async () => (isKeyValid = await this.access.stillMay(request, 'write')),
    };
    try {
      const report = await this.commands.execute(new ImportRecords(linesOf(request), recorderOf(request), options));
      const { leftOut: _leftOut, position, ...rest } = report;
      const answer = { ...rest, position: String(position) };
      if (!isKeyValid) throw keyEnded(answer);
      void reply.status(options.atomic && report.problems.length > 0 ? 422 : 200);
      return answer;
    } finally {
      held.release();
      // Where it ended early the rest is read and thrown away, so that the sender comes to read the answer.
      request.raw.resume();
    }
  }
}

/** The refusal of an import whose key ended on the way, with the counts of what was done until then. */
function keyEnded({ problems: _problems, ...counts }: Imported): HttpProblem {
  const detail =
    'The key was revoked or expired while the import was under way. What was recorded before stays; the rows in `notRead`, and those after them, were not recorded.';
  return new HttpProblem(401, 'KEY_UNKNOWN', detail, {
    headers: { 'www-authenticate': 'Bearer realm="dateline", error="invalid_token"' },
    counts,
  });
}

/** The lines of the body, by its type. */
function linesOf(request: FastifyRequest): AsyncIterable<ImportLine> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const reader = ownValue(READERS, type);
  // Whoever sends is still there when reading ends early, and is to hear why.
  if (reader !== undefined && request.body instanceof Readable)
    return reader(request.body.iterator({ destroyOnReturn: false }));
  const types = Object.keys(READERS).join(' or ');
  throw new HttpProblem(415, 'CONTENT_TYPE_UNSUPPORTED', `An import is sent as ${types}.`);
}
