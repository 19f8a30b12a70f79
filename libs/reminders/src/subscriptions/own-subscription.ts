import type { Subscription } from './subscription-rows.js';
import type { SubscriptionLinks } from './tokens.js';

/** A subscription with what only its owner may see. */
export interface OwnSubscription {
  subscription: Subscription;
  /** Where it sends to; null for a calendar. */
  address: string | null;
  secrets: string[];
  links: SubscriptionLinks;
}

/** Proof that nothing is left of a subscription: the event that says so, in the chain of the log. */
export interface Erasure {
  id: string;
  erasedAt: string;
  position: bigint;
  hash: string;
}
