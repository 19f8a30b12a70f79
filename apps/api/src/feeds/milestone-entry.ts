import type { RevisedMilestone } from '#libs/milestones';
import { occurredAnswer } from '#libs/timeline';
import type { FeedEntry } from './feed-entry.js';
import { titleOfMilestone, wordsOfMilestone } from './milestone-words.js';

/** A milestone as an entry of a feed: news since what it follows from was known, changed when that was spoken of again. */
export function milestoneEntry(item: RevisedMilestone, publicUrl: string): FeedEntry {
  const { id, subject, status, possible, flag, rule, window, deadline, revision } = item;
  const due = occurredAnswer(window.edtf).text;
  const published = `${revision?.since ?? '1970-01-01'}T00:00:00Z`;
  return {
    id: `${publicUrl}/v1/milestones/${id}`,
    url: `${publicUrl}/milestones/${id}`,
    externalUrl: null,
    title: `${titleOfMilestone(item)}: ${due}`,
    summary: null,
    content: wordsOfMilestone(item, due),
    published,
    modified: revision?.changedAt ?? null,
    tags: [],
    facets: { type: 'milestone', status, ...(flag !== null && { flag }), revision: revision?.changedBy ?? '0' },
    details: { milestone: id, subject, window, status, possible, flag, rule, ...(deadline && { deadline }) },
  };
}
