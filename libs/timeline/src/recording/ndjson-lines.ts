import { FORBIDDEN_NAME, hasForbiddenName } from '#libs/kernel';
import type { ImportLine } from './import-report.js';
import { faultIn, offsetsOf, SEARCHED, walkJson } from './json-text.js';
import { linesOf, LONGEST_LINE } from './line-bytes.js';

const REPLACEMENT = '\uFFFD';
/** Most lines hold no such name, also none that is written with escapes, and need no walk. */
const MAY_NAME_PROTOTYPE = /__proto__|\\u00[57]|\\u006/i;
const PROTOTYPE = `A field cannot be named ${FORBIDDEN_NAME}.`;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads NDJSON as it arrives, one line after the other, holding no more than one line. Lines end with LF or CRLF; blank
 * ones are counted and passed over. What is no UTF-8, no JSON or longer than LONGEST_LINE becomes an unreadable line that
 * says where; it never ends the stream.
 */
export async function* ndjsonLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  let line = 1;
  for await (const bytes of linesOf(chunks)) {
    const read = readLine(bytes, line);
    if (read) yield read;
    line += 1;
  }
}

function readLine(bytes: Buffer, line: number): ImportLine | null {
  // A decoder that does not fail, as it is cheap to see whether it had to replace anything.
  const decoded = bytes.toString('utf8');
  const text = line === 1 && decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  if (bytes.length > LONGEST_LINE)
    return { line, column: columnAt(text, text.length), unreadable: `The line is longer than ${LONGEST_LINE} bytes.` };
  const broken = text.includes(REPLACEMENT) ? offsetOfBrokenByte(bytes, decoded) : -1;
  if (broken >= 0)
    return {
      line,
      column: columnAt(text, broken - (decoded.length - text.length)),
      unreadable: 'The line is no valid UTF-8 here.',
    };
  if (text.trim() === '') return null;
  try {
    const input: unknown = JSON.parse(text);
    if (MAY_NAME_PROTOTYPE.test(text) && hasForbiddenName(input))
      return { line, column: columnAt(text, offsetOfForbidden(text)), unreadable: PROTOTYPE };
    let offsetOf: ((pointer: string) => number) | undefined;
    const columnOf = (pointer: string): number => columnAt(text, (offsetOf ??= offsetsOf(text))(pointer));
    return { line, bytes: bytes.length, input, columnOf };
  } catch (error) {
    const { offset, detail } = faultIn(text, error);
    return { line, column: columnAt(text, offset), unreadable: `The line is no valid JSON: ${detail}.` };
  }
}

/** Where the first value stands that is named as no field may be. */
function offsetOfForbidden(text: string): number {
  let found: number | undefined;
  walkJson(text.slice(0, SEARCHED), (path, offset) => {
    if (path.includes(FORBIDDEN_NAME)) found ??= offset;
  });
  return found ?? 0;
}

/** The offset of the first character that stands for bytes that are no UTF-8; -1 where each was written so. */
function offsetOfBrokenByte(bytes: Buffer, text: string): number {
  let byte = 0;
  let offset = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (character === REPLACEMENT && bytes.toString('hex', byte, byte + length) !== 'efbfbd') return offset;
    byte += length;
    offset += character.length;
  }
  return -1;
}

/** From 1, in characters: what people count, not the units of UTF-16. */
function columnAt(text: string, offset: number): number {
  let column = 1;
  for (const _character of text.slice(0, offset)) column += 1;
  return column;
}
