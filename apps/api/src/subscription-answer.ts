import {
  codesOfReason,
  type Confirmation,
  type OwnSubscription,
  type SignedUp,
  type SubscriptionFilter,
  type TokenPurpose,
} from '#libs/reminders';

/** A subscription as its owner sees it, with its links apart. */
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
    links: { manageUrl: links.manageUrl, calendarUrl: links.calendarUrl, feedUrl: links.feedUrl },
  };
}

/** What a sign-up is answered: with links and secret only where it made them, and the requester may have them. */
export function madeAnswer({ id, status, own }: SignedUp) {
  if (own === undefined) return { id, status };
  const { manageUrl, calendarUrl, feedUrl } = own.links;
  const [secret] = own.secrets;
  return { id, status, manageUrl, calendarUrl, feedUrl, ...(secret !== undefined && { secret }) };
}

/** The pending requests of a mailbox, with the names of what they name by id, and what its link confirmed. */
export function confirmationAnswer({ id, address, validUntil, requests, confirmed, names }: Confirmation) {
  return {
    id,
    address,
    validUntil: validUntil.toISOString(),
    requests: requests.map(({ id: request, filter, schedule, createdAt }) => ({
      id: request,
      createdAt: createdAt.toISOString(),
      filter,
      ...schedule,
      names: namesIn(filter, names),
    })),
    confirmed: confirmed.map((own) => {
      const { links, ...rest } = subscriptionAnswer(own);
      return { ...rest, ...links, names: namesIn(own.subscription.filter, names) };
    }),
  };
}

function namesIn({ subjects, milestones }: SubscriptionFilter, names: ReadonlyMap<string, string>) {
  return [...subjects, ...milestones].flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
}

/** What a link of a mail stands for. Its holder may do one thing and is given no other link. */
export function linkAnswer(own: OwnSubscription, purpose: TokenPurpose) {
  const { id, status, channel, filter, leadTimes, timeZone, localTime, digest, digestDay, quietHours } =
    subscriptionAnswer(own);
  return { id, purpose, status, channel, filter, leadTimes, timeZone, localTime, digest, digestDay, quietHours };
}
