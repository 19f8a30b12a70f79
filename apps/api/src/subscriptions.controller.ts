import { Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import canonicalize from 'canonicalize';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '#libs/access';
import { Database } from '#libs/database';
import { PrintedHead } from '#libs/event-store';
import { type Clock, CLOCK, parseDayOrInstant, type Settings } from '#libs/kernel';
import { RevisedMilestonesQuery, selectOpenMilestones } from '#libs/milestones';
import {
  deliveriesOf,
  checkOnRecord,
  previewOf,
  readDraft,
  RateLimits,
  readSubscription,
  readSubscriptionPatch,
  readSubscriptionSettings,
  SignUps,
  Subscriptions,
  wantsMilestoneItem,
  type Caller,
  type Changer,
  type OwnSubscription,
  type Previewed,
} from '#libs/reminders';
import { newestOf, parameterError, unknownParties } from '#libs/timeline';
import { writeAtom } from './feeds/atom.js';
import { milestoneEvent } from './feeds/calendar-events.js';
import { writeCalendar } from './feeds/calendar.js';
import { FORMATS } from './feeds/formats.js';
import { milestoneEntry } from './feeds/milestone-entry.js';
import { oneByOne } from './feeds/streams-of-items.js';
import { revalidated } from './feeds/revalidated.js';
import { Access } from './http/access.js';
import { clientOf, siteOf } from './http/client-address.js';
import { coverageLine } from './feeds/under-clocks.js';
import { printHead } from './http/log-head.js';
import { recorderOf } from './http/recorder.js';
import { flag, jsonBody, takeParameters } from './http/requests.js';
import { tokenOf } from './http/token-of.js';
import { SETTINGS } from './settings.js';
import { linkAnswer, madeAnswer, subscriptionAnswer } from './subscription-answer.js';

/**
 * Subscriptions. The holder of the token of one manages it without a key; what needs no token reads the records, and needs
 * what reading needs.
 */
@Controller('v1/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly signUps: SignUps,
    private readonly limits: RateLimits,
    private readonly access: Access,
    private readonly questions: QueryBus,
    private readonly db: Database,
    private readonly printedHead: PrintedHead,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** A webhook needs `write`. */
  @Post()
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('idempotency-key') key: string | undefined,
  ) {
    takeParameters(request);
    const form = readSubscription(jsonBody(request));
    if (form.channel.type === 'webhook') this.access.admit(request, 'write');
    const idempotency =
      key === undefined || key === '' ? undefined : { key, body: canonicalize(jsonBody(request)) ?? '' };
    const network = request.holder === null ? networkOf(request.ip) : null;
    const made = await this.signUps.create(form, {
      ...changerOf(request),
      ...(network !== null && { network }),
      idempotency,
    });
    void reply.status(201).header('location', `${this.settings.publicUrl}/v1/subscriptions/${made.id}`);
    return madeAnswer(made);
  }

  /** Writes nothing; it is a POST since what it asks is as large as a subscription. */
  @Post('preview')
  @HttpCode(200)
  async previewDraft(@Req() request: FastifyRequest) {
    takeParameters(request);
    const { channel, filter, ...schedule } = readDraft(jsonBody(request));
    await this.limits.count('preview', callerOf(request));
    // What could not be subscribed to has no preview either: an empty one would promise what never comes.
    await checkOnRecord(this.db.kysely, filter);
    const links = {
      manageUrl: `${this.settings.publicUrl}/subscriptions/…`,
      unsubscribeUrl: `${this.settings.publicUrl}/subscriptions/…/unsubscribe`,
    };
    return this.#preview({ id: 'preview', channel: channel.type, filter, schedule, links });
  }

  @Get(':id')
  async one(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { links, ...rest } = subscriptionAnswer(await this.subscriptions.open(id, tokenOf(request)));
    return { ...rest, ...links };
  }

  @Patch(':id')
  async change(@Param('id') id: string, @Req() request: FastifyRequest) {
    const patch = readSubscriptionPatch(jsonBody(request));
    const own = await this.subscriptions.change(id, tokenOf(request), patch, changerOf(request));
    const isMailed = patch.rotateLinks === true && own.subscription.channel === 'email';
    const { links, ...rest } = subscriptionAnswer(own);
    return { ...rest, ...(!isMailed && links), ...(patch.rotateSecret && { secret: own.secrets[0] }) };
  }

  @Delete(':id')
  async erase(@Param('id') id: string, @Req() request: FastifyRequest) {
    const parameters = takeParameters(request, ['token', 'refuse']);
    const token = tokenOf(request, ['token', 'refuse']);
    const { erasedAt, proof } = flag(parameters, 'refuse')
      ? await this.subscriptions.refuse(id, token, recorderOf(request))
      : await this.subscriptions.erase(id, token, recorderOf(request), 'unsubscribe');
    return { id, erasedAt, position: proof && String(proof.position), hash: proof && proof.hash };
  }

  @Get(':id/deliveries')
  async deliveries(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { before } = takeParameters(request, ['token', 'before']);
    await this.subscriptions.openForReading(id, tokenOf(request, ['token', 'before']));
    const items = await deliveriesOf(this.db, id, before === undefined ? undefined : instantOf('before', before));
    return { items };
  }

  @Get(':id/preview')
  async preview(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { subscription, links } = await this.subscriptions.openForReading(id, tokenOf(request));
    await this.limits.count('preview', { ...callerOf(request), subscription: id });
    return this.#preview({ ...subscription, links });
  }

  /** What a change would send; it writes nothing, and shows what a change followed by `preview` shows. */
  @Post(':id/preview')
  @HttpCode(200)
  async previewChange(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { filter, ...schedule } = readSubscriptionSettings(jsonBody(request));
    const { subscription, links } = await this.subscriptions.openForReading(id, tokenOf(request));
    await this.limits.count('preview', { ...callerOf(request), subscription: id });
    if (filter) await checkOnRecord(this.db.kysely, filter, subscription.filter);
    return this.#preview({
      ...subscription,
      filter: filter ?? subscription.filter,
      schedule: { ...subscription.schedule, ...schedule },
      links,
    });
  }

  @Get(':id/link')
  async link(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { own, purpose } = await this.subscriptions.purposeOf(id, tokenOf(request));
    return linkAnswer(own, purpose);
  }

  @Get(':id/calendar.ics')
  async calendar(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const own = await this.#read(id, request);
    const items = await this.#milestones(own);
    const events = items.map((item) => milestoneEvent(item, item.revision, this.settings.publicUrl));
    let text = '';
    const logHead = await printHead(reply, this.printedHead);
    const coverage = await coverageLine(this.questions, {}, newestOf(items));
    const head = { name: 'Dateline: what is due', url: own.links.calendarUrl, logHead, coverage };
    for await (const piece of writeCalendar(head, oneByOne(events))) text += piece;
    return revalidated(request, reply, FORMATS.ics, { text, logHead });
  }

  @Get(':id/feed.atom')
  async feed(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const own = await this.#read(id, request);
    const { publicUrl } = this.settings;
    const items = await this.#milestones(own);
    const entries = items.map((item) => milestoneEntry(item, publicUrl));
    const logHead = await printHead(reply, this.printedHead);
    const text = writeAtom({
      id: `${publicUrl}/v1/subscriptions/${id}/feed.atom`,
      title: 'Dateline: what is due',
      homeUrl: `${publicUrl}/`,
      feedUrl: own.links.feedUrl,
      nextUrl: null,
      logHead,
      coverage: await coverageLine(this.questions, {}, newestOf(items)),
      entries,
    });
    return revalidated(request, reply, `${FORMATS.atom}; charset=utf-8`, { text, logHead });
  }

  @Post(':id/recover')
  @HttpCode(202)
  async recover(@Param('id') id: string, @Req() request: FastifyRequest) {
    const { since } = takeParameters(request, ['token', 'since']);
    if (typeof since !== 'string') throw parameterError('since', 'is required: a day or an instant');
    const recovered = await this.subscriptions.recover(
      id,
      tokenOf(request, ['token', 'since']),
      instantOf('since', since),
      callerOf(request),
    );
    return { recovered };
  }

  @Post(':id/test')
  @HttpCode(202)
  async test(@Param('id') id: string, @Req() request: FastifyRequest) {
    return { message: await this.subscriptions.sendTest(id, tokenOf(request), callerOf(request)) };
  }

  async #preview(previewed: Previewed) {
    const open = await selectOpenMilestones(this.db.kysely);
    const { publicUrl } = this.settings;
    const coverage = await coverageLine(this.questions, {}, null);
    return previewOf(this.db.kysely, previewed, open, { publicUrl, now: this.clock.now(), coverage });
  }

  #read(id: string, request: FastifyRequest): Promise<OwnSubscription> {
    return this.subscriptions.read(id, tokenOf(request));
  }

  async #milestones({ subscription }: OwnSubscription) {
    const { subjects, topics, parties: named } = subscription.filter;
    // One made before its words were checked may name parties that there cannot be.
    const unknown = await unknownParties(this.db.kysely, named);
    const parties = named.filter((party) => !unknown.includes(party));
    if (parties.length === 0 && named.length > 0) return [];
    const raw = {
      ...(subjects.length > 0 && { subject: subjects }),
      ...(topics.length > 0 && { topic: topics }),
      ...(parties.length > 0 && { party: parties }),
    };
    const { items } = await this.questions.execute(new RevisedMilestonesQuery(raw, 'all'));
    return items.filter((item) => wantsMilestoneItem(subscription.filter, item));
  }
}

/** Who is limited: the holder of the key of a request, else the client that it comes from, and its site. */
function callerOf(request: FastifyRequest): Caller {
  if (request.holder !== null) return { caller: `key ${request.holder.id}` };
  return { caller: clientOf(request), site: siteOf(request.ip ?? '') };
}

function changerOf(request: FastifyRequest): Changer {
  return {
    ...callerOf(request),
    recorder: recorderOf(request),
    ...(request.holder !== null && { authority: request.holder }),
  };
}

/** An instant, or the beginning of a day. */
function instantOf(parameter: string, text: string | readonly string[]): Date {
  const instant = typeof text === 'string' ? parseDayOrInstant(text, 'beginning') : null;
  if (instant === null) throw parameterError(parameter, 'must be a day or an instant such as 2026-07-01T09:00:00Z');
  return instant;
}
