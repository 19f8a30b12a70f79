import type { Window } from '#libs/edtf';
import { namesInTime } from '../../domain/countries/names.js';

const LONGEST_WORD = 60;
/** Texts without accents and without letters that have more than one form, which are most of all texts. */
const PLAIN = /^[ -~\s]*$/;

/**
 * The words of a text as the search knows them: lower case, accents ignored, letters and digits only, cut at 60
 * characters. The same for what is searched and for what is asked, and the same on every server, as no dictionary of the
 * database takes part.
 */
export function searchWords(text: string): string[] {
  if (PLAIN.test(text)) return cut(text.toLowerCase().match(/[a-z0-9]+/g));
  return cut(
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu),
  );
}

function cut(words: readonly string[] | null): string[] {
  return (words ?? []).map((word) =>
    word.length > LONGEST_WORD ? Array.from(word).slice(0, LONGEST_WORD).join('') : word,
  );
}

/** The distinct words of several texts, for `array_to_tsvector`. */
export function lexemes(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(searchWords))];
}

/**
 * What a party can be found by: its code or id, and the English names of the country that had the code in those days.
 */
export function partyWords(party: string, window: Window = NO_WINDOW): string {
  if (!/^[A-Z]{2}$/.test(party)) return party;
  return [party, ...namesInTime(party, window)].join(' ');
}

const NO_WINDOW: Window = { earliest: null, latest: null };

/** A `tsquery` that wants every word of a text, each as the beginning of a word; null where the text has no word. */
export function searchQuery(text: string): string | null {
  const words = searchWords(text);
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}
