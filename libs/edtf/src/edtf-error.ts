/**
 * A date, a range or a duration that cannot be read. The message is one sentence for the person who wrote it: it quotes
 * what was written, says what is wrong and what to write instead.
 */
export class EdtfError extends Error {
  override readonly name = 'EdtfError';

  /**
   * @param message the sentence
   * @param reason which rule is broken, for programs that word it themselves
   * @param params what their words carry
   * @param parameter which end of a range is at fault, when the text was one of two ({@link windowOfRange})
   */
  constructor(
    message: string,
    readonly reason: string,
    readonly params: Readonly<Record<string, string | number | readonly string[]>> = {},
    readonly parameter?: 'from' | 'to',
  ) {
    super(message);
  }
}

const LONGEST_QUOTE = 40;

/** Quotes what somebody wrote for use in a sentence: control characters escaped, long text cut short. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text);
}
