import { z } from 'zod';
import { AUDIT_ACTIONS, SCOPES } from '#libs/access';
import { pageParameters } from '#libs/timeline';
import type { Operation } from './operation.js';

/** What is requested of a new key. */
export const keyRequest = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .meta({ description: 'Whose key it is, or what for.', examples: ['Nightly import'] }),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .meta({ description: '`admin` includes `write`, and `write` includes `read`.', examples: [['write']] }),
  expires: z
    .string()
    .max(40)
    .nullish()
    .meta({
      description: 'A duration from now on (P90D), a day whose end it is (UTC), or an instant; at most 10 years ahead.',
      examples: ['P90D'],
    }),
});

/** How a key is rotated. */
export const rotationRequest = z.strictObject({
  grace: z
    .string()
    .max(40)
    .default('PT0S')
    .meta({
      description: 'How long the old key stays valid beside the new one, at most 30 days; PT0S revokes it at once.',
      examples: ['PT1H'],
    }),
});

/** Which entries of the audit trail are listed. */
export const auditParameters = z.object({
  action: z
    .enum(AUDIT_ACTIONS)
    .optional()
    .meta({ description: 'Only this action.', examples: ['key-create'] }),
  since: z
    .string()
    .optional()
    .meta({ description: 'At or after this day (UTC) or instant of the real clock.', examples: ['2026-01-01'] }),
  until: z
    .string()
    .optional()
    .meta({ description: 'Until the end of this day (UTC), or before this instant.', examples: ['2026-12-31'] }),
  ...pageParameters,
});

const administer = { tag: 'Operation', scope: 'admin' } as const;

/** The calls about keys and the audit trail. */
export const keyOperations: readonly Operation[] = [
  {
    ...administer,
    method: 'GET',
    path: '/v1/keys',
    operationId: 'listKeys',
    summary: 'Every key with its scopes, expiry and last use',
    answer: { 'application/json': 'Keys' },
  },
  {
    ...administer,
    method: 'POST',
    path: '/v1/keys',
    operationId: 'createKey',
    summary: 'Make a key',
    description: 'The text of the key is in this answer and nowhere else: only its hash is kept.',
    body: { 'application/json': 'KeyRequest' },
    answer: { 'application/json': 'KeyMade' },
    created: true,
    problems: [413, 415],
    audit: 'key-create',
  },
  {
    ...administer,
    method: 'DELETE',
    path: '/v1/keys/{id}',
    operationId: 'revokeKey',
    summary: 'Revoke a key',
    description:
      'It is refused from the next request on. The last valid key with the scope `admin` cannot be revoked, so that somebody can administer.',
    answer: { 'application/json': 'Key' },
    problems: [404, 409],
    audit: 'key-revoke',
  },
  {
    ...administer,
    method: 'POST',
    path: '/v1/keys/{id}/rotation',
    operationId: 'rotateKey',
    summary: 'Replace a key by a new one',
    description:
      'The new one has the same name, scopes and expiry rule. Subscriptions that the old one made go on with the new one; without a grace they end with the old one where reading needs a key. ADMIN_KEY is rotated by its setting.',
    body: { 'application/json': 'KeyRotation' },
    answer: { 'application/json': 'KeyMade' },
    created: true,
    problems: [404, 409, 413, 415],
    audit: 'key-rotate',
  },
  {
    ...administer,
    method: 'GET',
    path: '/v1/audit',
    operationId: 'listAudit',
    summary: 'Who administered what, and which authorisations failed; the newest first',
    description:
      'Actions stay for 400 days. Failed authorisations (keys, scopes, tokens, and guesses that are refused unseen) are counted, in one row an hour for each network, actor and code, and stay for 30 days.',
    parameters: auditParameters,
    answer: { 'application/json': 'AuditTrail' },
  },
];
