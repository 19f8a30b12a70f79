import addressparser from 'nodemailer/lib/addressparser';

/** A local part as a dot-atom and a domain of labels, or an IP address in brackets (RFC 5321, 4.1.2). */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*|\[[a-z\d.:]+\])$/i;
/** What could begin another header. */
const CONTROL = /\p{Cc}/u;

/**
 * Whether a setting names one mailbox, with or without a name before it (RFC 5322), as the library reads it that sends mail:
 * no list, no group, nothing that is read as another address than the one that stands there.
 */
export function isMailbox(text: string): boolean {
  if (CONTROL.test(text)) return false;
  const [one, ...others] = addressparser(text);
  if (one?.address === undefined || others.length > 0 || !ADDRESS.test(one.address)) return false;
  return text === one.address || text.endsWith(`<${one.address}>`);
}
