import { harmlessJson, harmlessText, harmlessValue } from '#libs/kernel';
import stringWidth from 'string-width';
import { stripVTControlCharacters, styleText } from 'node:util';

/** How a piece of text looks; the names are those of `util.styleText`. */
export type Look = Parameters<typeof styleText>[0];

const NARROWEST = 40;
const USUAL = 80;

/** What the command line writes to: data and tables to standard output, everything about the work to standard error. */
export class Terminal {
  constructor(
    private readonly options: { color?: boolean } = {},
    private readonly out: NodeJS.WriteStream = process.stdout,
    private readonly err: NodeJS.WriteStream = process.stderr,
  ) {}

  /** Columns that a line may take: those of the terminal, else `COLUMNS`, else 80. */
  get width(): number {
    const told = this.out.columns || Number(process.env['COLUMNS']);
    return Number.isInteger(told) && told > 0 ? Math.max(told, NARROWEST) : USUAL;
  }

  /** True where somebody sees how the work goes on. */
  get watched(): boolean {
    return this.err.isTTY;
  }

  /** Colours a text where standard output takes colours: not in a pipe, with `NO_COLOR` or with `--no-color`. */
  look(look: Look, text: string): string {
    if (this.options.color === false || text === '') return text;
    return styleText(look, text, { stream: this.out });
  }

  /** Writes lines of an answer. */
  say(text = ''): void {
    this.out.write(`${writable(text)}\n`);
  }

  /** Writes a line about the work, which is no part of the answer. */
  note(text: string): void {
    this.err.write(`${writable(text)}\n`);
  }

  /** Writes an answer for programs: one JSON document, positions as strings. */
  json(value: unknown): void {
    const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part), 2);
    this.out.write(`${harmlessJson(text)}\n`);
  }
}

/** How many columns a text takes on a terminal: wide characters take two, colours none. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** The sequences with which `look` colours a text. */
// oxlint-disable-next-line no-control-regex
const COLOURS = /(\u001B\[[\d;]*m)/;

/**
 * What may be written to a terminal: text, line ends and colours. Whatever a command prints passes here, so that no text of
 * a record, a file or a server steers the terminal; that it cannot colour it either is for `withContext` to see to.
 */
export function writable(text: string): string {
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 1 ? part : harmlessText(part)))
    .join('');
}

/** An answer without sequences for terminals, in its texts and in the names of its fields. */
export function withoutSequences<T>(answer: T): T {
  return harmlessValue(answer, (text) => harmlessText(stripVTControlCharacters(text)));
}

/** A text from a record without what would steer the terminal that shows it: control characters become spaces. */
export function harmless(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}
