import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { DomainError, pointerBelow, pointerTo, type Problem } from '#libs/kernel';
import { brokenRule, READING, wordsOf } from '#libs/timeline';
import { jsonBody } from './requests.js';

/**
 * Reads the JSON body of a request that is no record.
 *
 * @throws DomainError `code` that points to everything that is wrong
 */
export function readBody<T>(request: FastifyRequest, schema: z.ZodType<T>, code: string): T {
  // No body is an empty one: then every field is left out.
  const result = schema.safeParse(jsonBody(request) ?? {}, READING);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(problemsOf);
  const [first] = problems;
  const sentence = `The body cannot be used: ${first?.pointer || 'it'} ${first?.detail}.`;
  throw new DomainError(code, 'invalid', sentence, problems);
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const pointer = pointerTo(issue.path.map(String));
  const rule = brokenRule(issue);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: pointerBelow(pointer, key), detail: 'is not a known field', ...rule }));
  return [{ pointer, detail: wordsOf(issue, pointer, 'json'), ...rule }];
}
