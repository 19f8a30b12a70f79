import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedHeads } from '#libs/event-store';
import { DomainError } from '#libs/kernel';
import { takeParameters } from './http/requests.js';

/** Why none is served, by where heads are signed. */
const WITHOUT_HEAD: Readonly<Record<ReturnType<SignedHeads['signedBy']>, string>> = {
  'this-host':
    'No head signed with the present key is kept yet. The worker signs one within about an hour of the first event of the log or of a new key; `dateline verify` signs one at once.',
  'another-host': 'Heads are signed on another host, and none of them is kept on this one.',
  nobody: 'This service neither signs heads nor keeps any.',
};

/** What others need to check the log. */
@Controller('v1/log')
export class LogController {
  constructor(private readonly signedHeads: SignedHeads) {}

  /** The newest signed head as it is kept outside the database, whatever the database says now. */
  @Get('checkpoint')
  checkpoint(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    takeParameters(request);
    const newest = this.signedHeads.newest();
    if (newest === undefined)
      throw new DomainError('CHECKPOINT_MISSING', 'not-found', WITHOUT_HEAD[this.signedHeads.signedBy()]);
    void reply.header('content-type', 'text/plain; charset=utf-8');
    return newest.note;
  }
}
