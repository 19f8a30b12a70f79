import { ianaSpelling } from '#libs/kernel';
import type { MessageContent } from '../domain/content.js';

const CHANNELS = ['email', 'webhook', 'calendar'];
const DIGESTS = ['none', 'daily', 'weekly'];
const CONTENTS: Readonly<Record<MessageContent['kind'], true>> = {
  confirmation: true,
  test: true,
  links: true,
  disabled: true,
  digest: true,
  reminder: true,
  development: true,
  'milestone-moved': true,
  'milestone-cancelled': true,
};
/** Names that were looked up; there are some hundreds. */
const zones = new Set<string>();

/** What is stored cannot be used: it was damaged, or an earlier release wrote it. Says what, and never what an address is. */
export class DamagedRow extends Error {}

/** The columns behind a message. */
export interface StoredColumns {
  channel: string;
  digest: string;
  time_zone: string;
  content: unknown;
  address: string | null;
  secrets: readonly string[] | null;
}

/**
 * Checks what is stored behind a message before it is used: each of these columns would otherwise fail somewhere later, or
 * send what is wrong.
 *
 * @throws DamagedRow
 */
export function assertUsable({ channel, digest, time_zone: zone, content, address, secrets }: StoredColumns): void {
  if (!CHANNELS.includes(channel)) throw new DamagedRow(`The channel is stored as "${channel}".`);
  if (!DIGESTS.includes(digest)) throw new DamagedRow(`The digest is stored as "${digest}".`);
  if (!zones.has(zone)) {
    if (ianaSpelling(zone) === null) throw new DamagedRow(`The time zone is stored as "${zone}".`);
    zones.add(zone);
  }
  if (content !== null && !isContent(content)) throw new DamagedRow('The stored content of the message is none.');
  if (!Array.isArray(secrets)) throw new DamagedRow('The list of secrets is missing.');
  if (address === null) return;
  if (channel === 'email' && !/^[^\s<>@]+(?:@[^\s<>@]+)+$/.test(address))
    throw new DamagedRow('What is stored as the address is no e-mail address.');
  if (channel === 'webhook' && !URL.canParse(address))
    throw new DamagedRow('What is stored as the address is no web address.');
}

/** Checks a secret that signs webhooks. @throws DamagedRow where it is none */
export function usableSecret(secret: string): string {
  if (!/^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(secret))
    throw new DamagedRow('A secret of the webhook is stored damaged.');
  return secret;
}

function isContent(content: unknown): boolean {
  return (
    typeof content === 'object' &&
    content !== null &&
    'kind' in content &&
    Object.hasOwn(CONTENTS, String(content.kind))
  );
}
