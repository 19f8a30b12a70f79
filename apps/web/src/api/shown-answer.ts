/** Controls but for tab and line ends, and marks that turn the direction of the words that follow them. */
// oxlint-disable-next-line no-control-regex
const HARMFUL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/**
 * The value of the API for a text that was removed from the log and that a record cannot be without. The title of what is due
 * by a rule ends with the name of its subject.
 */
const REMOVED = /(^|: )\[removed\]$/;

/**
 * An answer of the API as pages show it: its texts, names of fields included, without what turns or hides the words that
 * stand around them, and words in the place of a text that was removed. The editor reads answers as they are, so that
 * nothing is changed by being edited.
 *
 * @param removed what stands in the place of a removed text, in the language of the page
 */
export function shownAnswer<T>(answer: T, removed: string): T;
export function shownAnswer(answer: unknown, removed: string): unknown {
  if (typeof answer === 'string') return harmless(answer).replace(REMOVED, `$1${removed}`);
  if (Array.isArray(answer)) return answer.map((item: unknown) => shownAnswer(item, removed));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [harmless(name), shownAnswer(value as unknown, removed)]),
  );
}

/** What the text of an answer (JSON) holds where a string in it must change: raw or escaped, or in a word of its own. */
const MAY_CHANGE = /[\u007F-\u009F\u202A-\u202E\u2066-\u2069]|\\[ubf]|\[removed\]/;

/** The value of an answer of the API from its text, as pages show it; nearly every answer is shown as it is. */
export function readAnswer(json: string, removed: string): unknown {
  const answer: unknown = JSON.parse(json);
  return MAY_CHANGE.test(json) ? shownAnswer(answer, removed) : answer;
}

/** Nearly every text holds nothing to take out, which a search finds in a fraction of the time. */
function harmless(text: string): string {
  return text.search(HARMFUL) < 0 ? text : text.replaceAll(HARMFUL, '');
}
