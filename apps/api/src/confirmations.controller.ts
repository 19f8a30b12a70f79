import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '#libs/kernel';
import { Confirmations } from '#libs/reminders';
import { cutPage, filtersOf, readCursor, readParameters } from '#libs/timeline';
import { linkPages } from './http/page-links.js';
import { recorderOf } from './http/recorder.js';
import { parametersOf } from './http/requests.js';
import { tokenOf } from './http/token-of.js';
import { confirmationParameters } from './openapi/subscription-operations.js';
import { SETTINGS } from './settings.js';
import { confirmationAnswer, subscriptionAnswer } from './subscription-answer.js';

/** How many pending requests one answer lists. */
const REQUESTS = 20;

/** What the link of a confirmation mail is for: its token proves the mailbox, whose pending requests it lists. */
@Controller('v1/confirmations')
export class ConfirmationsController {
  constructor(
    private readonly confirmations: Confirmations,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get(':id')
  async one(@Param('id') id: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const filters = filtersOf({ confirmation: id });
    const { cursor: sent } = readParameters(confirmationParameters, parametersOf(request));
    const cursor = readCursor(sent, filters, ['position', 'text']);
    const [madeAt, beyond] = (cursor?.key ?? []) as string[];
    const opened = await this.confirmations.open(id, tokenOf(request, ['token', 'cursor']), {
      limit: REQUESTS + 1,
      ...(cursor !== null && { beyond: { madeAt: madeAt!, id: beyond!, direction: cursor.direction } }),
    });
    const { rows, page } = cutPage(opened.requests, REQUESTS, cursor, filters, (one) => [
      String(one.createdAt.getTime()),
      one.id,
    ]);
    linkPages(request, reply, this.settings.publicUrl, page);
    return { ...confirmationAnswer({ ...opened, requests: rows }), page };
  }

  @Post(':id/requests/:request/confirm')
  @HttpCode(200)
  async confirm(@Param('id') id: string, @Param('request') asked: string, @Req() request: FastifyRequest) {
    const { links, ...rest } = subscriptionAnswer(
      await this.confirmations.confirm(id, tokenOf(request), asked, recorderOf(request)),
    );
    return { ...rest, ...links };
  }

  @Delete(':id/requests/:request')
  async drop(@Param('id') id: string, @Param('request') asked: string, @Req() request: FastifyRequest) {
    await this.confirmations.drop(id, tokenOf(request), asked);
    return { id: asked };
  }

  @Post(':id/refuse')
  @HttpCode(200)
  async refuse(@Param('id') id: string, @Req() request: FastifyRequest) {
    await this.confirmations.refuse(id, tokenOf(request), recorderOf(request));
    return { id };
  }
}
