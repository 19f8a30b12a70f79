import type { FastifyRequest } from 'fastify';
import { takeParameters } from './requests.js';

/** The header that carries a token in place of `?token=`, which ends up in the logs of proxies. */
export const TOKEN_HEADER = 'dateline-token';

/**
 * The token of a request: the header `Dateline-Token`, else the parameter `token`.
 *
 * @param known every parameter that the call takes
 * @throws DomainError PARAMETER_INVALID where there is another one
 */
export function tokenOf(request: FastifyRequest, known: readonly string[] = ['token']): string | undefined {
  const { token } = takeParameters(request, known);
  const header = request.headers[TOKEN_HEADER];
  if (typeof header === 'string' && header !== '') return header;
  return typeof token === 'string' ? token : undefined;
}
