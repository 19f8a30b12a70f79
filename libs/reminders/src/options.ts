/** What reminders need to know of the service that they run in. */
export interface ReminderOptions {
  /** The address under which people reach the service, in links; without a slash at its end. */
  publicUrl: string;
  /** Webhooks may go to private addresses (WEBHOOK_ALLOW_PRIVATE). */
  allowPrivate: boolean;
  /** Whether reading needs a key (READ_ACCESS): what a key made then ends with it. */
  readAccess: 'public' | 'key';
  /** NAT64 prefixes of the operator's own (NAT64_PREFIXES), in CIDR notation. */
  nat64Prefixes?: readonly string[] | undefined;
  /** Encrypts what signs links and webhooks in the database (SECRETS_KEY), 32 bytes; unset: it is stored as it is. */
  secretsKey?: Buffer | undefined;
  /** The key before (SECRETS_KEY_BEFORE): what it encrypted is read as well, and encrypted anew. */
  secretsKeyBefore?: Buffer | undefined;
}

/** The injection token of the options. */
export const REMINDER_OPTIONS = Symbol('ReminderOptions');
