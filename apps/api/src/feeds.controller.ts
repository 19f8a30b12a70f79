import { Controller, Get, Inject, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseStatisticsQuery } from '#libs/cases';
import { PrintedHead } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import { RevisedMilestonesQuery } from '#libs/milestones';
import { ChangesQuery, newestOf, readParameters, SubjectQuery, type ChangesPage } from '#libs/timeline';
import { writeAtom } from './feeds/atom.js';
import { milestoneEvent } from './feeds/calendar-events.js';
import { writeCalendar } from './feeds/calendar.js';
import { statisticsTable } from './feeds/case-statistics-table.js';
import { CaseChangeFormats } from './feeds/case-change-formats.js';
import { FORMAT_NAMES, formatOf, FORMATS } from './feeds/formats.js';
import { milestoneEntry } from './feeds/milestone-entry.js';
import { oneByOne } from './feeds/streams-of-items.js';
import { feedAddresses, TimelineFormats } from './feeds/timeline-formats.js';
import { clocksOf, coverageLine, fileUnder, titleUnder } from './feeds/under-clocks.js';
import { fileWithHead, printHead } from './http/log-head.js';
import { addressOf, linkPages } from './http/page-links.js';
import { idOf, parametersOf, refuseParameter } from './http/requests.js';
import { statisticsTableParameters } from './openapi/feed-parameters.js';
import { SETTINGS } from './settings.js';

/** The timeline in the formats of other programs, and what was recorded since. */
@Controller('v1')
export class FeedsController {
  constructor(
    private readonly questions: QueryBus,
    private readonly formats: TimelineFormats,
    private readonly caseChanges: CaseChangeFormats,
    private readonly printedHead: PrintedHead,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(FORMAT_NAMES.map((format) => `timeline.${format}`))
  timeline(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const asked = { raw: parametersOf(request), title: 'Dateline', file: 'timeline' };
    return this.formats.answer(formatOf(request), asked, request, reply);
  }

  @Get(FORMAT_NAMES.map((format) => `subjects/:id.${format}`))
  async subject(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const raw = parametersOf(request);
    if (raw['subject'] !== undefined) refuseParameter('subject', 'is named by the address already');
    const { name } = await this.questions.execute(new SubjectQuery(idOf('subject', id), clocksOf(raw)));
    const asked = { raw: { ...raw, subject: id }, title: `Dateline: ${name}`, file: id };
    return this.formats.answer(formatOf(request), asked, request, reply);
  }

  @Get(FORMAT_NAMES.map((format) => `cases/changes.${format}`))
  casesChanged(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    return this.caseChanges.answer(formatOf(request), parametersOf(request), request, reply);
  }

  @Get('cases/statistics.csv')
  async statistics(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { table: asked, ...raw } = parametersOf(request);
    const { table } = readParameters(statisticsTableParameters, asked === undefined ? {} : { table: asked });
    const statistics = await this.questions.execute(new CaseStatisticsQuery(raw));
    const logHead = await printHead(reply, this.printedHead);
    void reply
      .header('content-type', FORMATS.csv)
      .header('content-disposition', fileWithHead('attachment', fileUnder(`case-${table}`, raw), 'csv', logHead));
    return statisticsTable(statistics, table);
  }

  @Get('milestones.atom')
  async milestonesAtom(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { publicUrl } = this.settings;
    const raw = parametersOf(request);
    const { items, page } = await this.questions.execute(new RevisedMilestonesQuery(raw, 'page'));
    linkPages(request, reply, publicUrl, page);
    void reply.header('content-type', `${FORMATS.atom}; charset=utf-8`);
    const entries = items.map((item) => milestoneEntry(item, publicUrl));
    const logHead = await printHead(reply, this.printedHead);
    const addresses = feedAddresses(request, publicUrl, page.next, raw);
    const [title, coverage] = [
      titleUnder('Dateline: what is due', raw),
      await coverageLine(this.questions, raw, newestOf(items)),
    ];
    return writeAtom({ ...addresses, title, logHead, coverage, entries });
  }

  @Get('milestones.ics')
  async milestonesCalendar(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { publicUrl } = this.settings;
    const raw = parametersOf(request);
    const { items } = await this.questions.execute(new RevisedMilestonesQuery(raw, 'all'));
    void reply
      .header('content-type', FORMATS.ics)
      .header('content-disposition', `inline; filename="${fileUnder('milestones', raw)}.ics"`);
    const logHead = await printHead(reply, this.printedHead);
    const name = titleUnder('Dateline: what is due', raw);
    const coverage = await coverageLine(this.questions, raw, newestOf(items));
    const head = { name, url: addressOf(request, publicUrl, {}), logHead, coverage };
    const events = items.map((item) => milestoneEvent(item, item.revision, publicUrl));
    let text = '';
    for await (const piece of writeCalendar(head, oneByOne(events))) text += piece;
    return text;
  }

  @Get('changes')
  async changes(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangesPage & { head: string }> {
    const answer = await this.questions.execute(new ChangesQuery(parametersOf(request)));
    linkPages(request, reply, this.settings.publicUrl, answer.page, 'since');
    return { ...answer, head: await printHead(reply, this.printedHead) };
  }
}
