/** An encoding of text, other than UTF-8, that a file can be recognised to be in. */
export type Encoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const BYTES_OF_UTF_32 = 4;
const LAST_CODE_POINT = 0x10_ff_ff;
const REPLACEMENT = 0xff_fd;

/** The text of a file in another encoding, as it arrives, without its mark of byte order. What is no character is U+FFFD. */
export async function* decoded(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncIterable<string> {
  if (encoding === 'utf-32le' || encoding === 'utf-32be') {
    yield* fromUtf32(chunks, encoding);
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** TextDecoder has no UTF-32 (WHATWG Encoding). */
async function* fromUtf32(chunks: AsyncIterable<Buffer>, encoding: 'utf-32le' | 'utf-32be'): AsyncIterable<string> {
  let rest = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.length - (bytes.length % BYTES_OF_UTF_32);
    const characters: string[] = [];
    for (let at = 0; at < end; at += BYTES_OF_UTF_32) {
      const code = encoding === 'utf-32le' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
      characters.push(String.fromCodePoint(code <= LAST_CODE_POINT ? code : REPLACEMENT));
    }
    rest = bytes.subarray(end);
    const text = characters.join('');
    yield isFirst ? text.replace(/^\uFEFF/, '') : text;
    isFirst &&= text === '';
  }
}
