import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { VIEWS } from '#libs/milestones';
import {
  Checkpoints,
  replayQuarantine,
  requestRebuild,
  viewNamed,
  type Rebuild,
  type ViewStatus,
} from '#libs/projections';
import { flag, takeParameters } from './http/requests.js';

/** A rebuild under way, or how it ended; positions are strings in JSON. */
export interface RebuildAnswer {
  request: string;
  version: number;
  phase: string | null;
  position: string;
  target: string | null;
  check: boolean;
  keepQuarantine: boolean;
  holder: string | null;
  outcome: string | null;
  report: string | null;
  startedAt: string;
  finishedAt: string | null;
}

/** Where one view stands. */
export interface ProjectionAnswer {
  name: string;
  version: number;
  position: string;
  lag: string;
  updatedAt: string;
  error: { message: string; position: string | null; since: string } | null;
  holder: { owner: string; until: string } | null;
  quarantine: {
    stream: string;
    position: string;
    eventId: string;
    type: string;
    error: string;
    tries: number;
    since: string;
  }[];
  rebuild: RebuildAnswer | null;
  lastRebuild: RebuildAnswer | null;
}

/** For the administrator: where every view stands, rebuilding one, and taking up what it has set aside. */
@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly db: Database,
    private readonly store: EventStore,
    private readonly checkpoints: Checkpoints,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<{ items: ProjectionAnswer[] }> {
    takeParameters(request);
    return { items: (await this.checkpoints.status()).map(projectionAnswer) };
  }

  /** A worker does the work; how far it is shows in the list. */
  @Post(':name/rebuild')
  @HttpCode(202)
  async rebuild(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ name: string; rebuild: RebuildAnswer }> {
    const raw = takeParameters(request, ['check', 'keepQuarantine']);
    const options = { checkOnly: flag(raw, 'check'), keepQuarantine: flag(raw, 'keepQuarantine') };
    const rebuild = await requestRebuild(this.db, viewNamed(VIEWS, name), options);
    void reply.header('location', '/v1/projections');
    return { name, rebuild: rebuildAnswer(rebuild) };
  }

  @Post(':name/replay')
  @HttpCode(200)
  async replay(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
  ): Promise<{ name: string; replayed: { stream: string; events: number; position: string }[] }> {
    const { stream } = takeParameters(request, ['stream']);
    const view = viewNamed(VIEWS, name);
    const replayed = await replayQuarantine(this.db, this.store.shapes, view, stream as string | undefined);
    return { name, replayed: replayed.map((one) => ({ ...one, position: String(one.position) })) };
  }
}

function projectionAnswer(view: ViewStatus): ProjectionAnswer {
  const { name, version, position, lag, updatedAt, error, holder, quarantine, rebuild, lastRebuild } = view;
  return {
    name,
    version,
    position: String(position),
    lag: String(lag),
    updatedAt: updatedAt.toISOString(),
    error: error && {
      message: error.message,
      position: error.position === null ? null : String(error.position),
      since: error.since.toISOString(),
    },
    holder: holder && { owner: holder.owner, until: holder.until.toISOString() },
    quarantine: quarantine.map((one) => ({
      stream: one.stream,
      position: String(one.position),
      eventId: one.eventId,
      type: one.type,
      error: one.error,
      tries: one.tries,
      since: one.since.toISOString(),
    })),
    rebuild: rebuild && rebuildAnswer(rebuild),
    lastRebuild: lastRebuild && rebuildAnswer(lastRebuild),
  };
}

function rebuildAnswer(rebuild: Rebuild): RebuildAnswer {
  return {
    request: rebuild.request,
    version: rebuild.version,
    phase: rebuild.phase,
    position: String(rebuild.position),
    target: rebuild.target === null ? null : String(rebuild.target),
    check: rebuild.checkOnly,
    keepQuarantine: rebuild.keepQuarantine,
    holder: rebuild.holder,
    outcome: rebuild.outcome,
    report: rebuild.report,
    startedAt: rebuild.startedAt.toISOString(),
    finishedAt: rebuild.finishedAt?.toISOString() ?? null,
  };
}
