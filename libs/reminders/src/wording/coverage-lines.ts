import { newsInWords } from '#libs/timeline';
import type { MessageContent } from '../domain/content.js';

/**
 * What ends a message with news: how new and complete the data is, and the newest news of what the message shows. Nothing
 * for a message without news.
 *
 * @param coverage how new the data is, in a sentence; empty where that could not be read
 */
export function coverageLines(content: MessageContent, coverage: string): string[] {
  const shown = newestNewsOf(content);
  if (shown === undefined) return [];
  const known = coverage === '' ? [] : [coverage];
  return [...known, ...(shown === null ? [] : [`Newest news of what is shown: ${newsInWords(shown)}.`])];
}

/**
 * The newest day since which anything in a message, or of the subject of its milestone, could be known, where a source
 * gives it; null where none does, undefined for a message without news.
 */
function newestNewsOf(content: MessageContent): string | null | undefined {
  switch (content.kind) {
    case 'digest':
      return (
        content.items
          .flatMap((item) => newestNewsOf(item) ?? [])
          .toSorted()
          .at(-1) ?? null
      );
    case 'development':
      return content.fact.basis === 'recorded' ? null : (content.changed?.known ?? content.fact.known);
    case 'reminder':
    case 'milestone-moved':
    case 'milestone-cancelled':
      return content.milestone.lastNews ?? null;
    default:
      return undefined;
  }
}
