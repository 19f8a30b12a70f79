import type { NewsItem, TimelineItem } from '#libs/timeline';

/** Why a change was made, for every kind of it. */
const CHANGE_WORDS = { correction: 'Corrected', evidence: 'Another source', retraction: 'Withdrawn' } as const;

/** The title of a fact with what is to be known before it is read. */
export function titleOfFact({ title, status }: Pick<TimelineItem, 'title' | 'status'>): string {
  if (status === 'retracted') return `Withdrawn: ${title}`;
  return status === 'corrected' ? `${title} (corrected)` : title;
}

/** A fact in words, a line a thought: when, what, about what, what was changed since and why, and who says so. */
export function wordsOfFact(fact: TimelineItem & Pick<NewsItem, 'changes'>): string {
  const { occurred, known, subject, title, summary, sources, changes, disputed, status } = fact;
  return [
    `${occurred?.text ?? 'No date is known'}: ${title}`,
    known.basis === 'recorded' ? `On record since ${known.at}; no date in the source.` : '',
    `About: ${subject.name}`,
    summary ?? '',
    status === 'unconfirmed' ? 'Planned; no outcome is on record.' : '',
    disputed ? 'Sources differ.' : '',
    ...changes.map(
      (change) =>
        `${CHANGE_WORDS[change.kind]} on ${change.recordedAt.slice(0, 10)} (${change.known.basis === 'recorded' ? 'no date in the source' : `could be known since ${change.known.at}`}): ${change.reason}`,
    ),
    sources.length === 0 ? '' : `Sources: ${sources.map((source) => source.title).join('; ')}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/**
 * When what a fact says was last changed, or lost a text; null where it never was. Another source for the same is no change.
 */
export function modifiedAt({ changes, redactedAt }: Pick<NewsItem, 'changes' | 'redactedAt'>): string | null {
  const changed = changes.filter(({ kind }) => kind !== 'evidence').at(-1)?.recordedAt ?? null;
  return laterOf(changed, redactedAt);
}

/** The later of two instants of the log, which are written alike; null where neither is one. */
export function laterOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
