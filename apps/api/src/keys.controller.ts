import { Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createKey, listKeys, revokeKey, rotateKey, type ListedKey, type NewKey } from '#libs/access';
import { Database } from '#libs/database';
import { readBody } from './http/read-body.js';
import { recorderOf } from './http/recorder.js';
import { takeParameters } from './http/requests.js';
import { keyRequest, rotationRequest } from './openapi/key-operations.js';

/** Keys: made, listed, revoked, rotated. The text of a key is in one answer, which nobody may store. */
@Controller('v1/keys')
export class KeysController {
  constructor(private readonly db: Database) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<{ items: ListedKey[] }> {
    takeParameters(request);
    return { items: await listKeys(this.db) };
  }

  @Post()
  async create(@Req() request: FastifyRequest): Promise<NewKey> {
    takeParameters(request);
    const made = await createKey(this.db, readBody(request, keyRequest, 'KEY_INVALID'));
    request.auditTarget = made.id;
    return made;
  }

  @Delete(':id')
  async revoke(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ListedKey> {
    takeParameters(request);
    return revokeKey(this.db, id, recorderOf(request).by);
  }

  @Post(':id/rotation')
  @HttpCode(201)
  async rotate(@Param('id') id: string, @Req() request: FastifyRequest): Promise<NewKey> {
    takeParameters(request);
    const { grace } = readBody(request, rotationRequest, 'KEY_INVALID');
    const made = await rotateKey(this.db, id, recorderOf(request).by, grace);
    request.auditMade = made.id;
    return made;
  }
}
