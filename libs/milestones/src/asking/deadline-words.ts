import { dayInWords, dayOfIso, inWords, parseEdtf } from '#libs/edtf';
import { newsInWords, type DeadlineMove, type DeadlineState } from '#libs/timeline';
import type { DeadlineAnswer } from './deadline-answer.js';

/** What is said wherever legal deadlines are listed. */
export const DEADLINE_CAUTION = 'Legal deadlines are computed from the cited texts. This is not legal advice.';

/** Said of a deadline whose text calls its period usual, so that it is never late. */
export const USUAL_PERIOD = 'the text calls this period usual; it can be longer';

/** How a legal deadline stands, for tables and lists. */
const DEADLINE_STATE_WORDS: Readonly<Record<DeadlineState, string>> = {
  met: 'met',
  late: 'after the period in the text',
  'done-day-unknown': 'done, day unknown',
  'no-record': 'no record',
  open: 'open',
  'not-applicable': 'not applicable',
  disputed: 'readings differ',
};

/** The last days of a deadline or of one of its readings, EDTF. */
type LastDays = Pick<DeadlineAnswer, 'statutoryDay' | 'lastDay'>;

/**
 * A state of a legal deadline in words. After a last day that was moved to an earlier one, an act can lie within the period
 * in the text.
 */
export function deadlineStateInWords(state: DeadlineState, { statutoryDay, lastDay }: LastDays): string {
  const [text, last] = [statutoryDay, lastDay].map((day) => parseEdtf(day).window.earliest);
  const isEarlier = text != null && last != null && last < text;
  return state === 'late' && isEarlier
    ? 'after the last day as moved, which is earlier than in the text'
    : DEADLINE_STATE_WORDS[state];
}

/** How a legal deadline stands in a sentence, with what a reader must know beside it. */
export function deadlineInWords(deadline: DeadlineAnswer): string {
  const { state, possible, inferred, provedBy, lastNews, sourcesEndBefore, readings = [] } = deadline;
  const parts = [deadlineStateInWords(state, deadline)];
  if (possible.length > 0)
    parts.push(`may also be ${possible.map((other) => deadlineStateInWords(other, deadline)).join(', ')}`);
  if (state === 'late') parts.push('an unpublished extension may exist');
  if (provedBy?.doneBy != null) parts.push(`done by ${dayInWords(dayOfIso(provedBy.doneBy))} at the latest`);
  if (inferred) parts.push('inferred from a later act');
  if (state === 'no-record')
    parts.push(lastNews === null ? 'no news with a date' : `last news ${newsInWords(lastNews)}`);
  if (sourcesEndBefore) parts.push('the sources end before its last day');
  if (state === 'disputed')
    parts.push(...readings.map((reading) => `${reading.text}: ${deadlineStateInWords(reading.state, reading)}`));
  return parts.join('; ');
}

const LATE_EXTENSION =
  'an extension that was decided after the last day counts only where the record says that it is retroactive';

/**
 * From which day a last day was moved, and by what: a practice, a suspension or an extension, with the day that counts where
 * it is another one; null where nothing moved it.
 */
export function movedInWords({ statutoryDay, movedDay, movedBy, lastDay, rule }: DeadlineAnswer): string | null {
  if (movedBy.length === 0) return null;
  const by: Record<DeadlineMove, string> = {
    weekend: `not by the text, but from a weekend to the Monday by ${rule.movesBecause}`,
    suspension: 'by a suspension of the proceedings that is on record',
    extension: 'by an extension that is on record',
  };
  const how = movedBy.map((one) => by[one]).join('; ');
  if (movedDay === null) return `the last day of another reading was moved ${how}`;
  const [statutory, moved, last] = [statutoryDay, movedDay, lastDay].map((day) => inWords(parseEdtf(day)));
  const counts = lastDay === movedDay ? '' : `; the last day that counts: ${last}, as ${LATE_EXTENSION}`;
  return `last day by the text: ${statutory}; moved to ${moved} ${how}${counts}`;
}
