import type { MilestoneItem, MilestoneRevision, RevisedItem } from '#libs/milestones';
import { occurredAnswer } from '#libs/timeline';
import type { CalendarEvent } from './calendar.js';
import { laterOf, titleOfFact, wordsOfFact } from './fact-words.js';
import { titleOfMilestone, wordsOfMilestone } from './milestone-words.js';

/** What stands behind an id in a UID, so that no other calendar has the same one: the host of the service. */
export function uidDomain(publicUrl: string): string {
  return new URL(publicUrl).hostname;
}

/** An item of a timeline as an event of a calendar; null for a fact without a date. */
export function timelineEvent(item: RevisedItem, publicUrl: string): CalendarEvent | null {
  if ('changes' in item) return factEvent(item, publicUrl);
  return dueEvent(item, item.occurred, item.revision, publicUrl);
}

/**
 * A fact as an event of a calendar. Each correction and each lost text raises its number, and what was withdrawn is cancelled; its UID stays.
 */
function factEvent(item: Extract<RevisedItem, { changes: unknown }>, publicUrl: string): CalendarEvent | null {
  const { id, occurred, type, topics, status, revision, changes, redacted, recordedAt } = item;
  if (occurred === null) return null;
  const retracted = status === 'retracted';
  return {
    uid: `fact-${id}@${uidDomain(publicUrl)}`,
    sequence: revision - 1 + (retracted ? 1 : 0) + (redacted?.count ?? 0),
    when: occurred,
    title: status === 'unconfirmed' ? `${item.title} [unconfirmed]` : titleOfFact(item),
    description: wordsOfFact(item),
    url: `${publicUrl}/v1/facts/${id}`,
    categories: [type, ...topics, ...(status === 'current' ? [] : [status])],
    cancelled: retracted,
    createdAt: recordedAt,
    modifiedAt: laterOf(changes.at(-1)?.recordedAt ?? recordedAt, redacted?.at ?? null) ?? recordedAt,
  };
}

/** Something due as an event of a calendar. */
export function milestoneEvent(
  item: Due & Pick<MilestoneItem, 'window'>,
  revision: MilestoneRevision | null,
  publicUrl: string,
): CalendarEvent {
  return dueEvent(item, { ...item.window, text: occurredAnswer(item.window.edtf).text }, revision, publicUrl);
}

type Due = Pick<MilestoneItem, 'id' | 'subject' | 'title' | 'status' | 'possible' | 'rule' | 'sources' | 'deadline'>;

function dueEvent(
  item: Due,
  when: CalendarEvent['when'],
  revision: MilestoneRevision | null,
  publicUrl: string,
): CalendarEvent {
  const changedAt = revision?.changedAt ?? '1970-01-01T00:00:00Z';
  return {
    uid: `milestone-${item.id}@${uidDomain(publicUrl)}`,
    sequence: BigInt(revision?.changedBy ?? 0),
    when,
    title: item.status === 'unconfirmed' && !item.deadline ? `${item.title} [unconfirmed]` : titleOfMilestone(item),
    description: wordsOfMilestone(item, when.text),
    url: `${publicUrl}/milestones/${item.id}`,
    categories: ['milestone', item.status],
    cancelled: item.status === 'cancelled',
    createdAt: changedAt,
    modifiedAt: changedAt,
  };
}
