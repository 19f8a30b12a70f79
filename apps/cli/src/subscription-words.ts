import { inWords, parseEdtf } from '#libs/edtf';
import {
  aboutInWords,
  leadTimeInWords,
  type DeliveryItem,
  type OwnSubscription,
  type PreviewItem,
  type SubscriptionLinks,
} from '#libs/reminders';
import { textOf } from './format.js';
import { tableOf } from './table.js';
import { harmless, type Look, type Terminal } from './terminal.js';

/** Words beside each other: what something is called, and what it is. */
function pairs(terminal: Terminal, rows: readonly (readonly [string, string])[]): string {
  return tableOf(terminal, [{ title: '', most: 0.2 }, { title: '' }], rows, {
    dress: (line, _row, column) => (column === 0 ? terminal.look('dim', line) : line),
  });
}

/** Says a link whole, however narrow the terminal is: it is there to be copied. */
function sayLinks(terminal: Terminal, links: readonly (readonly [string, string])[]): void {
  for (const [name, url] of links) terminal.say(`${terminal.look('dim', `${name}:`)}\n  ${url}`);
}

/** Shows a subscription as it stands, and its links where they may be shown. */
export function saySubscription(
  terminal: Terminal,
  {
    subscription,
    address,
    links,
  }: Pick<OwnSubscription, 'subscription' | 'address'> & { links: SubscriptionLinks | undefined },
): void {
  const { id, status, channel, schedule, disabledReason } = subscription;
  const tellsMilestones = isOfMilestones(subscription);
  const { leadTimes, localTime, timeZone, digest, quietHours } = schedule;
  terminal.say(terminal.look('bold', id));
  const look: Look = status === 'active' ? 'green' : 'yellow';
  const goes = channel === 'calendar' ? 'a private calendar and feed' : `${channel}, ${harmless(address ?? '')}`;
  terminal.say(
    pairs(terminal, [
      ['status', terminal.look(look, disabledReason === null ? status : `${status}: ${harmless(disabledReason)}`)],
      ['goes to', goes],
      ['tells', harmless(aboutInWords(subscription))],
      ...(channel === 'calendar'
        ? []
        : ([
            ...(tellsMilestones ? [['lead times', leadTimes.join(', ')]] : []),
            // What is no reminder goes out at once unless it is gathered.
            ...(tellsMilestones || digest !== 'none'
              ? [['at', `${localTime} ${timeZone}${digest === 'none' ? '' : `, as a ${digest} digest`}`]]
              : []),
            ...(quietHours === null ? [] : [['quiet', `${quietHours.from} to ${quietHours.to}`]]),
          ] as [string, string][])),
    ]),
  );
  if (links === undefined) return;
  terminal.say();
  sayLinks(terminal, [
    ['Manage it', links.manageUrl],
    ['Calendar', links.calendarUrl],
    ['Feed', links.feedUrl],
  ]);
}

/** Whether a subscription tells of milestones, and so has reminders ahead of it. */
export function isOfMilestones({ filter }: Pick<OwnSubscription['subscription'], 'filter'>): boolean {
  return filter.kinds.includes('milestones');
}

/** That no message can be named ahead. */
export function nothingAhead(subscription: Pick<OwnSubscription['subscription'], 'filter'>): string {
  return isOfMilestones(subscription)
    ? 'No reminder is due as things stand.'
    : 'What it tells cannot be foreseen: it goes out when it is on record, or with the next digest.';
}

/** What would come next, as a table. */
export function previewTable(terminal: Terminal, items: readonly PreviewItem[]): string {
  const rows = items.map(({ localTime, leadTime, milestone }) => [
    localTime.replace('T', ' '),
    leadTimeInWords(leadTime, milestone.window),
    `${textOf(milestone.title)}, ${inWords(parseEdtf(milestone.window))}`,
  ]);
  return tableOf(
    terminal,
    [{ title: 'Goes out', most: 0.34 }, { title: 'Lead', most: 0.24 }, { title: 'What' }],
    rows,
    {
      dress: (line, _row, column) => (column === 0 ? terminal.look('cyan', line) : line),
    },
  );
}

const LOOKS: Readonly<Record<DeliveryItem['status'], Look | undefined>> = {
  planned: undefined,
  waiting: 'yellow',
  sent: 'green',
  failed: 'red',
  skipped: 'dim',
  cancelled: 'dim',
};

/** What went out and what did not, as a table, with why. */
export function deliveryTable(terminal: Terminal, items: readonly DeliveryItem[]): string {
  const rows = items.map(({ dueAt, status, kind, about, leadTime, window }) => [
    dueAt.slice(0, 16).replace('T', ' '),
    status,
    [kind, leadTime === null || window === null ? null : `${leadTimeInWords(leadTime, window)}:`, about]
      .filter((part) => part !== null)
      .join(' '),
  ]);
  return tableOf(
    terminal,
    [{ title: 'Due (UTC)', most: 0.3 }, { title: 'Status', most: 0.15 }, { title: 'What' }],
    rows,
    {
      dress: (line, row, column) => {
        const look = column === 1 ? LOOKS[items[row]!.status] : undefined;
        return look === undefined ? line : terminal.look(look, line);
      },
      below: (row) => ({ column: 2, text: textOf(items[row]!.why), look: 'dim' }),
    },
  );
}
