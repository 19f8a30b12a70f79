/** What an id looks like (contract section 3): chosen by the writer, lower case, at most 120 characters. */
export const SLUG = /^[a-z0-9][a-z0-9-]{0,119}$/;

/** Words that paths need for themselves and that no record may take as its id. */
export const RESERVED_SLUGS: readonly string[] = ['changes', 'statistics', 'history'];

/** True where the text can be the id of a record. */
export function isSlug(text: string): boolean {
  return SLUG.test(text) && !RESERVED_SLUGS.includes(text);
}
