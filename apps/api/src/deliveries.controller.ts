import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '#libs/database';
import { CLOCK, parseDayOrInstant, type Clock, type Settings } from '#libs/kernel';
import {
  Recoveries,
  troubledDeliveries,
  troubledParameters,
  type Recovery,
  type TroubledDeliveries,
} from '#libs/reminders';
import { filtersOf, parameterError, readParameters } from '#libs/timeline';
import { linkPages } from './http/page-links.js';
import { parametersOf } from './http/requests.js';
import { recoverParameters } from './openapi/delivery-operations.js';
import { SETTINGS } from './settings.js';

/** For the administrator: the messages that are late or could not be sent, and sending them again. */
@Controller('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly db: Database,
    private readonly recoveries: Recoveries,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TroubledDeliveries> {
    const raw = parametersOf(request);
    const parameters = readParameters(troubledParameters, raw);
    const answer = await troubledDeliveries(this.db, parameters, filtersOf(raw), this.clock.now());
    linkPages(request, reply, this.settings.publicUrl, answer.page);
    return answer;
  }

  @Post('recover')
  @HttpCode(200)
  async recover(@Req() request: FastifyRequest): Promise<Recovery & { dryRun: boolean }> {
    const { since, subscription, fault, dryRun } = readParameters(recoverParameters, parametersOf(request));
    const instant = parseDayOrInstant(since, 'beginning');
    if (instant === null) throw parameterError('since', 'must be a day or an instant');
    request.auditTarget = subscription ?? null;
    const filter = { since: instant, subscription, fault };
    const done = await (dryRun === 'true' ? this.recoveries.count(filter) : this.recoveries.recover(filter));
    return { ...done, dryRun: dryRun === 'true' };
  }
}
