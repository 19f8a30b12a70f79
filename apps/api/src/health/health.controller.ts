import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { takeParameters } from '../http/requests.js';
import { allows } from '#libs/access';
import { Access } from '../http/access.js';
import { Metrics } from './metrics.js';
import { ReadinessCheck, type PublicReadiness, type Readiness } from './readiness.js';

/** For operators: whether the process answers, whether it is ready, and its figures. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: ReadinessCheck,
    private readonly figures: Metrics,
    private readonly access: Access,
  ) {}

  @Get('health/live')
  live(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): { status: 'live' } {
    takeParameters(request);
    void reply.header('cache-control', 'no-store');
    return { status: 'live' };
  }

  @Get('health/ready')
  async ready(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readiness | PublicReadiness | Pick<Readiness, 'status'>> {
    takeParameters(request);
    const { full, reduced } = await this.readiness.check();
    const { status } = full;
    void reply.header('cache-control', 'no-store').status(status === 'ready' ? 200 : 503);
    if (request.holder !== null && allows(request.holder.scopes, 'read')) return full;
    return this.access.mayRead(request) ? reduced : { status };
  }

  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    takeParameters(request);
    const { body, contentType } = await this.figures.text();
    void reply.header('cache-control', 'no-store').header('content-type', contentType);
    return body;
  }
}
