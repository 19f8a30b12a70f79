import { generateAtomFeed } from 'feedsmith';
import type { Feed, FeedEntry } from './feed-entry.js';
import { oneLine, plainText } from '#libs/kernel';

/** The media type of an Atom feed. */
export const ATOM = 'application/atom+xml';

/** An instant before every other: a feed must say when it changed last, also one in which nothing ever was. */
const NEVER = '1970-01-01T00:00:00Z';

/**
 * Writes a page of a feed as Atom (RFC 4287, pages by RFC 5005). An entry that was corrected keeps its `id` and its
 * `published`; `updated` and its categories tell that it was. Every text is plain text, so markup in it stays text.
 */
export function writeAtom(feed: Feed): string {
  const { id, title, homeUrl, feedUrl, pageUrl = feedUrl, nextUrl, logHead, coverage, entries } = feed;
  const links = [
    { rel: 'self', href: pageUrl, type: ATOM },
    { rel: 'alternate', href: homeUrl },
    ...(pageUrl === feedUrl ? [] : [{ rel: 'first', href: feedUrl, type: ATOM }]),
    ...(nextUrl === null ? [] : [{ rel: 'next', href: nextUrl, type: ATOM }]),
  ];
  const updated = entries.map(updatedOf).reduce((last, instant) => (isLater(instant, last) ? instant : last), NEVER);
  return generateAtomFeed({
    id,
    title: { value: oneLine(title) },
    subtitle: { value: oneLine(`${coverage} A head of the log: ${logHead}`) },
    updated,
    authors: [{ name: 'Dateline', uri: homeUrl }],
    generator: { text: 'Dateline' },
    links,
    entries: entries.map((entry) => entryOf(entry, homeUrl)),
  });
}

function entryOf(entry: FeedEntry, homeUrl: string) {
  const { id, url, externalUrl, title, summary, content, published, tags, facets } = entry;
  return {
    id,
    title: { value: oneLine(title) },
    published,
    updated: updatedOf(entry),
    links: [{ rel: 'alternate', href: url }, ...(externalUrl === null ? [] : [{ rel: 'via', href: externalUrl }])],
    ...(summary !== null && { summary: { value: plainText(summary) } }),
    content: { value: plainText(content), type: 'text' },
    categories: [
      ...tags.map((term) => ({ term: oneLine(term) })),
      ...Object.entries(facets).map(([facet, term]) => ({ term: oneLine(term), scheme: `${homeUrl}docs#${facet}` })),
    ],
  };
}

function updatedOf({ published, modified }: FeedEntry): string {
  return modified ?? published;
}

function isLater(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}
