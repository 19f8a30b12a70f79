import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError, type Settings } from '#libs/kernel';
import { RecordEntry, type RecordedEntry, type RecordKind } from '#libs/timeline';
import { etagOf, expectedVersion } from './http/expected-version.js';
import { recorderOf } from './http/recorder.js';
import { idOf, jsonBody, recordAt, takeParameters } from './http/requests.js';
import { SETTINGS } from './settings.js';

/** What a write answers: positions are strings in JSON. */
export interface Written {
  id: string;
  position: string;
  version: number;
}

type Changed = 'fact' | 'subject' | 'source';

/** The writing calls: each puts one record on record. */
@Controller('v1')
export class WritingController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Post('sources')
  source(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Written> {
    return this.#record('source', request, reply);
  }

  @Post('subjects')
  subject(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Written> {
    return this.#record('subject', request, reply);
  }

  @Post('facts')
  fact(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Written> {
    return this.#record('fact', request, reply);
  }

  @Post('facts/:id/corrections')
  correctFact(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Written> {
    return this.#change('correction', 'fact', id, request, reply);
  }

  @Post('facts/:id/retractions')
  retractFact(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Written> {
    return this.#change('retraction', 'fact', id, request, reply);
  }

  @Post('subjects/:id/corrections')
  correctSubject(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Written> {
    return this.#change('correction', 'subject', id, request, reply);
  }

  @Post('sources/:id/corrections')
  correctSource(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Written> {
    return this.#change('correction', 'source', id, request, reply);
  }

  async #record(kind: RecordKind, request: FastifyRequest, reply: FastifyReply): Promise<Written> {
    const written = await this.#write(kind, recordAt(kind, jsonBody(request)), request, reply);
    if (kind !== 'correction' && kind !== 'retraction') this.#locate(reply, `${kind}s`, written.id);
    return written;
  }

  async #change(
    kind: 'correction' | 'retraction',
    changed: Changed,
    pathId: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Written> {
    const id = idOf(changed, pathId);
    try {
      const written = await this.#write(kind, recordAt(kind, jsonBody(request), { [changed]: id }), request, reply);
      this.#locate(reply, `${changed}s`, id);
      return written;
    } catch (error) {
      throw aboutAddress(error, changed);
    }
  }

  async #write(kind: RecordKind, record: unknown, request: FastifyRequest, reply: FastifyReply): Promise<Written> {
    takeParameters(request);
    const command = new RecordEntry(kind, record, recorderOf(request), expectedVersion(request.headers));
    const { id, outcome, position, version }: RecordedEntry = await this.commands.execute(command);
    void reply.status(outcome === 'recorded' ? 201 : 200).header('etag', etagOf(version));
    return { id, position: String(position), version };
  }

  #locate(reply: FastifyReply, list: string, id: string): void {
    void reply.header('location', `${this.settings.publicUrl}/v1/${list}/${id}`);
  }
}

/** What the address names and nobody knows is not found there; the record has no fault. */
function aboutAddress(error: unknown, changed: Changed): unknown {
  const unknown = error instanceof DomainError && error.kind === 'not-found';
  if (!unknown || error.problems[0]?.pointer !== `/${changed}`) return error;
  return new DomainError(error.code, error.kind, error.message);
}
