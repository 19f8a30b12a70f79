const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
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

/** What a party can be found by: its code or id, and the English name of a country. */
export function partyWords(party: string): string {
  if (!/^[A-Z]{2}$/.test(party)) return party;
  const known = countryWords.get(party);
  if (known !== undefined) return known;
  const country = COUNTRIES.of(party);
  const words = country ? `${party} ${country}` : party;
  countryWords.set(party, words);
  return words;
}

/** At most the 676 codes of two letters; the names come from a large table that is slow to look into. */
const countryWords = new Map<string, string>();

/** A `tsquery` that wants every word of a text, each as the beginning of a word; null where the text has no word. */
export function searchQuery(text: string): string | null {
  const words = searchWords(text);
  return words.length === 0 ? null : words.map((word) => `'${word}':*`).join(' & ');
}
