import { Inject, Injectable, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseChangesNewsQuery, CaseChangesQuery, type CaseChange, type CaseChangeNews } from '#libs/cases';
import { calendarOf, dayOfIso, edtfOfDay } from '#libs/edtf';
import { PrintedHead } from '#libs/event-store';
import type { Settings } from '#libs/kernel';
import { filtersOf, newestOf, readParameters, type PageLinks, type RawParameters } from '#libs/timeline';
import { fileWithHead, printHead } from '../http/log-head.js';
import { addressOf, linkPages } from '../http/page-links.js';
import { lines, streamed } from '../http/streamed.js';
import { allCaseChangesParameters, caseFeedParameters } from '../openapi/feed-parameters.js';
import { SETTINGS } from '../settings.js';
import { writeAtom } from './atom.js';
import { uidDomain } from './calendar-events.js';
import { writeCalendar, type CalendarEvent } from './calendar.js';
import { caseChangeEntries } from './case-change-entry.js';
import { batchOf } from './cloud-events.js';
import { csvRow } from './csv.js';
import type { FeedEntry } from './feed-entry.js';
import { FORMATS, isKnownState, type Format } from './formats.js';
import { writeJsonFeed } from './json-feed.js';
import { each } from './streams-of-items.js';
import { feedAddresses } from './timeline-formats.js';
import { coverageLine, fileUnder, titleUnder } from './under-clocks.js';
import { html, timelineJsDocument, type TimelineJsEvent } from './timelinejs.js';

const TITLE = 'Dateline: how cases change';
const FILE = 'case-changes';
const CHANGE_COLUMNS = [
  'case.id',
  'case.name',
  'at',
  'recordedPosition',
  'kind',
  'changes',
  'facts',
  'basis',
  'factsRecordedAt',
] as const;

/** Tells how cases changed in the formats of other programs. */
@Injectable()
export class CaseChangeFormats {
  constructor(
    private readonly questions: QueryBus,
    private readonly printedHead: PrintedHead,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The answer to a request for the changes of cases in a format; empty where the asker has it already (304). */
  async answer(
    format: Format,
    raw: RawParameters,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    if (format === 'atom' || format === 'feed.json') return this.#feed(format, raw, request, reply);
    const { publicUrl } = this.settings;
    const { after: _after, ...asked } = raw;
    readParameters(allCaseChangesParameters, raw);
    const { position } = await this.questions.execute(new CaseChangesQuery({ ...raw, limit: '1' }));
    if (isKnownState(request, reply, 'cases', format, publicUrl, position, filtersOf(asked))) return '';
    // All pages are told as the log stood when the first one was asked for.
    const pinned = asked['recordedBy'] === undefined ? { ...asked, recordedBy: position } : asked;
    const changes = this.#walk(pinned, (page) => this.questions.execute(new CaseChangesQuery(page)));
    const logHead = await printHead(reply, this.printedHead);
    const file = fileUnder(FILE, raw);
    switch (format) {
      case 'ndjson':
        return streamed(lines(changes), FORMATS[format], fileWithHead('inline', file, format, logHead));
      case 'csv':
        return streamed(tableOf(changes), FORMATS[format], fileWithHead('attachment', file, format, logHead));
      case 'ics': {
        const news = this.#walk(pinned, (page) => this.questions.execute(new CaseChangesNewsQuery(page)));
        const coverage = await coverageLine(this.questions, raw, await this.#newsOf(pinned));
        const head = { name: titleUnder(TITLE, raw), url: addressOf(request, publicUrl, {}), logHead, coverage };
        return streamed(
          writeCalendar(head, eventsOf(withDay(news), publicUrl)),
          FORMATS[format],
          `inline; filename="${file}.ics"`,
        );
      }
      case 'timelinejs.json': {
        const coverage = await coverageLine(this.questions, raw, await this.#newsOf(pinned));
        return streamed(
          timelineJsDocument(each(entriesOf(withDay(changes), publicUrl), timelineJsOf), { head: logHead, coverage }),
          FORMATS[format],
        );
      }
      case 'cloudevents.json':
        return streamed(
          batchOf(each(entriesOf(changes, publicUrl), cloudEventOf)),
          FORMATS[format],
          fileWithHead('inline', file, format, logHead),
        );
    }
  }

  async #feed(
    format: 'atom' | 'feed.json',
    raw: RawParameters,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const { publicUrl } = this.settings;
    readParameters(caseFeedParameters, raw);
    const { items, page } = await this.questions.execute(new CaseChangesNewsQuery({ ...raw, order: 'desc' }));
    linkPages(request, reply, publicUrl, page);
    void reply.header('content-type', format === 'atom' ? `${FORMATS.atom}; charset=utf-8` : FORMATS['feed.json']);
    const entries = items.flatMap(({ redacted, ...change }) => caseChangeEntries(change, publicUrl, redacted));
    const logHead = await printHead(reply, this.printedHead);
    const coverage = await coverageLine(this.questions, raw, newestOf(items.flatMap(({ facts }) => facts)));
    const addresses = feedAddresses(request, publicUrl, page.next, raw);
    const feed = { logHead, coverage, ...addresses, title: titleUnder(TITLE, raw), entries };
    return format === 'atom' ? writeAtom(feed) : JSON.stringify(writeJsonFeed(feed));
  }

  /**
   * The newest news of the changes that have a day, which stands before them in a file; null where there is none. On the
   * known clock no fact of a change became known after it, so that few of the latest changes have to be read.
   */
  async #newsOf(raw: RawParameters): Promise<string | null> {
    let lastNews: string | null = null;
    const latest = this.#walk({ ...raw, order: 'desc' }, (page) => this.questions.execute(new CaseChangesQuery(page)));
    for await (const { at, recordedPosition, facts } of withDay(latest)) {
      if (recordedPosition === null && lastNews !== null && at <= lastNews) break;
      lastNews = newestOf([{ lastNews }, ...facts]);
    }
    return lastNews;
  }

  async *#walk<Item>(
    raw: RawParameters,
    pageOf: (raw: RawParameters) => Promise<{ items: Item[]; page: PageLinks }>,
  ): AsyncIterable<Item> {
    for (let cursor: string | undefined; ;) {
      const { items, page } = await pageOf({ ...raw, limit: '200', cursor });
      yield* items;
      if (page.next === null) return;
      cursor = page.next;
    }
  }
}

async function* entriesOf(changes: AsyncIterable<CaseChange>, publicUrl: string): AsyncIterable<FeedEntry> {
  for await (const change of changes) yield* caseChangeEntries(change, publicUrl);
}

async function* eventsOf(changes: AsyncIterable<CaseChangeNews>, publicUrl: string): AsyncIterable<CalendarEvent> {
  for await (const { redacted, ...change } of changes)
    for (const entry of caseChangeEntries(change, publicUrl, redacted)) yield eventOf(entry, publicUrl);
}

/** What has no day but that of its recording stands on no day of a calendar; a list of changes ends with it. */
async function* withDay<Change extends CaseChange>(changes: AsyncIterable<Change>): AsyncIterable<Change> {
  for await (const change of changes) {
    if (change.basis === 'recorded') return;
    yield change;
  }
}

async function* tableOf(changes: AsyncIterable<CaseChange>): AsyncIterable<string> {
  yield csvRow(CHANGE_COLUMNS);
  for await (const { case: subject, at, recordedPosition, kind, basis, changes: fields, facts } of changes)
    yield csvRow([
      subject.id,
      subject.name,
      at,
      recordedPosition ?? '',
      kind,
      JSON.stringify(fields),
      facts.map(({ id }) => id).join(';'),
      basis ?? '',
      facts.map(({ recordedAt }) => recordedAt).join(';'),
    ]);
}

/** What of the address of an entry says which one it is. */
function placeOf({ id }: FeedEntry): string {
  return id.slice(id.indexOf('#') + 1);
}

/** The day (UTC) of its publication, as ISO 8601 writes it. */
function dayOf({ published }: FeedEntry): string {
  return published.split('T', 1)[0]!;
}

/** A change as an event of a calendar, on the day on which it became known or was recorded. */
function eventOf(entry: FeedEntry, publicUrl: string): CalendarEvent {
  const { title, content, url, published, modified, redactions = 0, facets } = entry;
  return {
    uid: `case-${placeOf(entry)}@${uidDomain(publicUrl)}`,
    sequence: redactions,
    when: { edtf: edtfOfDay(dayOfIso(dayOf(entry))), text: dayOf(entry) },
    title,
    description: content,
    url,
    categories: Object.values(facets),
    cancelled: false,
    createdAt: published,
    modifiedAt: modified ?? published,
  };
}

function timelineJsOf(entry: FeedEntry): TimelineJsEvent {
  const { year, month, dayOfMonth: day } = calendarOf(dayOfIso(dayOf(entry)));
  const paragraphs = entry.content.split('\n').map((line) => `<p>${html(line)}</p>`);
  return {
    unique_id: placeOf(entry),
    start_date: { year, month, day },
    display_date: dayOf(entry),
    group: html(entry.facets['kind'] ?? ''),
    text: { headline: html(entry.title), text: paragraphs.join('') },
    autolink: false,
  };
}

/** A change as a CloudEvent 1.0; its type says whether it is a development, a correction or a retraction. */
function cloudEventOf(entry: FeedEntry): object {
  const change = entry.details as CaseChange;
  return {
    specversion: '1.0',
    id: placeOf(entry),
    source: `/v1/cases/${change.case.id}`,
    type: `case.changed.${change.kind}`,
    subject: change.case.id,
    time: entry.published,
    datacontenttype: 'application/json',
    data: change,
  };
}
