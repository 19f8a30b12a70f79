import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemType } from '#libs/timeline';
import { PROBLEM_CODES } from './http/codes.js';
import { HttpProblem } from './http/http-problem.js';
import { takeParameters } from './http/requests.js';
import { API_DESCRIPTION } from './openapi/description.js';

/** What a type of problem means, at the address that every problem carries. */
export interface ProblemMeaning {
  type: string;
  title: string;
  meaning: string;
}

const MEANINGS: readonly ProblemMeaning[] = Object.entries(PROBLEM_CODES).map(([code, { title, meaning }]) => ({
  type: problemType(code),
  title,
  meaning,
}));

/** What the service says about itself. Always open. */
@Controller()
export class AboutController {
  constructor(@Inject(API_DESCRIPTION) private readonly description: string) {}

  @Get('openapi.json')
  openapi(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    takeParameters(request);
    void reply.header('content-type', 'application/json; charset=utf-8');
    return this.description;
  }

  @Get('problems')
  problems(@Req() request: FastifyRequest): { items: readonly ProblemMeaning[] } {
    takeParameters(request);
    return { items: MEANINGS };
  }

  @Get('problems/:code')
  problem(@Param('code') code: string, @Req() request: FastifyRequest): ProblemMeaning {
    takeParameters(request);
    const found = MEANINGS.find(({ type }) => type === `/problems/${code}`);
    if (found) return found;
    throw new HttpProblem(404, 'ROUTE_UNKNOWN', 'There is no problem of this type; see /problems.');
  }
}
