/**
 * What no address may hold as it stands (RFC 3986): spaces, control characters and marks without a shape, which the URL
 * parser drops, so that the text is another address than the one that is opened; and the backslash, which only some
 * readers take for a slash.
 */
export const UNWRITABLE_IN_URL = /[\s\\\p{Cc}\p{Cf}\p{Cs}]/u;

/** A user name and password before the host, also empty ones: `https://@example.com/`. */
const USERINFO = /^https?:\/+[^/?#]*@/i;

/** True for an http or https address that every reader reads alike, without a user name or password. */
export function isWebAddress(text: string): boolean {
  return !UNWRITABLE_IN_URL.test(text) && /^https?:\/\//i.test(text) && !USERINFO.test(text) && URL.canParse(text);
}

/**
 * An address as a browser opens it: what was recorded before such addresses were refused loses its spaces and control
 * characters, its user name and its password. Null where it is no address.
 */
export function openedAddress(text: string | null | undefined): string | null {
  if (text === null || text === undefined || isWebAddress(text)) return text ?? null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  [url.username, url.password] = ['', ''];
  return url.href;
}
