/** A mailbox as limits and lists compare it. */
export interface CanonicalMailbox {
  /** The address in its canonical form; two spellings of one mailbox give the same. */
  mailbox: string;
  domain: string;
  /**
   * Whether the address is one of several spellings that only some servers deliver to this mailbox. Google is known to do
   * so, so that none of its addresses is.
   */
  isTagged: boolean;
}

/** Google ignores dots, and knows its domain by two names. */
const GOOGLE = new Set(['gmail.com', 'googlemail.com']);

/**
 * The canonical form of an e-mail address: lower case, without a plus tag (RFC 5233), for Google without dots. Two people
 * may share it where a server knows no tags, so it counts and compares, and nothing is ever sent to it.
 */
export function canonicalMailbox(address: string): CanonicalMailbox {
  const at = address.lastIndexOf('@');
  const typedDomain = address.slice(at + 1).toLowerCase();
  const isGoogle = GOOGLE.has(typedDomain);
  const domain = isGoogle ? 'gmail.com' : typedDomain;
  const local = address.slice(0, at).toLowerCase();
  const untagged = local.replace(/(?<=.)\+.*$/, '');
  return {
    mailbox: `${isGoogle ? untagged.replaceAll('.', '') : untagged}@${domain}`,
    domain,
    isTagged: !isGoogle && untagged !== local,
  };
}
