/** Who sends a request. The keys themselves are put in when it is sent, so that a seed gives the same requests again. */
export const HOLDERS = ['nobody', 'read', 'write', 'admin', 'unknown'] as const;
export type Holder = (typeof HOLDERS)[number];

/** A body as it is built up: JSON as a value that can be mutated, everything else as bytes. */
export type Body = { json: unknown } | { bytes: Buffer } | null;

/** A request as it is built up and mutated. Path segments and the query are percent-encoded already. */
export interface Draft {
  /** What it is made from: an operation of `/openapi.json`, or a page. */
  target: string;
  holder: Holder;
  method: string;
  segments: string[];
  query: [name: string, value: string][];
  headers: [name: string, value: string][];
  body: Body;
}

/**
 * Percent-encodes any text, also one that is no well-formed Unicode: a lone surrogate is written as its three bytes, as a
 * careless client writes it. What stands for a value of the running service (`~id-3~`) stays as it is.
 */
export function encoded(text: string): string {
  return Array.from(text, (character) => {
    if (character.isWellFormed()) return encodeURIComponent(character);
    const unit = character.charCodeAt(0);
    const bytes = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)];
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
  }).join('');
}

/** The path with the query. */
export function targetOf({ segments, query }: Draft): string {
  const asked = query.map(([name, value]) => `${name}=${value}`).join('&');
  return `/${segments.join('/')}${asked === '' ? '' : `?${asked}`}`;
}

/** The bytes of a body. */
export function bytesOf(body: Body): Buffer | null {
  if (body === null) return null;
  return 'bytes' in body ? body.bytes : Buffer.from(JSON.stringify(body.json) ?? '', 'utf8');
}

/** Sets a header, whatever case it was written in before. */
export function setHeader(draft: Draft, name: string, value: string): void {
  draft.headers = draft.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  draft.headers.push([name, value]);
}
