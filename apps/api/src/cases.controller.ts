import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus, type Query } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  CaseChangesQuery,
  CaseHistoryQuery,
  CaseQuery,
  CasesQuery,
  ReconciliationQuery,
  type ReconciliationPage,
  CaseStatisticsQuery,
  CoverageQuery,
  type Coverage,
  type CaseStatistics,
  type CaseAnswer,
  type CaseChangesPage,
  type CaseHistory,
  type CasesPage,
} from '#libs/cases';
import { PrintedHead } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import type { PageLinks } from '#libs/timeline';
import { FOLLOWED } from './feeds/formats.js';
import { linkFormats, linkPages } from './http/page-links.js';
import { idOf, parametersOf } from './http/requests.js';
import { SETTINGS } from './settings.js';

/** The questions about cases. */
@Controller('v1')
export class CasesController {
  constructor(
    private readonly questions: QueryBus,
    private readonly printedHead: PrintedHead,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('cases')
  cases(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<CasesPage> {
    return this.#page(new CasesQuery(parametersOf(request)), request, reply);
  }

  @Get('cases/changes')
  async changes(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseChangesPage> {
    const answer = await this.#page(new CaseChangesQuery(parametersOf(request)), request, reply);
    linkFormats(request, reply, this.settings.publicUrl, FOLLOWED);
    return answer;
  }

  @Get('cases/statistics')
  statistics(@Req() request: FastifyRequest): Promise<CaseStatistics> {
    return this.questions.execute(new CaseStatisticsQuery(parametersOf(request)));
  }

  @Get('cases/:id')
  case(@Param('id') id: string, @Req() request: FastifyRequest): Promise<CaseAnswer> {
    return this.questions.execute(new CaseQuery(idOf('case', id), parametersOf(request)));
  }

  @Get('cases/:id/history')
  history(@Param('id') id: string, @Req() request: FastifyRequest): Promise<CaseHistory> {
    return this.questions.execute(new CaseHistoryQuery(idOf('case', id), parametersOf(request)));
  }

  @Get('reconciliation')
  reconciliation(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReconciliationPage> {
    return this.#page(new ReconciliationQuery(parametersOf(request)), request, reply);
  }

  @Get('coverage')
  async coverage(@Req() request: FastifyRequest): Promise<Coverage & { head: string }> {
    const coverage = await this.questions.execute(new CoverageQuery(parametersOf(request)));
    return { ...coverage, head: await this.printedHead.text() };
  }

  async #page<Page extends { page: PageLinks }>(
    question: Query<Page>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Page> {
    const answer = await this.questions.execute(question);
    linkPages(request, reply, this.settings.publicUrl, answer.page);
    return answer;
  }
}
