/** What is to be imported: text, or the bytes of a file that is not text in UTF-8. */
export type Content = string | Uint8Array<ArrayBuffer>;

/**
 * The content of a file. Bytes that are not text in UTF-8 (another encoding, a packed file) stay as they are: decoded with
 * replacement characters they would be recorded with other letters than the file has, and the API could not name the cause.
 */
export function contentOf(file: ArrayBuffer): Content {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new Uint8Array(file);
  }
}

/** The text of a content, to show its lines: what is no UTF-8 is a replacement character. */
export function shownText(content: Content): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
