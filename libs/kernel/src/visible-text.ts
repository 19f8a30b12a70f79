/**
 * True for a text with a character that a reader can see: a letter, a digit, punctuation or a symbol (general categories L,
 * N, P and S of Unicode). Spaces, controls, marks alone and what has no width do not count; the Hangul fillers and the
 * Braille blank are letters and symbols that show nothing.
 */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

const VISIBLE = /(?![\u115F\u1160\u2800\u3164\uFFA0])[\p{L}\p{N}\p{P}\p{S}]/u;
