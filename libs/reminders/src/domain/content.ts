/** A document behind a statement. */
export interface ContentSource {
  title: string;
  publisher: string;
  url: string | null;
}

/** A milestone as a message tells it, on the day of the message. */
export interface ContentMilestone {
  id: string;
  title: string;
  subject: { id: string; name: string };
  /** When it is due, EDTF. Wider than a day: no day is fixed. */
  window: string;
  /** Of a legal deadline whose text can be read in several ways each reading, with its last day, EDTF; else missing. */
  readings?: { text: string; lastDay: string }[];
  status: string;
  flag: string | null;
  /** The rule that it follows, in words. */
  rule: string;
  /** The article of the text behind the rule. */
  article: string | null;
  /** The facts that it comes from. */
  derivedFrom: string[];
  sources: ContentSource[];
  /**
   * The newest known day of the facts of its subject, `YYYY-MM-DD`; null where there is none. Missing in messages that were
   * composed before it was kept.
   */
  lastNews?: string | null;
  /** The page about it. */
  url: string;
}

/** A milestone comes near: one lead time, or after an outage several at once. */
export interface ReminderContent {
  kind: 'reminder';
  milestone: ContentMilestone;
  /** The lead time that is told, the shortest of those that are due; ISO 8601. */
  leadTime: string;
  /** Longer lead times that were missed and are told with this one. */
  missed: string[];
  /** The instant for which it was planned. */
  dueAt: string;
  /** It could not be sent in time, or its time had passed when the milestone became known. */
  late: boolean;
  /** The milestone became known, or its date, after the time of these lead times; else missing. */
  passed?: true;
  /** What changed since the last message about this milestone, in sentences. */
  changes: string[];
  /** The instant of the next reminder about it, null where none is planned. */
  nextAt: string | null;
}

/** A milestone was moved, met or cancelled after it had been planned for. */
export interface MilestoneNoticeContent {
  kind: 'milestone-moved' | 'milestone-cancelled';
  milestone: ContentMilestone;
  /** The window that it had before, EDTF. */
  before: string;
  /** The fact that changed it; null where none is on record any more. */
  because: { fact: string; title: string; sources: ContentSource[] } | null;
  /** Of a move, the lead times of the new window that had passed when it became known, the earliest first; missing where none. */
  missed?: string[];
  nextAt: string | null;
}

/** A new fact, or a change of one. */
export interface DevelopmentContent {
  kind: 'development';
  /** What happened to the record: a fact is new, one was corrected or withdrawn, or a source was added to it. */
  change: 'fact' | 'correction' | 'evidence' | 'retraction';
  fact: {
    id: string;
    type: string;
    title: string;
    summary: string | null;
    /** When it happened, EDTF; null where no date is given. */
    occurred: string | null;
    /** The day since which it could be known. */
    known: string;
    /** Why that day; `recorded`: no source gives one. Missing in messages that were composed before it was kept. */
    basis?: 'stated' | 'published' | 'assumed' | 'recorded';
    url: string;
  };
  subject: { id: string; name: string };
  /** What it changed about its case (`status`, `outcome`, `measures`), in the words of the record. */
  changes: { field: string; before: unknown; after: unknown }[];
  /** Why a correction or a retraction was made. */
  reason: string | null;
  /**
   * Of a change: since when it could be known (a day), and when it was recorded (RFC 3339). Missing for a new fact, and in
   * messages that an earlier release began to send.
   */
  changed?: { known: string; recordedAt: string };
  sources: ContentSource[];
}

/** What went into one message of a subscription that asked for a daily or weekly digest. */
export interface DigestContent {
  kind: 'digest';
  period: 'daily' | 'weekly';
  items: (ReminderContent | MilestoneNoticeContent | DevelopmentContent)[];
}

/** Asks whether a mailbox wants what was subscribed to. It carries no text of the requester, who proved nothing. */
export interface ConfirmationContent {
  kind: 'confirmation';
  /** What is subscribed to, by the names of records. */
  about: string;
  confirmUrl: string;
  /** The instant after which the link no longer works. */
  validUntil: string;
}

/** The links of a subscription by e-mail were replaced; the message carries them. */
export interface LinksContent {
  kind: 'links';
}

/** A webhook was switched off after failing. */
export interface DisabledContent {
  kind: 'disabled';
  reason: string;
  /** The instant of the first of the failures. */
  failingSince: string;
}

/** A message that somebody asked for to try the channel. */
export interface TestContent {
  kind: 'test';
}

/** What a message says, as data. */
export type MessageContent =
  | ReminderContent
  | MilestoneNoticeContent
  | DevelopmentContent
  | DigestContent
  | ConfirmationContent
  | DisabledContent
  | LinksContent
  | TestContent;

/** What several items of a digest, or a message alone, tell. */
export type NewsContent = ReminderContent | MilestoneNoticeContent | DevelopmentContent;
