import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { DomainError, isSlug, type JsonObject } from '#libs/kernel';
import { ownRule, type RawParameters } from '#libs/timeline';
import { HttpProblem } from './http-problem.js';
import { refuse } from './refuse.js';

/** The parameters of a request, as queries take them. */
export function parametersOf(request: FastifyRequest): RawParameters {
  return { ...(request.query as RawParameters) };
}

/** For calls that take no parameter, or only these. */
export function takeParameters(request: FastifyRequest, known: readonly string[] = []): RawParameters {
  const raw = parametersOf(request);
  const there = known.length > 0 ? `; there are ${known.join(', ')}` : '; there are none';
  refuse(
    Object.entries(raw).flatMap(([parameter, value]) => {
      if (!known.includes(parameter))
        return [
          { parameter, detail: `is no parameter here${there}`, code: 'unrecognized_keys', params: { values: known } },
        ];
      return typeof value === 'string'
        ? []
        : [{ parameter, detail: 'is given more than once', ...ownRule('repeated') }];
    }),
  );
  return raw;
}

/** Refuses a parameter that is given more than once. @throws DomainError PARAMETER_INVALID */
export function takeOnce(request: FastifyRequest, parameter: string): void {
  if (Array.isArray(parametersOf(request)[parameter]))
    refuse([{ parameter, detail: 'is given more than once', ...ownRule('repeated') }]);
}

/** A parameter that is `true` or `false`; false where it is left out. */
export function flag(raw: RawParameters, parameter: string): boolean {
  const value = raw[parameter];
  if (value !== undefined && value !== 'true' && value !== 'false')
    refuse([
      { parameter, detail: 'must be true or false', code: 'invalid_value', params: { values: ['true', 'false'] } },
    ]);
  return value === 'true';
}

/** An id out of a path. What cannot be an id names nothing. */
export function idOf(kind: 'subject' | 'fact' | 'source' | 'case', id: string): string {
  if (isSlug(id)) return id;
  throw new DomainError(
    `${kind.toUpperCase()}_UNKNOWN`,
    'not-found',
    `There is no ${kind} "${id.slice(0, 200).toWellFormed()}" on record.`,
  );
}

/** The JSON body of a request. @throws HttpProblem CONTENT_TYPE_UNSUPPORTED where it is a stream of lines or a form. */
export function jsonBody(request: FastifyRequest): unknown {
  if (!(request.body instanceof Readable) && !Buffer.isBuffer(request.body)) return request.body;
  throw new HttpProblem(415, 'CONTENT_TYPE_UNSUPPORTED', 'One record is sent as application/json.');
}

/**
 * A record as a body carries it, with what its address says put in: its kind, and the id of what it changes.
 *
 * @throws DomainError RECORD_INVALID where the body says otherwise
 */
export function recordAt(kind: string, input: unknown, place: Record<string, string> = {}): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const record = input as JsonObject;
  const expected: Record<string, string> = { record: kind, ...place };
  const problems = Object.entries(expected).flatMap(([field, value]) =>
    Object.hasOwn(record, field) && record[field] !== value
      ? [
          {
            pointer: `/${field}`,
            detail: `is not "${value}", which the address names`,
            ...ownRule('other-than-address'),
          },
        ]
      : [],
  );
  if (problems.length > 0)
    throw new DomainError('RECORD_INVALID', 'invalid', `The record is not the one that its address names.`, problems);
  return { ...record, ...place };
}

/** Refuses one parameter. @throws DomainError PARAMETER_INVALID */
export function refuseParameter(parameter: string, detail: string): void {
  refuse([{ parameter, detail }]);
}
