import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignedHeads } from '#libs/event-store';
import { DomainError } from '#libs/kernel';
import { takeParameters } from './http/requests.js';

/** What others need to check the log. */
@Controller('v1/log')
export class LogController {
  constructor(private readonly signedHeads: SignedHeads) {}

  /** The newest signed head as it is kept outside the database, whatever the database says now. */
  @Get('checkpoint')
  checkpoint(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    takeParameters(request);
    const newest = this.signedHeads.newest();
    if (newest === undefined) {
      const message = 'No signed head is kept yet; the first is signed soon after the log has its first event.';
      throw new DomainError('CHECKPOINT_MISSING', 'not-found', message);
    }
    void reply.header('content-type', 'text/plain; charset=utf-8');
    return newest.note;
  }
}
