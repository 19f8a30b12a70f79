import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { takeParameters } from '../http/requests.js';
import { Metrics } from './metrics.js';
import { ReadinessCheck, type Readiness } from './readiness.js';

/** For whoever runs the service: is it there, can it be asked, how is it doing. Always open. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: ReadinessCheck,
    private readonly figures: Metrics,
  ) {}

  @Get('health/live')
  live(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): { status: 'live' } {
    takeParameters(request);
    void reply.header('cache-control', 'no-store');
    return { status: 'live' };
  }

  @Get('health/ready')
  async ready(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    takeParameters(request);
    const state = await this.readiness.check();
    void reply.header('cache-control', 'no-store').status(state.status === 'ready' ? 200 : 503);
    return state;
  }

  @Get('metrics')
  async metrics(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    takeParameters(request);
    const { body, contentType } = await this.figures.text();
    void reply.header('cache-control', 'no-store').header('content-type', contentType);
    return body;
  }
}
