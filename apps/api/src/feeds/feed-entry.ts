/** An entry of a feed, in whatever format it is told. All texts are plain. */
export interface FeedEntry {
  /** An absolute address that never changes and that no other entry has; it need not lead anywhere. */
  id: string;
  /** Where more of it is told on this service, absolute. */
  url: string;
  /** Its first source that has an address; null where none has. */
  externalUrl: string | null;
  title: string;
  summary: string | null;
  /** The whole of it in words, a line a thought. */
  content: string;
  /** When it was news, RFC 3339: a correction can never make it later. */
  published: string;
  /** When what it says was last changed, RFC 3339; null where it never was. */
  modified: string | null;
  /** How many texts of it were removed; left out: none. */
  redactions?: number;
  /** What people would look for it under. */
  tags: string[];
  /** What programs may want to know, each under its own scheme: type, status, revision, kind. */
  facets: Readonly<Record<string, string>>;
  /** What JSON Feed has no word for, told there as `_dateline`. */
  details: object;
}

/** A page of a feed. All addresses are absolute. */
export interface Feed {
  /** An address that stays the same for the same question. */
  id: string;
  title: string;
  /** Of the service. */
  homeUrl: string;
  /** Of the first page. */
  feedUrl: string;
  /** Of the page that is told; left out: the first. */
  pageUrl?: string;
  /** Of the next page; null on the last one. */
  nextUrl: string | null;
  /** The head of the log that outsiders are given to keep: `position:hash`. */
  logHead: string;
  /** How new the data is, in English. */
  coverage: string;
  entries: readonly FeedEntry[];
}
