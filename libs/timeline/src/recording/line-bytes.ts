import { TimeSlice } from '../time-slice.js';

/** The longest line that is read, in bytes of UTF-8. */
export const LONGEST_LINE = 1_048_576;

/** A line and what ends it; nothing ends the last one where the file ends with it. */
export interface LineBytes {
  bytes: Buffer;
  end: '\n' | '\r\n' | '\r' | '';
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * The bytes of each line; of a line that is too long its beginning, one byte over the limit. Lines end with LF, CRLF or
 * CR, as programs write them, also where one file mixes them. However many lines arrive at once, other work of the process
 * has its turns.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<LineBytes> {
  let held: Buffer[] = [];
  let length = 0;
  /** Whether the last chunk ended with a CR: only the next byte shows whether it is half of a CRLF. */
  let endsWithReturn = false;
  const slice = new TimeSlice();
  const hold = (part: Buffer): void => {
    if (length > LONGEST_LINE || part.length === 0) return;
    const kept = part.subarray(0, LONGEST_LINE + 1 - length);
    held.push(kept);
    length += kept.length;
  };
  const take = (end: LineBytes['end']): LineBytes => {
    const bytes = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
    held = [];
    length = 0;
    return { bytes, end };
  };
  for await (const chunk of chunks) {
    const bytes = bytesOf(chunk);
    if (bytes.length === 0) continue;
    let from = 0;
    if (endsWithReturn) {
      endsWithReturn = false;
      from = bytes[0] === LINE_FEED ? 1 : 0;
      yield take(from === 1 ? '\r\n' : '\r');
    }
    let feed = bytes.indexOf(LINE_FEED, from);
    let turn = bytes.indexOf(CARRIAGE_RETURN, from);
    while (feed >= 0 || turn >= 0) {
      const isReturn = turn >= 0 && (feed < 0 || turn < feed);
      const at = isReturn ? turn : feed;
      if (isReturn && at === bytes.length - 1) break;
      const end = isReturn ? (feed === at + 1 ? '\r\n' : '\r') : '\n';
      hold(bytes.subarray(from, at));
      const pause = slice.pause();
      if (pause !== undefined) await pause;
      yield take(end);
      from = at + end.length;
      if (feed >= 0 && feed < from) feed = bytes.indexOf(LINE_FEED, from);
      if (turn >= 0 && turn < from) turn = bytes.indexOf(CARRIAGE_RETURN, from);
    }
    endsWithReturn = turn >= 0;
    hold(bytes.subarray(from, endsWithReturn ? turn : undefined));
  }
  if (length > 0 || endsWithReturn) yield take(endsWithReturn ? '\r' : '');
}

/** A chunk of a stream as a Buffer on the same memory; a text in UTF-8. */
export function bytesOf(chunk: Uint8Array | string): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
}
