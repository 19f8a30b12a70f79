import { faultIn, FORBIDDEN_NAME, hasForbiddenName, offsetsOf, readJson, SEARCHED, walkJson } from '#libs/kernel';
import { recordsOf } from './file-form.js';
import { notRead, type ImportLine } from './import-report.js';
import { linesOf, LONGEST_LINE } from './line-bytes.js';

const REPLACEMENT = '\uFFFD';
/** Most lines hold no such name, also none that is written with escapes, and need no walk. */
const MAY_NAME_PROTOTYPE = /__proto__|\\u00[57]|\\u006/i;
const PROTOTYPE = `A field cannot be named ${FORBIDDEN_NAME}.`;
const IN_ARRAY =
  'The line is a JSON array; write one record a line (NDJSON), without the brackets and commas around them.';
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Reads NDJSON as it arrives, one line after the other, holding no more than two lines. Lines end with LF, CRLF or CR;
 * blank ones are passed over. What is no UTF-8, no JSON or longer than LONGEST_LINE becomes an unreadable line that says
 * where; it never ends the stream. A file that is no NDJSON at all is said to be so once, with the number of its lines.
 */
export function ndjsonLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  return recordsOf(chunks, readLines);
}

async function* readLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  let number = 0;
  /** The first line that is not blank, until the next one shows whether it is the begin of another form. */
  let first: { line: ImportLine; form: OtherForm } | undefined;
  /** Of a file in another form: how many lines it has. */
  let rows = 0;
  let isFirst = true;
  for await (const { bytes } of linesOf(chunks)) {
    number += 1;
    const text = textOf(bytes, number);
    const isBlank = bytes.length <= LONGEST_LINE && text.decoded.trim() === '';
    const line = isBlank ? null : readLine(bytes, text, number);
    if (line === null) continue;
    if (rows > 0) rows += 1;
    else if (isFirst) {
      isFirst = false;
      const form = 'unreadable' in line ? otherForm(text.decoded) : undefined;
      if (form !== undefined) first = { line, form };
      else yield line;
    } else if (first !== undefined && ('unreadable' in line || first.form.isCertain === true)) rows = 2;
    else {
      if (first !== undefined) yield first.line;
      first = undefined;
      yield line;
    }
  }
  if (first === undefined) return;
  if (rows === 0) yield first.line;
  else yield notRead(first.line.line, rows, first.form.rule, first.form.detail);
}

interface OtherForm {
  rule: string;
  detail: string;
  /** Whether the first line alone shows it. */
  isCertain?: boolean;
}

const ARRAY = {
  rule: 'file-json-array',
  detail: 'The file is a JSON array; write one record a line (NDJSON), without the brackets and commas around them.',
};
const SPREAD = {
  rule: 'file-spread',
  detail: 'The records are spread over several lines; write each record on one line (NDJSON).',
};
const CSV = { rule: 'file-csv', detail: 'The file begins as CSV does, and was read as NDJSON; import it as CSV.' };

/** What a file is whose first line is no JSON; the next line decides, as the first one may also just be broken. */
function otherForm(line: string): OtherForm | undefined {
  const text = line.trim();
  if (text === '[') return { ...ARRAY, isCertain: true };
  if (/^\[\s*\{/.test(text) && /[{[,]$/.test(text)) return ARRAY;
  if (text.startsWith('{') && /[{[,]$/.test(text)) return SPREAD;
  const names = text.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return names.length > 1 && names.includes('id') ? CSV : undefined;
}

interface LineText {
  /** The text without a byte order mark. */
  decoded: string;
  /** How many characters the byte order mark took. */
  mark: number;
}

function textOf(bytes: Buffer, line: number): LineText {
  // A decoder that does not fail, as it is cheap to see whether it had to replace anything.
  const decoded = bytes.toString('utf8');
  return line === 1 && decoded.startsWith(BYTE_ORDER_MARK)
    ? { decoded: decoded.slice(1), mark: 1 }
    : { decoded, mark: 0 };
}

function readLine(bytes: Buffer, { decoded: text, mark }: LineText, line: number): ImportLine {
  if (bytes.length > LONGEST_LINE)
    return { line, column: columnAt(text, text.length), unreadable: `The line is longer than ${LONGEST_LINE} bytes.` };
  const broken = text.includes(REPLACEMENT) ? offsetOfBrokenByte(bytes, BYTE_ORDER_MARK.repeat(mark) + text) : -1;
  if (broken >= 0)
    return {
      line,
      column: columnAt(text, broken - mark),
      unreadable: 'The line is no valid UTF-8 here; save the file as UTF-8 (it may be in Windows-1252).',
    };
  try {
    const { value: input, losses } = readJson(text);
    if (MAY_NAME_PROTOTYPE.test(text) && hasForbiddenName(input))
      return { line, column: columnAt(text, offsetOfForbidden(text)), unreadable: PROTOTYPE };
    if (Array.isArray(input)) return { line, column: 1, unreadable: IN_ARRAY };
    let offsetOf: ((pointer: string) => number) | undefined;
    const columnOf = (pointer: string): number => columnAt(text, (offsetOf ??= offsetsOf(text))(pointer));
    return { line, bytes: bytes.length, input, columnOf, ...(losses.length > 0 && { losses }) };
  } catch (error) {
    const { offset, detail } = faultIn(text, error);
    return { line, column: columnAt(text, offset), unreadable: `The line is no valid JSON: ${detail}.` };
  }
}

/** Where the first value stands that is named as no field may be. */
function offsetOfForbidden(text: string): number {
  let found: number | undefined;
  walkJson(text.slice(0, SEARCHED), {
    value: (path, offset) => {
      if (path.includes(FORBIDDEN_NAME)) found ??= offset;
    },
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
  const pairs = text.slice(0, offset).match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0;
  return 1 + offset - pairs;
}
