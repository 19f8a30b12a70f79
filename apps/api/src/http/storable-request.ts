import type { FastifyInstance } from 'fastify';
import { isStorable, type Problem } from '#libs/kernel';
import { ownRule, type RawParameters } from '#libs/timeline';
import { refuse } from './refuse.js';
import { checkRequests, type ChargeRefused } from './request-check.js';

/**
 * Keeps NUL and lone surrogates, which no database column can hold, out of every route: in a query they are refused by the
 * name of the parameter; in a part of the path they become U+FFFD, so that the id names nothing and the route answers 404
 * in its own way.
 */
export function requireStorableAddresses(server: FastifyInstance, charge: ChargeRefused): void {
  checkRequests(
    server,
    (request) => {
      const parts = request.params as Record<string, string> | null;
      for (const [name, part] of Object.entries(parts ?? {})) if (!isStorable(part)) parts![name] = printable(part);
      if (request.routeOptions.config.isPage !== true) refuse(unstorable(request.query as RawParameters));
    },
    charge,
  );
}

function unstorable(query: RawParameters): Problem[] {
  return Object.entries(query).flatMap(([parameter, value]) => {
    const texts = typeof value === 'string' ? [value] : (value ?? []);
    if ([parameter, ...texts].every(isStorable)) return [];
    const detail = 'must not hold NUL or a lone surrogate';
    return [{ parameter: printable(parameter), detail, ...ownRule('nul') }];
  });
}

function printable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
