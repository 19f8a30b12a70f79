/** Controls but for tab and line ends, and marks that turn the direction of the words that follow them. */
// oxlint-disable-next-line no-control-regex
const HARMFUL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/**
 * An answer of the API as pages show it: its texts, names of fields included, without what turns or hides the words that
 * stand around them. The editor reads answers as they are, so that nothing is changed by being edited.
 */
export function harmless<T>(answer: T): T;
export function harmless(answer: unknown): unknown {
  if (typeof answer === 'string') return answer.replaceAll(HARMFUL, '');
  if (Array.isArray(answer)) return answer.map((item: unknown) => harmless(item));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [harmless(name), harmless(value as unknown)]),
  );
}
