import {
  faultIn,
  FORBIDDEN_NAME,
  hasForbiddenName,
  offsetsOf,
  readJson,
  SEARCHED,
  walkJson,
  type SyntaxFault,
} from '#libs/kernel';
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
 * Of a file that may be in another form so many lines are held to find a record among them: a line of NDJSON stands for
 * itself, also below broken ones.
 */
const MOST_HELD = 100;
/** And so many bytes of lines that were read, so that a few long ones take no more memory than the longest. */
const MOST_HELD_BYTES = LONGEST_LINE;

/**
 * Reads NDJSON as it arrives, one line after the other. Lines end with LF, CRLF or CR; blank ones are passed over. What is
 * no UTF-8, no JSON or longer than LONGEST_LINE becomes an unreadable line that says where; it never ends the stream. A
 * file that is no NDJSON at all is said to be so once, with the number of its lines; to see that, no more than MOST_HELD
 * lines are held.
 */
export function ndjsonLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  return recordsOf(chunks, readLines);
}

async function* readLines(chunks: AsyncIterable<Uint8Array | string>): AsyncIterable<ImportLine> {
  let number = 0;
  let rows = 0;
  /** What the file may be instead of NDJSON, as its first line shows; the lines below it decide. */
  let form: OtherForm | undefined;
  let held: ImportLine[] = [];
  let heldBytes = 0;
  let records = 0;
  for await (const { bytes } of linesOf(chunks)) {
    number += 1;
    const text = textOf(bytes, number);
    const isBlank = bytes.length <= LONGEST_LINE && text.decoded.trim() === '';
    const line = isBlank ? null : readLine(bytes, text, number);
    if (line === null) continue;
    rows += 1;
    if (rows === 1 && 'unreadable' in line) form = otherForm(text.decoded);
    if (form === undefined) {
      yield line;
      continue;
    }
    if (held.length >= MOST_HELD || heldBytes > MOST_HELD_BYTES) continue;
    held.push(line);
    heldBytes += ('bytes' in line && line.bytes) || 0;
    if (isRecord(line)) records += 1;
    if (records > form.records || (rows === 2 && form.neverSecond?.test(text.decoded) === true)) {
      yield* held;
      held = [];
      form = undefined;
    }
  }
  const [first] = held;
  if (form === undefined || first === undefined) return;
  if (rows === 1) yield first;
  else yield notRead(first.line, rows, form.rule, form.detail);
}

interface OtherForm {
  rule: string;
  detail: string;
  /** So many of its lines can be records by themselves. */
  records: number;
  /** What its second line cannot be. */
  neverSecond?: RegExp;
}

const ARRAY: OtherForm = {
  rule: 'file-json-array',
  detail: 'The file is a JSON array; write one record a line (NDJSON), without the brackets and commas around them.',
  // The one that has no comma behind it, or before it.
  records: 1,
};
const OBJECT = /^\s*\{/;
const SPREAD: OtherForm = {
  rule: 'file-spread',
  detail: 'The records are spread over several lines; write each record on one line (NDJSON).',
  records: 0,
};
const CSV: OtherForm = {
  rule: 'file-csv',
  detail: 'The file begins as CSV does, and was read as NDJSON; import it as CSV.',
  records: 0,
  neverSecond: OBJECT,
};

/** What a file may be whose first line is no JSON; the lines below decide, as the first one may also just be broken. */
function otherForm(line: string): OtherForm | undefined {
  const text = line.trim();
  if (text === '[' || (/^\[\s*\{/.test(text) && !text.endsWith(']'))) return ARRAY;
  // An object goes on with a name; only in a list may another object follow.
  if (/^\{(.*[{,])?$/s.test(text) && commasAround(text) === null) return { ...SPREAD, neverSecond: OBJECT };
  if (text.startsWith('{') && text.endsWith('[')) return SPREAD;
  const names = text.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  return names.length > 1 && names.includes('id') ? CSV : undefined;
}

/** Whether a line is a record by itself, whatever else is wrong with it. */
function isRecord(line: ImportLine): boolean {
  const record = 'input' in line ? (line.input as { record?: unknown } | null)?.record : undefined;
  return typeof record === 'string';
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
      rule: 'line-no-utf-8',
    };
  // To throw takes longer than to look, and a file may have hundreds of thousands of such lines.
  const fault = text.startsWith('{') || text.length > SEARCHED ? null : walkJson(text);
  if (fault !== null) return noJson(text, line, fault);
  try {
    const { value: input, losses } = readJson(text);
    if (MAY_NAME_PROTOTYPE.test(text) && hasForbiddenName(input))
      return { line, column: columnAt(text, offsetOfForbidden(text)), unreadable: PROTOTYPE };
    if (Array.isArray(input)) return { line, column: 1, unreadable: IN_ARRAY, rule: 'line-json-array' };
    let offsetOf: ((pointer: string) => number) | undefined;
    const columnOf = (pointer: string): number => columnAt(text, (offsetOf ??= offsetsOf(text))(pointer));
    return { line, bytes: bytes.length, input, columnOf, ...(losses.length > 0 && { losses }) };
  } catch (error) {
    return noJson(text, line, faultIn(text, error));
  }
}

function noJson(text: string, line: number, { offset, detail }: SyntaxFault): ImportLine {
  const commas = commasAround(text);
  if (commas !== null)
    return {
      line,
      column: columnAt(text, commas.offset),
      unreadable: `The line is no valid NDJSON: ${commas.detail}.`,
      rule: 'line-commas',
    };
  return { line, column: columnAt(text, offset), unreadable: `The line is no valid JSON: ${detail}.` };
}

/** The commas before and behind the one record of a line, as between the entries of an array; else null. */
function commasAround(text: string): SyntaxFault | null {
  const first = /^\s*,/.exec(text)?.[0].length ?? 0;
  const behind = text.trimEnd();
  const last = behind.endsWith(',') ? behind.length - 1 : behind.length;
  if ((first === 0 && last === behind.length) || !isObject(text.slice(first, last))) return null;
  if (first === 0) return { offset: last, detail: 'leave out the comma at its end' };
  const which = last === behind.length ? 'comma at its beginning' : 'commas at its beginning and its end';
  return { offset: first - 1, detail: `leave out the ${which}` };
}

function isObject(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false;
  if (text.length <= SEARCHED) return walkJson(text) === null;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
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
