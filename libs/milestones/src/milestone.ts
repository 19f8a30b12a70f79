import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import { deadlineStateOn, type Afterwards, type Deadline, type DeadlineState } from '#libs/timeline';

/** Something due in the future of a subject. `id` survives every rebuild: subject, rule and occasion. */
export interface Milestone {
  id: string;
  subject: { id: string; type: string; name: string };
  topics: string[];
  /** All who acted in the facts that it comes from. */
  parties: string[];
  rule: string;
  occasion: string;
  title: string;
  /** When it is due, EDTF. */
  window: string;
  /** Why it is due, in words. */
  because: string;
  /** The reason as a program reads it; null where the rule alone tells it. */
  reason: { code: string; params?: Record<string, string> } | null;
  article: string | null;
  /** The facts that it comes from. */
  derivedFrom: string[];
  metBy: string | null;
  cancelledBy: string | null;
  /** The fact by which a source says that it is still outstanding, where nothing newer on record is about it. */
  outstandingBy: string | null;
  afterwards: Afterwards;
  /** Of a legal deadline how it is kept, as far as the facts decide it; null for every other milestone. */
  deadline: Deadline | null;
  /** The position of the newest fact that it comes from. */
  position: bigint;
}

/** Where a milestone stands on a day. */
export type MilestoneStatus = 'upcoming' | 'due' | 'overdue' | 'unconfirmed' | 'met' | 'cancelled';
/** The statuses, in the order of a life. */
export const MILESTONE_STATUSES: readonly MilestoneStatus[] = [
  'upcoming',
  'due',
  'overdue',
  'unconfirmed',
  'met',
  'cancelled',
];

/** How near a milestone is on a day. */
export type MilestoneFlag = 'far' | 'on-horizon' | 'approaching' | 'imminent' | 'due';
/** The flags, from far to due. */
export const MILESTONE_FLAGS: readonly MilestoneFlag[] = ['far', 'on-horizon', 'approaching', 'imminent', 'due'];

/** More than so many days before the window a milestone is `far`; nearer it is `on-horizon`, `approaching`, `imminent`. */
const HORIZON = 365;
const APPROACH = 90;
const IMMINENCE = 14;

/**
 * How near a milestone is on a day: a function of window and day alone, and null once nothing is awaited (`met`,
 * `cancelled`, `unconfirmed`). The days are counted to the first day of the window, with an open start to its last day.
 */
export function flagOn(milestone: Milestone, today: Day): MilestoneFlag | null {
  const status = statusOn(milestone, today);
  if (status === 'met' || status === 'cancelled' || status === 'unconfirmed') return null;
  const days = daysOf(milestone.window).begins - today;
  if (days <= 0) return 'due';
  if (days <= IMMINENCE) return 'imminent';
  if (days <= APPROACH) return 'approaching';
  return days <= HORIZON ? 'on-horizon' : 'far';
}

/**
 * Where a milestone stands on a day. What has passed with no outcome on record is `unconfirmed`; `overdue` only where a
 * source says that it is outstanding, and not of a legal deadline; what ends by the calendar alone is met by its last day.
 */
export function statusOn(milestone: Milestone, today: Day): MilestoneStatus {
  if (milestone.metBy !== null) return 'met';
  if (milestone.cancelledBy !== null) return 'cancelled';
  const { begins, ends } = daysOf(milestone.window);
  if (milestone.deadline ? hasPassed(milestone.deadline, today) : ends !== null && today > ends) {
    if (milestone.outstandingBy !== null) return 'overdue';
    return milestone.afterwards === 'met' ? 'met' : 'unconfirmed';
  }
  return today < begins ? 'upcoming' : 'due';
}

/** The status of a legal deadline in a state on a day (contract section 3): `overdue` in none. */
export function statusOfState(
  state: DeadlineState,
  { window }: Pick<Milestone, 'window'>,
  today: Day,
): MilestoneStatus {
  if (state === 'open') return today < daysOf(window).begins ? 'upcoming' : 'due';
  return STATUS_BY_STATE[state];
}

const STATUS_BY_STATE: Readonly<Record<Exclude<DeadlineState, 'open'>, MilestoneStatus>> = {
  met: 'met',
  late: 'met',
  'done-day-unknown': 'met',
  'no-record': 'unconfirmed',
  'not-applicable': 'cancelled',
  disputed: 'unconfirmed',
};

/** Whether a last day has passed with no act on record, on one reading of the text at least. */
function hasPassed(deadline: Deadline, today: Day): boolean {
  const state = deadlineStateOn(deadline, today);
  return state === 'no-record' || state === 'disputed';
}

/** The window as two days: when it begins (an open start begins with its last day), and when it ends (null: open). */
export function daysOf(window: string): { begins: Day; ends: Day | null } {
  const { earliest, latest } = parseEdtf(window).window;
  return { begins: earliest ?? latest ?? 0, ends: latest };
}

/** The id of a milestone. */
export function milestoneId(subject: string, rule: string, occasion: string): string {
  return `${subject}.${rule}.${occasion}`;
}

/** The window of a milestone in an answer: EDTF and its days, null where open. */
export function windowAnswer(window: string): { edtf: string; earliest: string | null; latest: string | null } {
  const { earliest, latest } = parseEdtf(window).window;
  return {
    edtf: window,
    earliest: earliest === null ? null : isoOfDay(earliest),
    latest: latest === null ? null : isoOfDay(latest),
  };
}
