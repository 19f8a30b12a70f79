import { Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Confirmations } from '#libs/reminders';
import { recorderOf } from './http/recorder.js';
import { tokenOf } from './http/token-of.js';
import { confirmationAnswer, subscriptionAnswer } from './subscription-answer.js';

/** What the link of a confirmation mail is for: its token proves the mailbox, whose pending requests it lists. */
@Controller('v1/confirmations')
export class ConfirmationsController {
  constructor(private readonly confirmations: Confirmations) {}

  @Get(':id')
  async one(@Param('id') id: string, @Req() request: FastifyRequest) {
    return confirmationAnswer(await this.confirmations.open(id, tokenOf(request)));
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
