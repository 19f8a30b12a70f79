import type { Message } from '../channel.js';
import { messageInWords } from '../../wording/message-in-words.js';
import { asText } from '../../wording/written.js';

/** A CloudEvent 1.0 in the structured mode of the JSON format. */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  data: Record<string, unknown>;
}

/**
 * A message as a CloudEvent: `id` is the message's, `type` tells what it is (`dateline.reminder`, `dateline.development`
 * and so on), `subject` is the milestone or the fact that it is about, and `data` holds what it says, as data and, in
 * `text`, in words.
 *
 * @param publicUrl the address of this service
 */
export function cloudEventOf(message: Message, publicUrl: string): CloudEvent {
  const { content } = message;
  const written = messageInWords(message);
  return {
    specversion: '1.0',
    id: message.id,
    source: `${publicUrl}/v1/subscriptions/${encodeURIComponent(message.subscription)}`,
    type: `dateline.${content.kind}`,
    subject: subjectOf(message),
    time: message.occurredAt,
    datacontenttype: 'application/json',
    data: { ...content, subscription: message.subscription, title: written.title, text: asText(written) },
  };
}

function subjectOf({ content, subscription }: Message): string {
  if ('milestone' in content) return content.milestone.id;
  return content.kind === 'development' ? content.fact.id : subscription;
}
