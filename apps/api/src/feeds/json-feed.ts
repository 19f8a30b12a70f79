import type { Feed, FeedEntry } from './feed-entry.js';

/** The media type of a JSON Feed. */
export const JSON_FEED = 'application/feed+json';

/** Writes a page of a feed as JSON Feed 1.1. */
export function writeJsonFeed({ title, homeUrl, feedUrl, nextUrl, logHead, coverage, entries }: Feed): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: coverage,
    home_page_url: homeUrl,
    feed_url: feedUrl,
    ...(nextUrl !== null && { next_url: nextUrl }),
    language: 'en',
    _dateline: { head: logHead },
    items: entries.map(itemOf),
  };
}

function itemOf({
  id,
  url,
  externalUrl,
  title,
  summary,
  content,
  published,
  modified,
  tags,
  details,
}: FeedEntry): object {
  return {
    id,
    url,
    ...(externalUrl !== null && { external_url: externalUrl }),
    title,
    ...(summary !== null && { summary }),
    content_text: content,
    date_published: published,
    ...(modified !== null && { date_modified: modified }),
    ...(tags.length > 0 && { tags }),
    _dateline: details,
  };
}
