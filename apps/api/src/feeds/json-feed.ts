import type { NewsItem } from '#libs/timeline';

/** The media type of a JSON Feed. */
export const JSON_FEED = 'application/feed+json';

/** The addresses that a feed names, absolute. */
export interface FeedAddresses {
  /** Of the service. */
  publicUrl: string;
  /** Of the first page of the feed. */
  feedUrl: string;
  /** Of the next page; null on the last one. */
  nextUrl: string | null;
}

/** News as a JSON Feed 1.1. */
export function jsonFeed(items: readonly NewsItem[], { publicUrl, feedUrl, nextUrl }: FeedAddresses): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Dateline',
    home_page_url: `${publicUrl}/`,
    feed_url: feedUrl,
    ...(nextUrl !== null && { next_url: nextUrl }),
    language: 'en',
    items: items.map((item) => feedItem(item, publicUrl)),
  };
}

function feedItem(item: NewsItem, publicUrl: string): object {
  const address = `${publicUrl}/v1/facts/${item.id}`;
  const external = item.sources.find(({ url }) => url !== null)?.url;
  const tags = [...item.topics, ...(item.status === 'current' ? [] : [item.status])];
  const modified = item.changes.filter(({ kind }) => kind !== 'evidence').at(-1)?.recordedAt;
  return {
    id: address,
    url: address,
    ...(external && { external_url: external }),
    title: titleOf(item),
    ...(item.summary !== null && { summary: item.summary }),
    content_text: contentOf(item),
    date_published: `${item.known.at}T00:00:00Z`,
    ...(modified !== undefined && { date_modified: modified }),
    ...(tags.length > 0 && { tags }),
    _dateline: {
      fact: item.id,
      subject: item.subject,
      type: item.type,
      occurred: item.occurred,
      known: item.known,
      recordedAt: item.recordedAt,
      revision: item.revision,
      status: item.status,
      disputed: item.disputed,
      changes: item.changes.map(({ id, kind, reason, recordedAt }) => ({ id, kind, reason, recordedAt })),
    },
  };
}

function titleOf({ title, status }: NewsItem): string {
  if (status === 'retracted') return `Withdrawn: ${title}`;
  return status === 'corrected' ? `${title} (corrected)` : title;
}

const CHANGE_WORDS = { correction: 'Corrected', evidence: 'Another source', retraction: 'Withdrawn' } as const;

function contentOf({ occurred, subject, title, summary, sources, changes, disputed }: NewsItem): string {
  return [
    `${occurred?.text ?? 'No date is known'}: ${title}`,
    `About: ${subject.name}`,
    summary ?? '',
    disputed ? 'Sources differ.' : '',
    ...changes.map(({ kind, reason, recordedAt }) => `${CHANGE_WORDS[kind]} on ${recordedAt.slice(0, 10)}: ${reason}`),
    sources.length === 0 ? '' : `Sources: ${sources.map((source) => source.title).join('; ')}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
