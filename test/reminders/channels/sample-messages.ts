import type { Message, MessageContent, ReminderContent } from '#libs/reminders';

/** A reminder of a review whose day is not fixed. */
export const reminder: ReminderContent = {
  kind: 'reminder',
  milestone: {
    id: 'usmca.joint-review.2027',
    title: 'Joint review of the agreement',
    subject: { id: 'usmca', name: 'United States-Mexico-Canada Agreement' },
    window: '2027',
    status: 'upcoming',
    flag: 'approaching',
    rule: 'Where a review did not extend the term, one is held in each following year',
    article: 'Article 34.7',
    derivedFrom: ['usmca-joint-review-2026'],
    sources: [{ title: 'Text of the agreement', publisher: 'A publisher', url: 'https://example.org/text' }],
    lastNews: '2026-07-02',
    url: 'https://dateline.example/milestones?subject=usmca',
  },
  leadTime: 'P30D',
  missed: [],
  dueAt: '2026-12-02T15:00:00Z',
  late: false,
  changes: [],
  nextAt: '2026-12-25T15:00:00Z',
};

/** A message with this content, and always the same id. */
export function messageWith(content: MessageContent): Message {
  return {
    id: 'sub-1:usmca.joint-review.2027:2027:P30D',
    subscription: 'sub-1',
    occurredAt: '2026-12-02T15:00:00Z',
    content,
    timeZone: 'America/Mexico_City',
    manageUrl: 'https://dateline.example/subscriptions/sub-1?token=manage',
    unsubscribeUrl: 'https://dateline.example/subscriptions/sub-1/unsubscribe?token=end',
    logHead: `845:${'9f'.repeat(32)}`,
    coverage: 'Data as of 2 July 2026; newest news of a case: 26 November 2025.',
  };
}

/** A signal that never comes. */
export const goOn = new AbortController().signal;
