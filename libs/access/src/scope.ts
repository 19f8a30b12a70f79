/** What a key lets its holder do. `admin` includes `write`, and `write` includes `read`. */
export const SCOPES = ['read', 'write', 'admin'] as const;

/** One of the three scopes. */
export type Scope = (typeof SCOPES)[number];

/** True where one of the scopes held includes the one that is needed. */
export function allows(held: readonly Scope[], needed: Scope): boolean {
  return held.some((scope) => SCOPES.indexOf(scope) >= SCOPES.indexOf(needed));
}
