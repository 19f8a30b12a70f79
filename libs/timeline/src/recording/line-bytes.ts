import { TimeSlice } from './time-slice.js';

/** The longest line that is read, in bytes of UTF-8. */
export const LONGEST_LINE = 1_048_576;

const LINE_FEED = 10;

/**
 * The bytes of each line without its line feed; of a line that is too long its beginning, one byte over the limit.
 * However many lines arrive at once, other work of the process has its turns.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<Buffer> {
  let held: Buffer[] = [];
  let length = 0;
  const slice = new TimeSlice();
  const hold = (part: Buffer): void => {
    if (length > LONGEST_LINE || part.length === 0) return;
    const kept = part.subarray(0, LONGEST_LINE + 1 - length);
    held.push(kept);
    length += kept.length;
  };
  for await (const chunk of chunks) {
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      hold(bytes.subarray(from, end));
      const pause = slice.pause();
      if (pause !== undefined) await pause;
      yield held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
      held = [];
      length = 0;
      from = end + 1;
    }
    hold(bytes.subarray(from));
  }
  if (length > 0) yield Buffer.concat(held);
}
