/** The code of a failed system call (`ENOENT`) or of a Postgres error (`42P01`). */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** What a thrown value says, for people; of several failures the first. */
export function messageOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return messageOf(error.errors[0]);
  return 'message' in error ? String(error.message) : 'unknown';
}
