import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { CasesModule } from '#libs/cases';
import { MilestonesModule } from '#libs/milestones';
import { TimelineModule } from '#libs/timeline';
import type { Channel } from './channels/channel.js';
import { MailChannel } from './channels/mail/mail-channel.js';
import { mailTransport, type MailRoute } from './channels/mail/mail-transport.js';
import { WebhookChannel } from './channels/webhook/webhook-channel.js';
import { ContentReader } from './delivery/content-reader.js';
import { ClockJumps } from './delivery/clock-jumps.js';
import { CHANNELS, Deliverer, type Channels } from './delivery/deliverer.js';
import { DELIVERY_QUEUE, TaskDeliveryQueue } from './delivery/delivery-queue.js';
import { MailServer } from './delivery/mail-server.js';
import { Steps } from './delivery/steps.js';
import { DELIVERY_OBSERVER, type DeliveryObserver } from './delivery/delivery-result.js';
import { Recoveries } from './delivery/recoveries.js';
import { Sweep } from './delivery/sweep.js';
import { REMINDER_OPTIONS, type ReminderOptions } from './options.js';
import { Developments } from './planning/developments.js';
import { Planner } from './planning/planner.js';
import { Confirmations } from './subscriptions/confirmations.js';
import { LinkRotations } from './subscriptions/link-rotations.js';
import { Mailboxes } from './subscriptions/mailboxes.js';
import { PendingRequests } from './subscriptions/pending-requests.js';
import { RateLimits } from './subscriptions/rate-limits.js';
import { Resealing } from './subscriptions/resealing.js';
import { SecretBox } from './subscriptions/secret-box.js';
import { UnreadableKeys } from './subscriptions/unreadable-keys.js';
import { SignUps } from './subscriptions/sign-ups.js';
import { SubscriptionLog } from './subscriptions/subscription-log.js';
import { SubscriptionStore } from './subscriptions/subscription-store.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { SwitchedOff } from './subscriptions/switched-off.js';

/** Subscriptions, for any door. Needs DatabaseModule and EventStoreModule. */
@Module({})
export class SubscriptionsModule {
  static forRoot({
    publicUrl,
    allowPrivate,
    readAccess,
    nat64Prefixes,
    secretsKey,
    secretsKeyBefore,
  }: ReminderOptions): DynamicModule {
    return {
      module: SubscriptionsModule,
      global: true,
      providers: [
        {
          provide: REMINDER_OPTIONS,
          useValue: { publicUrl, allowPrivate, readAccess, nat64Prefixes, secretsKey, secretsKeyBefore },
        },
        Planner,
        RateLimits,
        SecretBox,
        Mailboxes,
        SubscriptionLog,
        SubscriptionStore,
        SwitchedOff,
        PendingRequests,
        SignUps,
        Confirmations,
        Subscriptions,
        LinkRotations,
        UnreadableKeys,
        Recoveries,
      ],
      exports: [
        REMINDER_OPTIONS,
        Planner,
        RateLimits,
        SecretBox,
        Mailboxes,
        SubscriptionLog,
        SwitchedOff,
        SignUps,
        Confirmations,
        Subscriptions,
        LinkRotations,
        UnreadableKeys,
        Recoveries,
      ],
    };
  }
}

/** How messages leave the house. */
export interface DeliveryModuleOptions extends ReminderOptions, MailRoute {
  /** The sender of mail and where answers go; see `MailOptions`. */
  mailFrom?: string;
  mailReplyTo?: string;
  /** Other channels than mail and webhooks of the service. */
  channels?: Channels;
  /** Learns how attempts at messages end. */
  observer?: DeliveryObserver;
}

/** What sends reminders, for a worker. Needs DatabaseModule, EventStoreModule and, for its queue, JobsModule. */
@Module({})
export class DeliveryModule implements OnApplicationShutdown {
  constructor(@Inject(CHANNELS) private readonly channels: Channels) {}

  /** After the attempts that were under way have ended. */
  async onApplicationShutdown(): Promise<void> {
    for (const channel of Object.values<Channel>({ ...this.channels })) await channel.close?.();
  }

  static forRoot(options: DeliveryModuleOptions): DynamicModule {
    return {
      module: DeliveryModule,
      imports: [SubscriptionsModule.forRoot(options), TimelineModule, MilestonesModule, CasesModule],
      providers: [
        { provide: CHANNELS, useFactory: () => options.channels ?? channelsOf(options) },
        { provide: DELIVERY_QUEUE, useClass: TaskDeliveryQueue },
        ClockJumps,
        { provide: DELIVERY_OBSERVER, useValue: options.observer ?? (() => {}) },
        ContentReader,
        MailServer,
        Deliverer,
        Developments,
        Resealing,
        Steps,
        Sweep,
      ],
      exports: [Deliverer, Sweep],
    };
  }
}

function channelsOf({ publicUrl, allowPrivate, nat64Prefixes, ...mail }: DeliveryModuleOptions): Channels {
  const { mailFrom: from, mailReplyTo: replyTo } = mail;
  return {
    email: new MailChannel({ transport: mailTransport(mail), publicUrl, from, replyTo }),
    webhook: new WebhookChannel({ publicUrl, allowPrivate, nat64Prefixes }),
  };
}
