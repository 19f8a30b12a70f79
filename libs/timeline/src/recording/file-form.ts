import { notRead, rowsOf, type ImportLine } from './import-report.js';
import { bytesOf } from './line-bytes.js';
import { decoded, type Encoding } from './other-encodings.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
/** So many bytes of a file show what it is. */
const HEAD = 4;

/** A form that a file has instead of the one that was promised. */
export interface FileForm {
  /** The first bytes, in Latin-1. */
  begins: RegExp;
  rule: string;
  detail: string;
  /** True where its lines cannot be counted: it is one row. */
  isPacked?: boolean;
  /** The encoding that has to be read for its rows to be counted. */
  encoding?: Encoding;
}

const UTF_16 = { rule: 'file-utf-16', detail: 'The file is in UTF-16; save it as UTF-8.' };
const UTF_32 = { rule: 'file-utf-32', detail: 'The file is in UTF-32; save it as UTF-8.' };

// oxlint-disable no-control-regex -- these are bytes
const FORMS: readonly FileForm[] = [
  {
    begins: /^\x1F\x8B/,
    rule: 'file-packed',
    detail: 'The file is packed with gzip; unpack it first.',
    isPacked: true,
  },
  {
    begins: /^PK[\x03\x05]/,
    rule: 'file-packed',
    detail: 'The file is a ZIP archive, as spreadsheets (.xlsx, .ods) are; save the sheet as CSV (UTF-8).',
    isPacked: true,
  },
  // Text begins with a mark of byte order, or with Latin letters, which have zero bytes beside them. The mark of UTF-16 is
  // the first half of that of UTF-32.
  { begins: /^(\xFF\xFE\0\0|[^\0]\0\0\0)/, encoding: 'utf-32le', ...UTF_32 },
  { begins: /^(\0\0\xFE\xFF|\0\0\0[^\0])/, encoding: 'utf-32be', ...UTF_32 },
  { begins: /^(\xFF\xFE|[^\0]\0[^\0]\0)/, encoding: 'utf-16le', ...UTF_16 },
  { begins: /^(\xFE\xFF|\0[^\0]\0[^\0])/, encoding: 'utf-16be', ...UTF_16 },
  {
    begins: /^<[!?a-z]/i,
    rule: 'file-markup',
    detail: 'The file begins as HTML or XML does; records come as NDJSON or CSV.',
  },
];
// oxlint-enable no-control-regex

/**
 * Reads the records of a file by `read`, and says of the file as a whole why none of it could be read: it is packed, in
 * another encoding, or has no record. The rows of what was not read are counted.
 *
 * @param others forms that `read` takes for something else
 */
export async function* recordsOf(
  chunks: AsyncIterable<Uint8Array | string>,
  read: (chunks: AsyncIterable<Uint8Array | string>) => AsyncIterable<ImportLine>,
  others: readonly FileForm[] = [],
): AsyncIterable<ImportLine> {
  const { head, all } = await headOf(chunks);
  const form = [...FORMS, ...others].find(({ begins }) => begins.test(head.toString('latin1')));
  if (form !== undefined) {
    let rows = 0;
    // The rows of another encoding are those that its text would have, with the lines in quotes and the names of columns.
    if (form.encoding === undefined) rows = await linesIn(all());
    else for await (const line of recordsOf(decoded(all(), form.encoding), read, others)) rows += rowsOf(line);
    yield notRead(1, form.isPacked === true ? 1 : rows, form.rule, form.detail);
    return;
  }
  let isEmpty = true;
  for await (const line of read(all())) {
    isEmpty = false;
    yield line;
  }
  if (isEmpty) yield notRead(1, 0, 'file-empty', 'The file has no record: it is empty or all its lines are blank.');
}

/** The first bytes of a file, and the whole of it. */
async function headOf(
  chunks: AsyncIterable<Uint8Array | string>,
): Promise<{ head: Buffer; all: () => AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let length = 0;
  while (length < HEAD) {
    const next = await iterator.next();
    if (next.done === true) break;
    const bytes = bytesOf(next.value);
    seen.push(bytes);
    length += bytes.length;
  }
  const all = async function* (): AsyncIterable<Buffer> {
    try {
      yield* seen;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield bytesOf(next.value);
    } finally {
      await iterator.return?.();
    }
  };
  return { head: Buffer.concat(seen).subarray(0, HEAD), all };
}

/** How many lines that are not blank a file has that is not read. */
async function linesIn(chunks: AsyncIterable<Buffer>): Promise<number> {
  let lines = 0;
  let isFilled = false;
  for await (const chunk of chunks) {
    for (const byte of chunk) {
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        if (isFilled) lines += 1;
        isFilled = false;
      } else if (byte > SPACE) isFilled = true;
    }
  }
  return lines + (isFilled ? 1 : 0);
}
