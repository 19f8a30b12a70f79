import type { MessageContent } from '../domain/content.js';

/** So long after its time a message is marked late. */
const LATE_MS = 15 * 60_000;

/** Whether a message that was planned for an instant is late when it is sent. */
export function isLate(dueAt: Date, now: Date): boolean {
  return now.getTime() - dueAt.getTime() > LATE_MS;
}

/** What an earlier attempt said, whose reminders are marked where they have become late since. */
export function markedLate(content: MessageContent, now: Date): MessageContent {
  if (content.kind === 'digest') return { ...content, items: content.items.map((item) => markedItem(item, now)) };
  return markedItem(content, now);
}

function markedItem<Item extends MessageContent>(item: Item, now: Date): Item {
  return item.kind === 'reminder' && !item.late && isLate(new Date(item.dueAt), now) ? { ...item, late: true } : item;
}
