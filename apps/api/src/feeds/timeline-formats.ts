import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PrintedHead } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import { RevisedWalkQuery, TimelineWalkQuery } from '#libs/milestones';
import { filtersOf, newestOf, NewsQuery, readParameters, TimelineNewsQuery, type RawParameters } from '#libs/timeline';
import { fileWithHead, printHead } from '../http/log-head.js';
import { addressOf, linkPages } from '../http/page-links.js';
import { lines, streamed } from '../http/streamed.js';
import { calendarParameters, timelineJsParameters } from '../openapi/feed-parameters.js';
import { SETTINGS } from '../settings.js';
import { writeAtom } from './atom.js';
import { timelineEvent } from './calendar-events.js';
import { writeCalendar } from './calendar.js';
import { batchOf, cloudEventOf } from './cloud-events.js';
import { csvText } from './csv.js';
import { factEntry } from './fact-entry.js';
import type { Feed } from './feed-entry.js';
import { FORMATS, isKnownState, type Format } from './formats.js';
import { writeJsonFeed } from './json-feed.js';
import { each } from './streams-of-items.js';
import { timelineJsText } from './timelinejs.js';
import { coverageLine, fileUnder, titleUnder } from './under-clocks.js';

/** A question about a timeline, and how what it finds is called. */
export interface TimelineAsked {
  raw: RawParameters;
  title: string;
  /** The name of a file that it is saved as, without its ending. */
  file: string;
}

/** Tells a timeline in the formats of other programs. */
@Injectable()
export class TimelineFormats {
  constructor(
    private readonly questions: QueryBus,
    private readonly printedHead: PrintedHead,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The answer to a request for a timeline in a format; empty where the asker has it already (304). */
  answer(
    format: Format,
    asked: TimelineAsked,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    switch (format) {
      case 'atom':
        return this.#feed(asked, request, reply, 'atom', writeAtom);
      case 'feed.json':
        return this.#feed(asked, request, reply, 'feed.json', (feed) => JSON.stringify(writeJsonFeed(feed)));
      case 'ics':
        return this.#calendar(asked, request, reply);
      default:
        return this.#items(format, asked, request, reply);
    }
  }

  async #items(
    format: Exclude<Format, 'atom' | 'feed.json' | 'ics'>,
    { raw, file }: TimelineAsked,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const { publicUrl } = this.settings;
    const { lane: _lane, ...filters } = raw;
    const isTimelineJs = format === 'timelinejs.json';
    const { lane } = isTimelineJs ? readParameters(timelineJsParameters, raw) : { lane: 'subjectType' as const };
    const walk = await this.questions.execute(new TimelineWalkQuery(isTimelineJs ? filters : raw));
    if (isKnownState(request, reply, format, lane, publicUrl, walk.state)) return '';
    const logHead = await printHead(reply, this.printedHead);
    const name = fileUnder(file, raw);
    switch (format) {
      case 'ndjson':
        return streamed(lines(walk.items), FORMATS[format], fileWithHead('inline', name, format, logHead));
      case 'csv':
        return streamed(csvText(walk.items), FORMATS[format], fileWithHead('attachment', name, format, logHead));
      case 'timelinejs.json': {
        const coverage = await this.#coverageOf(filters);
        return streamed(timelineJsText(walk.items, lane, { head: logHead, coverage }), FORMATS[format]);
      }
      case 'cloudevents.json':
        return streamed(
          batchOf(each(walk.items, (item) => cloudEventOf(item, publicUrl))),
          FORMATS[format],
          fileWithHead('inline', name, format, logHead),
        );
    }
  }

  async #calendar(
    { raw, title, file }: TimelineAsked,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    const { publicUrl } = this.settings;
    readParameters(calendarParameters, raw);
    // What was withdrawn is told as cancelled: it may stand in somebody's calendar.
    const walk = await this.questions.execute(new RevisedWalkQuery({ retracted: 'include', ...raw }));
    if (isKnownState(request, reply, 'ics', title, publicUrl, walk.state)) return '';
    const events = each(walk.items, (item) => timelineEvent(item, publicUrl));
    const logHead = await printHead(reply, this.printedHead);
    const coverage = await this.#coverageOf(raw);
    const head = { name: titleUnder(title, raw), url: addressOf(request, publicUrl, {}), logHead, coverage };
    return streamed(writeCalendar(head, events), FORMATS.ics, `inline; filename="${fileUnder(file, raw)}.ics"`);
  }

  /** How new a timeline is that is written as it is read: its newest news stands before its items. */
  async #coverageOf(raw: RawParameters): Promise<string> {
    const { lastNews } = await this.questions.execute(new TimelineNewsQuery(raw));
    return coverageLine(this.questions, raw, lastNews);
  }

  async #feed(
    { raw, title }: TimelineAsked,
    request: FastifyRequest,
    reply: FastifyReply,
    format: 'atom' | 'feed.json',
    write: (feed: Feed) => string,
  ): Promise<string> {
    const { publicUrl } = this.settings;
    const { items, page } = await this.questions.execute(new NewsQuery(raw));
    linkPages(request, reply, publicUrl, page);
    void reply.header('content-type', format === 'atom' ? `${FORMATS.atom}; charset=utf-8` : FORMATS['feed.json']);
    return write({
      ...feedAddresses(request, publicUrl, page.next, raw),
      title: titleUnder(title, raw),
      coverage: await coverageLine(this.questions, raw, newestOf(items)),
      logHead: await printHead(reply, this.printedHead),
      entries: items.map((item) => factEntry(item, publicUrl)),
    });
  }
}

/** The addresses that a feed names: its own, that of the page that is told and of the next one. */
export function feedAddresses(
  request: FastifyRequest,
  publicUrl: string,
  next: string | null,
  raw: RawParameters,
): Pick<Feed, 'id' | 'homeUrl' | 'feedUrl' | 'pageUrl' | 'nextUrl'> {
  const feedUrl = addressOf(request, publicUrl, { cursor: null, after: null });
  return {
    // The same for the same filters, in whatever order they are given.
    id: `${feedUrl.split('?', 1)[0]!}#${filtersOf(raw)}`,
    homeUrl: `${publicUrl}/`,
    feedUrl,
    pageUrl: raw['cursor'] === undefined ? feedUrl : addressOf(request, publicUrl, { after: null }),
    nextUrl: next === null ? null : addressOf(request, publicUrl, { cursor: next, after: null }),
  };
}
