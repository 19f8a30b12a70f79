export type { Channel, Message, Outcome, Target } from './channels/channel.js';
export type {
  ConfirmationContent,
  ContentMilestone,
  ContentSource,
  DevelopmentContent,
  DigestContent,
  DisabledContent,
  MessageContent,
  MilestoneNoticeContent,
  NewsContent,
  ReminderContent,
  TestContent,
} from './domain/content.js';
export { MailChannel, type MailOptions } from './channels/mail/mail-channel.js';
export { mailTransport, type MailRoute } from './channels/mail/mail-transport.js';
export { MOST_TRIES, waitBeforeRetry } from './channels/retry-schedule.js';
export { WebhookChannel, type WebhookOptions } from './channels/webhook/webhook-channel.js';
export { webhookUrlProblem, type TargetRules } from './channels/webhook/webhook-url.js';
export { messageInWords } from './wording/message-in-words.js';
export { asHtml, asText, escaped, type Block, type Written } from './wording/written.js';
