import { Controller, Get, Inject, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '#libs/kernel';
import { TimelineWalkQuery } from '#libs/milestones';
import { ChangesQuery, NewsQuery, readParameters, type ChangesPage } from '#libs/timeline';
import { csvText } from './feeds/csv.js';
import { jsonFeed, JSON_FEED } from './feeds/json-feed.js';
import { timelineJsText } from './feeds/timelinejs.js';
import { isKnown } from './http/answer-headers.js';
import { addressOf, linkPages } from './http/page-links.js';
import { parametersOf } from './http/requests.js';
import { lines, streamed } from './http/streamed.js';
import { timelineJsParameters } from './openapi/operations.js';
import { SETTINGS } from './settings.js';

/** The timeline in the formats of other programs, and what was recorded since. */
@Controller('v1')
export class FeedsController {
  constructor(
    private readonly questions: QueryBus,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get('timeline.ndjson')
  async ndjson(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const walk = await this.questions.execute(new TimelineWalkQuery(parametersOf(request)));
    if (isKnown(request, reply, `ndjson ${walk.state}`)) return '';
    return streamed(lines(walk.items), 'application/x-ndjson');
  }

  @Get('timeline.csv')
  async csv(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const walk = await this.questions.execute(new TimelineWalkQuery(parametersOf(request)));
    if (isKnown(request, reply, `csv ${walk.state}`)) return '';
    return streamed(
      csvText(walk.items),
      'text/csv; charset=utf-8; header=present',
      'attachment; filename="timeline.csv"',
    );
  }

  @Get('timeline.timelinejs.json')
  async timelineJs(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const { lane: asked, ...raw } = parametersOf(request);
    const { lane } = readParameters(timelineJsParameters, { lane: asked, ...raw });
    const walk = await this.questions.execute(new TimelineWalkQuery(raw));
    if (isKnown(request, reply, `timelinejs ${lane} ${walk.state}`)) return '';
    return streamed(timelineJsText(walk.items, lane), 'application/json; charset=utf-8');
  }

  @Get('timeline.feed.json')
  async jsonFeed(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { publicUrl } = this.settings;
    const { items, page } = await this.questions.execute(new NewsQuery(parametersOf(request)));
    linkPages(request, reply, publicUrl, page);
    void reply.header('content-type', JSON_FEED);
    const feedUrl = addressOf(request, publicUrl, { cursor: null });
    const nextUrl = page.next === null ? null : addressOf(request, publicUrl, { cursor: page.next });
    return JSON.stringify(jsonFeed(items, { publicUrl, feedUrl, nextUrl }));
  }

  @Get('changes')
  async changes(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ChangesPage> {
    const answer = await this.questions.execute(new ChangesQuery(parametersOf(request)));
    linkPages(request, reply, this.settings.publicUrl, answer.page, 'since');
    return answer;
  }
}
