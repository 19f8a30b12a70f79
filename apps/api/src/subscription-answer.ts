import { codesOfReason, type OwnSubscription, type TokenPurpose } from '#libs/reminders';

/** A subscription as its owner sees it. */
export function subscriptionAnswer({ subscription, address, links }: OwnSubscription) {
  const { id, status, channel, filter, schedule } = subscription;
  return {
    id,
    status,
    disabledReason: subscription.disabledReason,
    disabledCodes: subscription.disabledReason === null ? [] : codesOfReason(subscription.disabledReason),
    channel:
      channel === 'email'
        ? { type: channel, address: address ?? '' }
        : channel === 'webhook'
          ? { type: channel, url: address ?? '' }
          : { type: channel },
    filter,
    ...schedule,
    createdAt: subscription.createdAt.toISOString(),
    activeSince: subscription.activeSince?.toISOString() ?? null,
    failingSince: subscription.failingSince?.toISOString() ?? null,
    manageUrl: links.manageUrl,
    calendarUrl: links.calendarUrl,
    feedUrl: links.feedUrl,
  };
}

/** What the maker of a subscription is told, this once with the secret that signs. */
export function madeAnswer({ subscription, secrets, links }: OwnSubscription) {
  const { manageUrl, calendarUrl, feedUrl } = links;
  const [secret] = secrets;
  return {
    id: subscription.id,
    status: subscription.status,
    manageUrl,
    calendarUrl,
    feedUrl,
    ...(secret !== undefined && { secret }),
  };
}

/** What a link of a mail stands for. Its holder may do one thing and is given no other link. */
export function linkAnswer(own: OwnSubscription, purpose: TokenPurpose) {
  const { id, status, channel, filter, leadTimes, timeZone, localTime, digest, digestDay, quietHours } =
    subscriptionAnswer(own);
  return { id, purpose, status, channel, filter, leadTimes, timeZone, localTime, digest, digestDay, quietHours };
}
