const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
const LONGEST_WORD = 60;

/**
 * The words of a text as the search knows them: lower case, accents ignored, letters and digits only, cut at 60
 * characters. The same for what is searched and for what is asked, and the same on every server, as no dictionary of the
 * database takes part.
 */
export function searchWords(text: string): string[] {
  const words =
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => Array.from(word).slice(0, LONGEST_WORD).join(''));
}

/** The distinct words of several texts, for `array_to_tsvector`. */
export function lexemes(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap(searchWords))];
}

/** What a party can be found by: its code or id, and the English name of a country. */
export function partyWords(party: string): string {
  const country = /^[A-Z]{2}$/.test(party) ? COUNTRIES.of(party) : undefined;
  return country ? `${party} ${country}` : party;
}

/** A `tsquery` that wants every word of a text, each as the beginning of a word; null where the text has no word. */
export function searchQuery(text: string): string | null {
  const words = searchWords(text);
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}
