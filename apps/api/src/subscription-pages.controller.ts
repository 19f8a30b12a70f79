import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escaped, Subscriptions } from '#libs/reminders';
import { Needs } from './http/access.guard.js';
import { takeParameters } from './http/requests.js';

/** No script, nothing from elsewhere, and the address with its token goes to nobody. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/**
 * What the links of a mail lead to, readable without script. A GET changes nothing, since mail programs follow links by
 * themselves; the button, and the one click of RFC 8058, are a POST.
 */
@Controller('subscriptions/:id')
@Needs('open')
export class SubscriptionPagesController {
  constructor(private readonly subscriptions: Subscriptions) {}

  @Get()
  async manage(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { subscription, address, links } = await this.subscriptions.open(id, tokenOf(request));
    const { filter, schedule, status } = subscription;
    return page(
      reply,
      'Your subscription',
      [
        `It is ${status} and tells ${address ?? 'a calendar'} of ${filter.kinds.join(', ')}.`,
        `Messages go out at ${schedule.localTime} (${schedule.timeZone}), ${schedule.leadTimes.join(', ')} before.`,
      ],
      { action: new URL(links.unsubscribeUrl), label: 'End this subscription and erase it' },
    );
  }

  @Get('confirm')
  async askToConfirm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { address, links } = await this.subscriptions.open(id, tokenOf(request), 'confirm');
    const action = { action: new URL(links.confirmUrl), label: 'Confirm' };
    return page(reply, 'Confirm your subscription', [`Shall Dateline write to ${address ?? 'this address'}?`], action);
  }

  @Post('confirm')
  @HttpCode(200)
  async confirm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    discard(request);
    await this.subscriptions.confirm(id, tokenOf(request));
    return page(reply, 'Your subscription is confirmed', ['You will be told from now on.']);
  }

  @Get('unsubscribe')
  async askToEnd(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { links } = await this.subscriptions.open(id, tokenOf(request), 'unsubscribe');
    const action = { action: new URL(links.unsubscribeUrl), label: 'Unsubscribe' };
    return page(reply, 'End your subscription', ['Nothing is sent any more, and your address is erased.'], action);
  }

  @Post('unsubscribe')
  @HttpCode(200)
  async end(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    discard(request);
    const { erasedAt, position } = await this.subscriptions.erase(id, tokenOf(request), 'unsubscribe');
    return page(reply, 'Your subscription has ended', [
      `Your address was erased at ${erasedAt}; event ${position} of the log says so.`,
    ]);
  }
}

function tokenOf(request: FastifyRequest): string | undefined {
  const { token } = takeParameters(request, ['token']);
  return typeof token === 'string' ? token : undefined;
}

/** What a form or a mail program sends along says nothing that the address does not. */
function discard({ body }: FastifyRequest): void {
  if (body instanceof Readable) body.resume();
}

function page(reply: FastifyReply, title: string, paragraphs: string[], form?: { action: URL; label: string }): string {
  void reply.headers(HEADERS);
  const text = paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`).join('');
  const address = form && escaped(`${form.action.pathname}${form.action.search}`);
  const button = form ? `<form method="post" action="${address}"><button>${escaped(form.label)}</button></form>` : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head><body><main><h1>${escaped(title)}</h1>${text}${button}</main></body></html>`;
}
