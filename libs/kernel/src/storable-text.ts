/** True for a text that Postgres, JSON (RFC 8259) and XML can carry: it holds neither NUL nor a lone surrogate. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}
