import { inWords, parseEdtf } from '#libs/edtf';
import { newsDate, type DeadlineState } from '#libs/timeline';
import type { DeadlineAnswer } from './deadline-answer.js';

/** What is said wherever legal deadlines are listed. */
export const DEADLINE_CAUTION = 'Legal deadlines are computed from the cited texts. This is not legal advice.';

/** How a legal deadline stands, for tables and lists. */
export const DEADLINE_STATE_WORDS: Readonly<Record<DeadlineState, string>> = {
  met: 'met',
  late: 'after the period in the text',
  'done-day-unknown': 'done, day unknown',
  'no-record': 'no record',
  open: 'open',
  'not-applicable': 'not applicable',
  disputed: 'readings differ',
};

/** How a legal deadline stands in a sentence, with what a reader must know beside it. */
export function deadlineInWords(deadline: DeadlineAnswer): string {
  const { state, possible, inferred, lastNews, sourcesEndBefore, readings = [] } = deadline;
  const parts = [DEADLINE_STATE_WORDS[state]];
  if (possible.length > 0) parts.push(`may also be ${possible.map((other) => DEADLINE_STATE_WORDS[other]).join(', ')}`);
  if (state === 'late') parts.push('an unpublished extension may exist');
  if (inferred) parts.push('inferred from a later act');
  if (state === 'no-record')
    parts.push(lastNews === null ? 'no news with a date' : `last news ${inWords(parseEdtf(newsDate(lastNews)))}`);
  if (sourcesEndBefore) parts.push('the sources end before its last day');
  if (state === 'disputed')
    parts.push(...readings.map((reading) => `${reading.text}: ${DEADLINE_STATE_WORDS[reading.state]}`));
  return parts.join('; ');
}
