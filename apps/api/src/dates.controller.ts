import { Controller, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inWords, isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import { edtfParameter, readParameters } from '#libs/timeline';
import { parametersOf } from './http/requests.js';

/** The parameters of `GET /v1/dates`. */
export const dateParameters = z.object({
  edtf: edtfParameter.meta({ description: 'A date as a fact would carry it.', examples: ['2023-10~/2023-12'] }),
});

const iso = (day: Day | null): string | null => (day === null ? null : isoOfDay(day));

/** How a date is understood, for whoever writes one. It reads nothing that is on record, so it is always open. */
@Controller('v1/dates')
export class DatesController {
  @Get()
  read(@Req() request: FastifyRequest) {
    const { edtf } = readParameters(dateParameters, parametersOf(request));
    const date = parseEdtf(edtf);
    return {
      edtf,
      earliest: iso(date.window.earliest),
      latest: iso(date.window.latest),
      precision: date.precision,
      approximate: date.approximate,
      uncertain: date.uncertain,
      words: { en: inWords(date, 'en'), es: inWords(date, 'es') },
    };
  }
}
