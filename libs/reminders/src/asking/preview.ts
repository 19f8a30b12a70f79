import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { Day } from '#libs/edtf';
import { daysOf, type Milestone } from '#libs/milestones';
import type { WordedMessage } from '../channels/channel.js';
import { milestoneTold, newsOfMilestones, sourcesOfFacts } from '../delivery/milestones-told.js';
import { wantsMilestone } from '../domain/wants.js';
import { remindersOf } from '../planning/plan-rows.js';
import { localDay } from '../planning/schedule.js';
import type { Schedule, SubscriptionFilter } from '../domain/subscription.js';
import type { Subscription } from '../subscriptions/subscription-rows.js';
import type { SubscriptionLinks } from '../subscriptions/tokens.js';
import { coverageLines } from '../wording/coverage-lines.js';
import { messageInWords } from '../wording/message-in-words.js';
import { asText, paragraph } from '../wording/written.js';

/** The most that one answer tells. */
const MOST = 100;

/** One reminder that would go out as things stand. */
export interface PreviewItem {
  dueAt: string;
  /** The same in the time zone of the subscription, with the offset that holds then. */
  localTime: string;
  leadTime: string;
  milestone: PreviewMilestone;
  /** What it would say. */
  subject: string;
  text: string;
}

/** A milestone that a subscription is about, as things stand. */
export interface PreviewMilestone {
  id: string;
  title: string;
  /** EDTF. */
  window: string;
  /** The name of its subject. */
  subject: string;
  /** The text that a legal deadline is computed from; null for what is none. */
  article: string | null;
  /** The newest known day of the facts of its subject, `YYYY-MM-DD`; null where there is none. */
  lastNews: string | null;
}

/** What a subscription would tell, as things stand. */
export interface Preview {
  items: PreviewItem[];
  /** The milestones that are not over and that it is about, the nearest first. */
  milestones: PreviewMilestone[];
}

/** A subscription, or one that is only thought of and has no links of its own. */
export interface Previewed {
  id: string;
  channel: Subscription['channel'];
  filter: SubscriptionFilter;
  schedule: Schedule;
  links: Pick<SubscriptionLinks, 'manageUrl' | 'unsubscribeUrl'>;
}

/**
 * What would go out to a subscription and when, the next first: for one that is pending or disabled too.
 *
 * @param options `coverage`: how new the data is, which a mail ends with
 */
export async function previewOf(
  db: Kysely<unknown>,
  { id, channel, filter, schedule, links }: Previewed,
  open: readonly Milestone[],
  options: { publicUrl: string; now: Date; coverage: string },
): Promise<Preview> {
  const today = localDay(options.now, schedule.timeZone);
  const wanted = open.filter((milestone) => wantsMilestone(filter, milestone) && isAhead(milestone, today));
  const news = await newsOfMilestones(db, wanted);
  const milestones = wanted
    .toSorted((one, other) => firstDayOf(one) - firstDayOf(other) || (one.id < other.id ? -1 : 1))
    .slice(0, MOST)
    .map((milestone) => previewed(milestone, news));
  if (channel === 'calendar') return { items: [], milestones };
  const planned = wanted
    .flatMap((milestone) => {
      const reminders = remindersOf(milestone.window, schedule, options.now);
      return reminders.map(({ leadTime, at }, index) => ({ milestone, leadTime, at, next: reminders[index + 1]?.at }));
    })
    .toSorted((one, other) => one.at.getTime() - other.at.getTime() || (one.milestone.id < other.milestone.id ? -1 : 1))
    .slice(0, MOST);
  const facts = planned.flatMap(({ milestone }) => milestone.derivedFrom);
  const sources = await sourcesOfFacts(db, facts);
  const items = planned.map(({ milestone, leadTime, at, next }) => {
    const dueAt = at.toISOString();
    const message: WordedMessage = {
      id: 'preview',
      subscription: id,
      occurredAt: dueAt,
      timeZone: schedule.timeZone,
      manageUrl: links.manageUrl,
      unsubscribeUrl: links.unsubscribeUrl,
      content: {
        kind: 'reminder',
        milestone: milestoneTold(milestone, { sources, news }, options.publicUrl, localDay(at, schedule.timeZone)),
        leadTime,
        missed: [],
        dueAt,
        late: false,
        changes: [],
        nextAt: next?.toISOString() ?? null,
      },
    };
    const written = messageInWords(message);
    const ending = channel === 'email' ? coverageLines(message.content, options.coverage).map(paragraph) : [];
    return {
      dueAt,
      localTime: Temporal.Instant.from(dueAt)
        .toZonedDateTimeISO(schedule.timeZone)
        .toString({ timeZoneName: 'never', smallestUnit: 'minute' }),
      leadTime,
      milestone: previewed(milestone, news),
      subject: written.title,
      text: asText({ ...written, blocks: [...written.blocks, ...ending] }),
    };
  });
  return { items, milestones };
}

function previewed(
  { id, title, window, subject, article }: Milestone,
  news: ReadonlyMap<string, string>,
): PreviewMilestone {
  return { id, title, window, subject: subject.name, article, lastNews: news.get(subject.id) ?? null };
}

function firstDayOf({ window }: Milestone): number {
  return daysOf(window).begins;
}

function isAhead({ window }: Milestone, today: Day): boolean {
  const { ends } = daysOf(window);
  return ends === null || ends >= today;
}
