import type { FastifyRequest } from 'fastify';
import { takeParameters } from './requests.js';

/** The header that carries a token in place of `?token=`, which ends up in the logs of proxies. */
export const TOKEN_HEADER = 'dateline-token';

/**
 * The token of a request, checked or not: the header `Dateline-Token`, else the parameter `token`. Calls and pages open by it,
 * and guesses are counted by it, so that none is checked that is not counted. A parameter that is repeated names none.
 */
export function sentToken({ headers, query }: FastifyRequest): string | undefined {
  const header = headers[TOKEN_HEADER];
  if (typeof header === 'string' && header !== '') return header;
  const token = (query as Record<string, unknown> | undefined)?.['token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/**
 * The token of a request whose parameters are checked.
 *
 * @param known every parameter that the call takes
 * @throws DomainError PARAMETER_INVALID where there is another one, or one is repeated
 */
export function tokenOf(request: FastifyRequest, known: readonly string[] = ['token']): string | undefined {
  takeParameters(request, known);
  return sentToken(request);
}
