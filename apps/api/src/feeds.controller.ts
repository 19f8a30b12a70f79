import { Controller, Get, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TimelineWalkQuery } from '#libs/milestones';
import { isKnown } from './http/answer-headers.js';
import { parametersOf } from './http/requests.js';
import { lines, streamed } from './http/streamed.js';

/** The timeline in the formats of other programs. */
@Controller('v1')
export class FeedsController {
  constructor(private readonly questions: QueryBus) {}

  @Get('timeline.ndjson')
  async ndjson(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const walk = await this.questions.execute(new TimelineWalkQuery(parametersOf(request)));
    if (isKnown(request, reply, `ndjson ${walk.state}`)) return '';
    return streamed(lines(walk.items), 'application/x-ndjson');
  }
}
