import type { WordedMessage } from '../channels/channel.js';
import type { DigestContent, NewsContent } from '../domain/content.js';
import { instantInWords } from './dates-in-words.js';
import { newsInWords } from './news.js';
import { paragraph, type Block, type Written } from './written.js';

/**
 * What a message says, in words. News ends with how the subscription is changed and ended; the confirmation request
 * does not, since there is no subscription before it is answered.
 */
export function messageInWords(message: WordedMessage): Written {
  const { content, timeZone } = message;
  switch (content.kind) {
    case 'confirmation':
      return {
        title: 'Please confirm your subscription',
        blocks: [
          paragraph(`Someone, probably you, requested messages for this address: ${content.about}.`),
          { type: 'link', text: 'Review the request', url: content.confirmUrl, weight: 'main' },
          paragraph(
            `The link works until ${instantInWords(content.validUntil, timeZone)}. Further requests appear on the same page; at most one such mail a day is sent.`,
          ),
          paragraph(
            'If it was not you, do nothing: without an answer nothing is sent, and the address is deleted. On the same page you can refuse every such mail for good.',
          ),
        ],
      };
    case 'disabled': {
      const since = instantInWords(content.failingSince, timeZone);
      return {
        title: 'A subscription was switched off',
        blocks: [
          paragraph(`Messages could not be delivered since ${since}, so the subscription was switched off.`),
          paragraph(`The last failure: ${content.reason}`),
          paragraph('What was missed can be sent again once it is switched on.'),
          ...footer(message),
        ],
      };
    }
    case 'links':
      return {
        title: 'Your links were replaced',
        blocks: [
          paragraph(
            'The links in earlier messages, and those of the calendar and the feed, no longer work. The new ones are on the page behind the first link below.',
          ),
          ...footer(message),
        ],
      };
    case 'test':
      return {
        title: 'A test message',
        blocks: [paragraph('Messages of your subscription arrive here.'), ...footer(message)],
      };
    case 'digest': {
      const { title, blocks } = digestInWords(content, timeZone);
      return { title, blocks: [...blocks, ...footer(message)] };
    }
    default: {
      const { title, blocks } = newsOnce(content, timeZone);
      return { title, blocks: [...blocks, ...footer(message)] };
    }
  }
}

/** What was put into words, by content and time zone; thousands of messages about one review say the same. */
const inWords = new WeakMap<NewsContent, Map<string, Written>>();

function newsOnce(content: NewsContent, timeZone: string): Written {
  const zones = inWords.get(content) ?? new Map<string, Written>();
  const written = zones.get(timeZone) ?? newsInWords(content, timeZone);
  inWords.set(content, zones.set(timeZone, written));
  return written;
}

function digestInWords({ items, period }: DigestContent, timeZone: string): Written {
  const written = items.map((item) => newsInWords(item, timeZone));
  const count = written.length === 1 ? '1 message' : `${written.length} messages`;
  return {
    title: `Your ${period} digest: ${count}`,
    blocks: [
      { type: 'list', items: written.map(({ title }) => title) },
      ...written.flatMap(({ title, blocks }): Block[] => [{ type: 'heading', text: title }, ...blocks]),
    ],
  };
}

function footer({ manageUrl, unsubscribeUrl }: WordedMessage): Block[] {
  return [
    { type: 'link', text: 'Change this subscription', url: manageUrl, weight: 'quiet' },
    { type: 'link', text: 'End it', url: unsubscribeUrl, weight: 'quiet' },
  ];
}
