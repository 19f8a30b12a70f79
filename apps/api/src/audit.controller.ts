import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Audit, namesOfActors, type ListedAuditEntry } from '#libs/access';
import { Database } from '#libs/database';
import type { Settings } from '#libs/kernel';
import { cutPage, filtersOf, readCursor, readParameters, type PageLinks } from '#libs/timeline';
import { linkPages } from './http/page-links.js';
import { parametersOf } from './http/requests.js';
import { auditParameters } from './openapi/key-operations.js';
import { SETTINGS } from './settings.js';

type Item = Omit<ListedAuditEntry, 'actor'> & { actor: { by: string; name: string | null } };

/** The audit trail, page by page, the newest first. */
@Controller('v1/audit')
export class AuditController {
  constructor(
    private readonly audit: Audit,
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: Item[]; page: PageLinks }> {
    const raw = parametersOf(request);
    const { action, since, until, limit, cursor: sent } = readParameters(auditParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readCursor(sent, filters, ['position']);
    const place = cursor === null ? {} : { [cursor.direction === 'next' ? 'before' : 'after']: String(cursor.key[0]) };
    const found = await this.audit.list({ action, since, until, ...place, limit: limit + 1 });
    const { rows, page } = cutPage(found, limit, cursor, filters, ({ id }) => [id]);
    linkPages(request, reply, this.settings.publicUrl, page);
    const names = await namesOfActors(
      this.db,
      rows.map(({ actor }) => actor),
    );
    return {
      items: rows.map((row) => ({ ...row, actor: { by: row.actor, name: names.get(row.actor) ?? null } })),
      page,
    };
  }
}
