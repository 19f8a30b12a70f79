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
    this.out.write(`${text}\n`);
  }

  /** Writes a line about the work, which is no part of the answer. */
  note(text: string): void {
    this.err.write(`${text}\n`);
  }

  /** Writes an answer for programs: one JSON document, positions as strings. */
  json(value: unknown): void {
    this.out.write(
      `${JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part), 2)}\n`,
    );
  }
}

/** How many columns a text takes on a terminal: wide characters take two, colours none. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}

/** A text from a record without what would steer the terminal that shows it: control characters become spaces. */
export function harmless(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}
