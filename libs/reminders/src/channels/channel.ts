import type { MessageContent } from '../domain/content.js';

/** One message to one subscription, as it is put in words. */
export interface WordedMessage {
  /** Stable: a message that is sent again keeps it (`webhook-id`, the left part of `Message-ID`). */
  id: string;
  /** The subscription that it goes to. */
  subscription: string;
  /** The instant that it is about, by the domain's clock, RFC 3339. */
  occurredAt: string;
  content: MessageContent;
  /** The time zone in which the reader wants instants told (IANA). */
  timeZone: string;
  /** Where the reader changes the subscription. */
  manageUrl: string;
  /** Where one POST ends it (RFC 8058). */
  unsubscribeUrl: string;
}

/** A message that is delivered. */
export interface Message extends WordedMessage {
  /** The head of the log that the reader is given to keep: `position:hash`. */
  logHead: string;
  /** How new and how complete the data is, in a sentence. */
  coverage: string;
}

/** Where a message goes. The parts are erasable and are never in the log. */
export type Target =
  | { type: 'email'; address: string }
  | {
      type: 'webhook';
      url: string;
      /** Secrets that sign (`whsec_…`), the newest first; two while keys are changed. */
      secrets: readonly string[];
    };

/**
 * Whose trouble a failure is. `recipient`: the reader's mailbox or receiver; `operator`: the mail server, the network or the
 * names on which this service relies; `service`: Dateline itself. Only the first ends messages early and, where it lasts,
 * the subscription.
 */
export const FAULTS = ['recipient', 'operator', 'service'] as const;
/** One of `FAULTS`. */
export type Fault = (typeof FAULTS)[number];

/** How one attempt ended. */
export type Outcome =
  /** The other side took it. */
  | { result: 'sent'; detail?: string }
  /**
   * It did not; `permanent`: trying again is useless; `noMailbox`: the server knows no such mailbox (RFC 3463, 5.1.1 and
   * the like). `unreached`: it did not come as far as a sender, so that it helps to look when the server can be reached.
   * `retryAfterMs`: what the other side asked for.
   */
  | {
      result: 'failed';
      fault: Fault;
      reason: string;
      permanent: boolean;
      noMailbox?: boolean;
      unreached?: boolean;
      retryAfterMs?: number;
    }
  /** The other side wants nothing any more (410): the subscription is disabled at once. */
  | { result: 'gone'; reason: string };

/** A way to reach somebody. It makes one attempt; when to try again is decided by whoever calls. */
export interface Channel {
  /**
   * @param attempt which attempt of this message it is, from 1
   * @param signal ends the attempt early; it then counts as failed
   * @returns how it ended; never throws for what the other side does
   */
  deliver(message: Message, target: Target, attempt: number, signal: AbortSignal): Promise<Outcome>;

  /** Looks whether what it relies on can be reached. @throws what keeps it from that */
  reach?(): Promise<void>;

  /** Closes the connections that it keeps; nothing is delivered afterwards. */
  close?(): void | Promise<void>;
}
