import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Checkpoints } from '#libs/projections';
import { Needs } from './http/access.guard.js';
import { takeParameters } from './http/requests.js';

/** Where one view stands; positions are strings in JSON. */
export interface ProjectionAnswer {
  name: string;
  version: number;
  position: string;
  lag: string;
  updatedAt: string;
  error: { message: string; position: string | null; since: string } | null;
}

/** For the administrator: where every view stands. */
@Controller('v1/projections')
@Needs('admin')
export class ProjectionsController {
  constructor(private readonly checkpoints: Checkpoints) {}

  @Get()
  async list(@Req() request: FastifyRequest): Promise<{ items: ProjectionAnswer[] }> {
    takeParameters(request);
    const views = await this.checkpoints.status();
    return {
      items: views.map(({ name, version, position, lag, updatedAt, error }) => ({
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
      })),
    };
  }
}
