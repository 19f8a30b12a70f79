import { createReadStream, statSync } from 'node:fs';
import { extname } from 'node:path';
import { codeOf, messageOf } from '#libs/kernel';
import { csvLines, ndjsonLines, type ImportLine } from '#libs/timeline';
import { Failure, UsageError } from './failure.js';

/** The formats of a file with records. */
export const FORMATS = ['ndjson', 'csv'] as const;
type Format = (typeof FORMATS)[number];

/** A file with records, or standard input (`-`). */
export interface Input {
  name: string;
  format: Format;
  /** Bytes; null where nobody knows before the end. */
  size: number | null;
}

/**
 * Looks at what is to be read: there, a file, and of a format that its name or `format` tells.
 *
 * @throws UsageError, Failure
 */
export function inputOf(name: string, format?: Format): Input {
  if (name === '-') return { name, format: format ?? 'ndjson', size: null };
  const extension = extname(name).slice(1).toLowerCase();
  const told = format ?? (extension === 'csv' ? 'csv' : ['ndjson', 'jsonl'].includes(extension) ? 'ndjson' : undefined);
  let stats;
  try {
    stats = statSync(name);
  } catch (error) {
    throw unreadable(name, error);
  }
  if (stats.isDirectory()) throw new Failure(`${name} is a folder; name the files in it that are to be read.`);
  if (told === undefined) {
    throw new UsageError(`${name} ends neither with .ndjson, .jsonl nor .csv; say --format ndjson or --format csv.`);
  }
  return { name, format: told, size: stats.isFile() ? stats.size : null };
}

/**
 * The bytes of an input, as they arrive.
 *
 * @param signal ends the reading with its reason
 * @param onBytes called with the number of bytes of each chunk
 */
export async function* bytesOf(
  { name }: Pick<Input, 'name'>,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => {},
): AsyncIterable<Uint8Array> {
  const stream = name === '-' ? process.stdin : createReadStream(name);
  const stop = (): void => void stream.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      onBytes(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw codeOf(error) === undefined || signal.aborted ? error : unreadable(name, error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Which line of which file a line of an import is. */
export interface Origin {
  file: string;
  line: number;
}

/**
 * The lines of several files as one import reads them. They are numbered through, so that a problem of any of them can
 * be told; `originOf` leads back to the file.
 */
export class InputLines {
  readonly #begins: { file: string; before: number }[] = [];

  constructor(
    private readonly inputs: readonly Input[],
    private readonly signal: AbortSignal,
    private readonly onBytes: (bytes: number) => void,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<ImportLine> {
    let before = 0;
    for (const input of this.inputs) {
      this.#begins.push({ file: input.name, before });
      const bytes = bytesOf(input, this.signal, this.onBytes);
      let last = before;
      for await (const line of input.format === 'csv' ? csvLines(bytes) : ndjsonLines(bytes)) {
        last = before + line.line;
        yield { ...line, line: last };
      }
      before = last;
    }
  }

  /** The file and the line in it. */
  originOf(line: number): Origin {
    const { file, before } = this.#begins.findLast((begin) => begin.before < line)!;
    return { file, line: line - before };
  }
}

function unreadable(name: string, error: unknown): Failure {
  const code = codeOf(error);
  const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'it may not be read' : messageOf(error);
  return new Failure(`${name} cannot be read: ${why}.`);
}
