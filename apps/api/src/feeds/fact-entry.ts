import type { NewsItem } from '#libs/timeline';
import { modifiedAt, titleOfFact, wordsOfFact } from './fact-words.js';
import type { FeedEntry } from './feed-entry.js';

/** A fact as an entry of a feed. What was corrected or withdrawn is marked, and stays the entry that it was. */
export function factEntry(item: NewsItem, publicUrl: string): FeedEntry {
  const address = `${publicUrl}/v1/facts/${item.id}`;
  const { type, status, revision } = item;
  return {
    id: address,
    url: address,
    externalUrl: item.sources.find(({ url }) => url !== null)?.url ?? null,
    title: titleOfFact(item),
    summary: item.summary,
    content: wordsOfFact(item),
    published: `${item.newsOf}T00:00:00Z`,
    modified: modifiedAt(item),
    tags: [...item.topics, ...(status === 'current' ? [] : [status])],
    facets: { type, status, revision: String(revision) },
    details: {
      fact: item.id,
      subject: item.subject,
      type,
      occurred: item.occurred,
      known: item.known,
      recordedAt: item.recordedAt,
      revision,
      status,
      disputed: item.disputed,
      changes: item.changes.map(({ id, kind, reason, known, recordedAt }) => ({ id, kind, reason, known, recordedAt })),
    },
  };
}
