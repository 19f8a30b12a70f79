import { z } from 'zod';
import { AUDIT_ACTIONS, SCOPES } from '#libs/access';
import { instant, nullableText, open, page } from './answer-parts.js';

const keyFields = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  state: z.enum(['valid', 'expired', 'revoked']),
  origin: z
    .enum(['created', 'first-start', 'settings'])
    .describe('`first-start`: made for the first administrator; `settings`: ADMIN_KEY.'),
  createdAt: instant,
  expiresAt: nullableText.describe('Null where the key does not expire.'),
  lastUsedOn: nullableText.describe('The day of the last use, UTC; written once a day.'),
  revokedAt: nullableText,
};
const key = z.strictObject(keyFields);

/** Who did something. */
export const actor = z
  .strictObject({
    by: z
      .string()
      .describe('`key-<id>`, `operator` (the command line), `seed`, `dateline`, `subscriber` or `unknown`.'),
    name: nullableText.describe('The name of the key.'),
  })
  .describe('The actor, and the name of its key.');

/** What the calls about keys and the audit trail answer. */
export const KEY_ANSWERS = {
  Key: key,
  Keys: z.strictObject({ items: z.array(key) }),
  KeyMade: z.strictObject({ ...keyFields, key: z.string().describe('The key itself, shown this once.') }),
  AuditTrail: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        at: instant,
        lastAt: instant.describe('When the last of the counted ones happened.'),
        actor,
        action: z.enum(AUDIT_ACTIONS),
        target: nullableText,
        outcome: z.enum(['done', 'refused', 'failed']),
        requestId: nullableText,
        details: open.describe(
          'Codes and ids; for `access-denied` the code, the scope (null where a token was wrong or a guess was refused unseen) and the network of the client.',
        ),
        count: z.int().describe('How many failed authorisations the entry counts; 1 for an action.'),
      }),
    ),
    page,
  }),
} as const;
