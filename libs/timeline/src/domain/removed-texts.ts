import { DomainError, type JsonObject } from '#libs/kernel';
import { whatRemains } from './what-remains.js';

/** Texts that many unrelated records share: words of a vocabulary, ids, places in a document, names of publishers. */
const SHARED_FIELDS = ['topics', 'parties', 'related', 'source', 'locator', 'publisher'];
/** Fields whose values are texts, whatever they look like. */
const TEXT_FIELDS = ['title', 'name', 'summary', 'reason', 'url', 'archivedUrl'];
/** In other fields, a value that is no text: a slug or an id, a date (EDTF), a duration, a number, a code, a common noun. */
const VALUE =
  /^(?:[a-z0-9]+(?:[.-][a-z0-9]+)*|[A-Z]*[\dX~?%./[\]-]+|P[\dYMWD]+|[A-Z]{2,3}|[\p{Ll}-]+(?: [\p{Ll}-]+){0,2})$/u;

/** A word that may be a name: one that begins with a capital letter, or is of letters without case. */
const NAME = /(?<![\p{L}\p{M}])(?:\p{Lu}[\p{L}\p{M}]+|\p{Lo}[\p{Lo}\p{M}]+)/gu;
/** Scripts that are written without spaces: each two characters may be a name. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{2,}/gu;
/** Capitalized words that name nobody. */
const NO_NAMES = new Set(
  `January February March April May June July August September October November December
   Monday Tuesday Wednesday Thursday Friday Saturday Sunday
   The This That These Those His Her Its Their Our For From With Without After Before Under And But Not Who What When
   Article Section Annex Chapter Law Act Order Court Panel Judge Judgment Request Case Petition`
    .toLowerCase()
    .split(/\s+/),
);

/**
 * The prose that a redaction removes from an event: titles, names, summaries, reasons, addresses, and the free text of
 * bodies and attributes. Without what unrelated records have in common, so that it can be searched for elsewhere.
 *
 * @throws DomainError `NOT_REDACTABLE` as `whatRemains`
 */
export function removedTexts(type: string, data: JsonObject): string[] {
  return removedFrom(type, data, SHARED_FIELDS);
}

/**
 * Checks the reason of a redaction, which stays in the log for good: it must not contain a text that is removed, nor a
 * word of the removed prose that may be a name, in capital or small letters.
 *
 * @throws DomainError `REASON_REPEATS_TEXT`, `NOT_REDACTABLE`
 */
export function checkRedactionReason(reason: string, type: string, data: JsonObject): void {
  const said = wordsOf(reason);
  const prose = removedTexts(type, data);
  const names = prose.flatMap((text) => text.match(NAME) ?? []);
  const unspaced = prose.flatMap((text) => text.match(UNSPACED) ?? []).flatMap(pairsOf);
  const repeated =
    removedFrom(type, data, []).find((text) => said.includes(wordsOf(text)) && wordsOf(text).trim() !== '') ??
    names.find((name) => said.includes(wordsOf(name)) && !NO_NAMES.has(name.toLowerCase())) ??
    unspaced.find((pair) => reason.includes(pair));
  if (repeated === undefined) return;
  throw new DomainError(
    'REASON_REPEATS_TEXT',
    'invalid',
    `The reason stays in the log for good, and it repeats "${repeated}" of the text to be removed; word it without that.`,
  );
}

function removedFrom(type: string, data: JsonObject, without: readonly string[]): string[] {
  const kept = new Set(textsIn(whatRemains(type, data), []));
  return [...new Set(textsIn(data, without))].filter((text) => !kept.has(text));
}

/** Each two characters that stand together. */
function pairsOf(text: string): string[] {
  const characters = Array.from(text);
  return characters.slice(1).map((second, index) => `${characters[index]}${second}`);
}

/** The words of a text in small letters, with a space before and behind each. */
function wordsOf(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ')} `;
}

/** Every text in a document, except those in some fields. */
function textsIn(value: unknown, without: readonly string[], field = ''): string[] {
  if (typeof value === 'string') return TEXT_FIELDS.includes(field) || !VALUE.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    without.includes(name) ? [] : textsIn(inner, without, name),
  );
}
