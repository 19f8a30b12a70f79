export type { Channel, Fault, Message, Outcome, Target } from './channels/channel.js';
export type {
  ConfirmationContent,
  ContentMilestone,
  ContentSource,
  DevelopmentContent,
  DigestContent,
  DisabledContent,
  LinksContent,
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
export { guardedAgent, TargetRefused } from './channels/webhook/guarded-agent.js';
export { leadTimeInWords } from './wording/dates-in-words.js';
export { messageInWords } from './wording/message-in-words.js';
export { asHtml, asText, escaped, type Block, type Written } from './wording/written.js';
export {
  subscriptionFilter,
  subscriptionDraft,
  subscriptionForm,
  subscriptionPatch,
  subscriptionSettings,
  type SubscriptionFilter,
  type SubscriptionDraft,
  type SubscriptionForm,
  type SubscriptionPatch,
} from './domain/subscription.js';
export { wantsMilestone, wantsMilestoneItem } from './domain/wants.js';
export {
  readDraft,
  readSubscription,
  readSubscriptionPatch,
  readSubscriptionSettings,
} from './subscriptions/read-form.js';
export { forgetContent } from './delivery/forget-content.js';
export { forgetReminders } from './planning/forget-reminders.js';
export { deliveriesOf, type DeliveryItem } from './asking/deliveries.js';
export { previewOf, type Preview, type Previewed, type PreviewItem } from './asking/preview.js';
export { SubscriptionsModule, DeliveryModule, type DeliveryModuleOptions } from './reminders.module.js';
export { Confirmations, type Confirmation } from './subscriptions/confirmations.js';
export { LinkRotations, type RotatedLinks } from './subscriptions/link-rotations.js';
export { RateLimits, SUBSCRIPTION_LIMITS, type Caller } from './subscriptions/rate-limits.js';
export { SignUps, type Asker, type SignedUp } from './subscriptions/sign-ups.js';
export type { OwnSubscription } from './subscriptions/subscription-store.js';
export { Subscriptions, type Changer, type Erasure } from './subscriptions/subscriptions.js';
export { checkOnRecord } from './subscriptions/filter-on-record.js';
export { countSubscriptionsOfKey, type Authority } from './subscriptions/maker-keys.js';
export type { Subscription, SubscriptionStatus } from './subscriptions/subscription-rows.js';
export type { SubscriptionLinks, TokenPurpose } from './subscriptions/tokens.js';
export { Planner } from './planning/planner.js';
export { Sweep } from './delivery/sweep.js';
export { CHANNELS, Deliverer, type Channels } from './delivery/deliverer.js';
export { DELIVER, DELIVERY_QUEUE, type DeliveryQueue, type QueuedDelivery } from './delivery/delivery-queue.js';
export { aboutInWords } from './subscriptions/about-in-words.js';
export { allSubscriptions, type SubscriptionInBrief } from './asking/all-subscriptions.js';
export { codesOfReason } from './domain/reasons.js';
export {
  deliveryFigures,
  FAULTS,
  LATE_MS,
  type DeliveryFigure,
  type DeliveryFigures,
  type FaultOf,
} from './asking/delivery-figures.js';
export type { DeliveryObserver, DeliveryResult } from './delivery/delivery-result.js';
export { Recoveries, type Recovery, type RecoveryFilter } from './delivery/recoveries.js';
export {
  troubledDeliveries,
  troubledParameters,
  TROUBLES,
  type TroubledDeliveries,
  type TroubledDelivery,
} from './asking/troubled-deliveries.js';
export { UnreadableKeys } from './subscriptions/unreadable-keys.js';
