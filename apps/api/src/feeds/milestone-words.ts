import { DEADLINE_CAUTION, deadlineInWords, deadlineStateInWords, type MilestoneItem } from '#libs/milestones';

/** What is said of a milestone beside its words. */
const STATUS_WORDS: Readonly<Record<MilestoneItem['status'], string>> = {
  upcoming: 'It is still to come.',
  due: 'It is due now.',
  overdue: 'A source says that it is outstanding.',
  unconfirmed: 'Its time has passed, with no confirmation on record.',
  met: 'It was met.',
  cancelled: 'It was cancelled.',
};

/** What else may hold of it. */
const OTHERWISE: Readonly<Record<MilestoneItem['status'], string>> = {
  upcoming: 'still to come',
  due: 'due now',
  overdue: 'outstanding',
  unconfirmed: 'without a confirmation on record',
  met: 'met',
  cancelled: 'cancelled',
};

type Due = Pick<MilestoneItem, 'title' | 'status' | 'possible' | 'subject' | 'rule' | 'sources' | 'deadline'>;

/** The title of a milestone with what is to be known before it is read. */
export function titleOfMilestone({ title, status, deadline }: Pick<Due, 'title' | 'status' | 'deadline'>): string {
  if (deadline) return `${title} (${deadlineStateInWords(deadline.state, deadline)})`;
  if (status === 'cancelled') return `Cancelled: ${title}`;
  return status === 'met' ? `${title} (met)` : title;
}

/** A milestone in words, a line a thought: when (in words), what, of what, why, how it stands, and who says so. */
export function wordsOfMilestone(
  { title, status, possible, subject, rule, sources, deadline }: Due,
  due: string,
): string {
  return [
    `Due ${due}: ${title}`,
    `About: ${subject.name}`,
    `Because: ${rule.text}${rule.article === undefined ? '' : ` (${rule.article})`}`,
    deadline ? `State: ${deadlineInWords(deadline)}. ${DEADLINE_CAUTION}` : STATUS_WORDS[status],
    deadline || possible.length === 0 ? '' : `It may also be: ${possible.map((other) => OTHERWISE[other]).join(', ')}.`,
    sources.length === 0 ? '' : `Sources: ${sources.map((source) => source.title).join('; ')}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
