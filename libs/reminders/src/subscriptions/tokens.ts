import { createHmac, createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What the holder of a token of a subscription may do: `manage` everything, the others one thing. */
export const TOKEN_PURPOSES = ['manage', 'read', 'unsubscribe'] as const;
/** One of the purposes of a token of a subscription. */
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

/** A new key that signs the links of one subscription, or of one confirmation mail; erased with it. */
export function newTokenKey(): Buffer {
  return randomBytes(32);
}

/** A new id of a subscription. */
export function newSubscriptionId(): string {
  return `sub-${randomBytes(10).toString('hex')}`;
}

/** A new id of a confirmation mail. */
export function newConfirmationId(): string {
  return `conf-${randomBytes(10).toString('hex')}`;
}

/**
 * The token for a purpose: a signature (HMAC-SHA256) over it and the id, so nothing is stored and one purpose gives no
 * other. `confirm` is the purpose of a confirmation mail, which has an id and a key of its own.
 */
export function tokenFor(key: Buffer | KeyObject, id: string, purpose: TokenPurpose | 'confirm'): string {
  return createHmac('sha256', key).update(`${purpose}:${id}`).digest('base64url');
}

/** Whether a token stands for a purpose of a subscription, or for everything. */
export function isToken(token: string, key: Buffer, subscription: string, purpose: TokenPurpose): boolean {
  return [purpose, 'manage' as const].some((allowed) => isSame(token, tokenFor(key, subscription, allowed)));
}

/** Whether a token is that of a confirmation mail. */
export function isConfirmationToken(token: string, key: Buffer, confirmation: string): boolean {
  return isSame(token, tokenFor(key, confirmation, 'confirm'));
}

function isSame(token: string, expected: string): boolean {
  const [given, right] = [Buffer.from(token), Buffer.from(expected)];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** The addresses of one subscription. */
export interface SubscriptionLinks {
  manageUrl: string;
  unsubscribeUrl: string;
  calendarUrl: string;
  feedUrl: string;
}

/** The addresses of one subscription, each with its token, which is made when it is asked for. */
export function linksOf(publicUrl: string, subscription: string, key: Buffer): SubscriptionLinks {
  // Node takes a key that is one already three times as fast as bytes, which it first tries as keys of other kinds.
  const signing = createSecretKey(key);
  const at = (path: string, purpose: TokenPurpose): string =>
    `${publicUrl}${path}?token=${tokenFor(signing, subscription, purpose)}`;
  return {
    get manageUrl() {
      return at(`/subscriptions/${subscription}`, 'manage');
    },
    get unsubscribeUrl() {
      return at(`/subscriptions/${subscription}/unsubscribe`, 'unsubscribe');
    },
    get calendarUrl() {
      return at(`/v1/subscriptions/${subscription}/calendar.ics`, 'read');
    },
    get feedUrl() {
      return at(`/v1/subscriptions/${subscription}/feed.atom`, 'read');
    },
  };
}

/** The address of the page of a confirmation mail, with its token. */
export function confirmationUrl(publicUrl: string, confirmation: string, key: Buffer): string {
  return `${publicUrl}/confirmations/${confirmation}?token=${tokenFor(key, confirmation, 'confirm')}`;
}
