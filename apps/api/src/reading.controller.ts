import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus, type Query } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { allows, namesOfActors } from '#libs/access';
import { Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import {
  MilestoneQuery,
  MilestonesQuery,
  TimelineWithMilestonesQuery,
  type MilestoneDetail,
  type MilestonesPage,
  type TimelineWithMilestonesPage,
} from '#libs/milestones';
import {
  DensityQuery,
  FactQuery,
  SourceQuery,
  SourcesQuery,
  StepsQuery,
  SubjectQuery,
  SubjectsQuery,
  ValuesQuery,
  withRecorders,
  type Density,
  type FactDetail,
  type PageLinks,
  type SourcesPage,
  type Steps,
  type SubjectDetail,
  type SubjectsPage,
  type ValuesPage,
} from '#libs/timeline';
import { FOLLOWED, FOLLOWED_DUE } from './feeds/formats.js';
import { linkFormats, linkPages } from './http/page-links.js';
import { idOf, parametersOf } from './http/requests.js';
import { SETTINGS } from './settings.js';

/** The questions about the timeline. */
@Controller('v1')
export class ReadingController {
  constructor(
    private readonly questions: QueryBus,
    private readonly store: EventStore,
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('timeline')
  timeline(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TimelineWithMilestonesPage> {
    return this.#page(new TimelineWithMilestonesQuery(parametersOf(request)), request, reply, FOLLOWED);
  }

  @Get('timeline/density')
  density(@Req() request: FastifyRequest): Promise<Density> {
    return this.questions.execute(new DensityQuery(parametersOf(request)));
  }

  @Get('timeline/steps')
  steps(@Req() request: FastifyRequest): Promise<Steps> {
    return this.questions.execute(new StepsQuery(parametersOf(request)));
  }

  @Get('subjects')
  subjects(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SubjectsPage> {
    return this.#page(new SubjectsQuery(parametersOf(request)), request, reply);
  }

  @Get('subjects/:id')
  async subject(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubjectDetail> {
    const answer = await this.questions.execute(new SubjectQuery(idOf('subject', id), parametersOf(request)));
    linkFormats(request, reply, this.settings.publicUrl, FOLLOWED);
    return answer;
  }

  @Get('facts/:id')
  async fact(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FactDetail> {
    const fact = await this.questions.execute(new FactQuery(idOf('fact', id), parametersOf(request)));
    if (request.holder === null || !allows(request.holder.scopes, 'write')) return fact;
    void reply.header('cache-control', 'private, no-store');
    return withRecorders(this.store, fact, (actors) => namesOfActors(this.db, actors));
  }

  @Get('sources')
  sources(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<SourcesPage> {
    return this.#page(new SourcesQuery(parametersOf(request)), request, reply);
  }

  @Get('sources/:id')
  source(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    return this.questions.execute(new SourceQuery(idOf('source', id), parametersOf(request)));
  }

  @Get('milestones')
  milestones(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<MilestonesPage> {
    return this.#page(new MilestonesQuery(parametersOf(request)), request, reply, FOLLOWED_DUE);
  }

  @Get('milestones/:id')
  milestone(@Param('id') id: string, @Req() request: FastifyRequest): Promise<MilestoneDetail> {
    return this.questions.execute(new MilestoneQuery(id, parametersOf(request)));
  }

  @Get('topics')
  topics(@Req() request: FastifyRequest): Promise<ValuesPage> {
    return this.questions.execute(new ValuesQuery('topics', parametersOf(request)));
  }

  @Get('types')
  types(@Req() request: FastifyRequest): Promise<ValuesPage> {
    return this.questions.execute(new ValuesQuery('types', parametersOf(request)));
  }

  @Get('parties')
  parties(@Req() request: FastifyRequest): Promise<ValuesPage> {
    return this.questions.execute(new ValuesQuery('parties', parametersOf(request)));
  }

  async #page<Page extends { page: PageLinks }>(
    question: Query<Page>,
    request: FastifyRequest,
    reply: FastifyReply,
    formats: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const answer = await this.questions.execute(question);
    linkPages(request, reply, this.settings.publicUrl, answer.page);
    linkFormats(request, reply, this.settings.publicUrl, formats);
    return answer;
  }
}
