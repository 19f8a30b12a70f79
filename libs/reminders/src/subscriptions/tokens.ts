import { createHmac, createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto';

/** What the holder of a token may do: `manage` everything, the others one thing. */
export const TOKEN_PURPOSES = ['manage', 'read', 'unsubscribe', 'confirm'] as const;
/** One of the purposes of a token. */
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

/** A new key that signs the links of one subscription; erased with it. */
export function newTokenKey(): Buffer {
  return randomBytes(32);
}

/** A new id of a subscription. */
export function newSubscriptionId(): string {
  return `sub-${randomBytes(10).toString('hex')}`;
}

/** The token for a purpose: a signature over it and the subscription, so nothing is stored and one purpose gives no other. */
export function tokenFor(key: Buffer | KeyObject, subscription: string, purpose: TokenPurpose): string {
  return createHmac('sha256', key).update(`${purpose}:${subscription}`).digest('base64url');
}

/** Whether a token stands for a purpose, or for everything. */
export function isToken(token: string, key: Buffer, subscription: string, purpose: TokenPurpose): boolean {
  return [purpose, 'manage' as const].some((allowed) => {
    const [given, right] = [Buffer.from(token), Buffer.from(tokenFor(key, subscription, allowed))];
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

/** The addresses of one subscription. */
export interface SubscriptionLinks {
  manageUrl: string;
  unsubscribeUrl: string;
  confirmUrl: string;
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
    get confirmUrl() {
      return at(`/subscriptions/${subscription}/confirm`, 'confirm');
    },
    get calendarUrl() {
      return at(`/v1/subscriptions/${subscription}/calendar.ics`, 'read');
    },
    get feedUrl() {
      return at(`/v1/subscriptions/${subscription}/feed.atom`, 'read');
    },
  };
}
