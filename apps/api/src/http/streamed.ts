import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** Texts are sent in pieces of about this many characters. */
const PIECE = 65_536;

/** An answer that is sent as it is made; nothing more is made while its receiver is slow. */
export function streamed(texts: AsyncIterable<string>, type: string, disposition?: string): StreamableFile {
  return new StreamableFile(Readable.from(pieces(texts), { objectMode: false }), {
    type,
    ...(disposition !== undefined && { disposition }),
  });
}

/** Values as lines of JSON. */
export async function* lines(values: AsyncIterable<unknown>): AsyncIterable<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}

/** Fewer and larger writes. */
async function* pieces(texts: AsyncIterable<string>): AsyncIterable<Buffer> {
  let held = '';
  for await (const text of texts) {
    held += text;
    if (held.length < PIECE) continue;
    yield Buffer.from(held);
    held = '';
  }
  if (held !== '') yield Buffer.from(held);
}
