import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { Database, isolate } from '#libs/database';
import { addDuration, inWords, parseEdtf, type Day } from '#libs/edtf';
import { CLOCK, type Clock } from '#libs/kernel';
import { daysOf, type Milestone } from '#libs/milestones';
import type {
  ContentMilestone,
  ContentSource,
  DevelopmentContent,
  MessageContent,
  MilestoneNoticeContent,
  NewsContent,
  ReminderContent,
} from '../domain/content.js';
import { localDay } from '../planning/schedule.js';
import { REMINDER_OPTIONS, type ReminderOptions } from '../options.js';
import { aboutInWords } from '../subscriptions/about-in-words.js';
import { recordNames } from '../subscriptions/filter-on-record.js';
import { selectSubscriptions } from '../subscriptions/subscription-rows.js';
import { confirmationUrl } from '../subscriptions/tokens.js';
import type { ClaimedDelivery, PlannedItem } from './delivery-rows.js';
import { developmentsTold } from './developments-told.js';
import { isLate, markedLate } from './late.js';
import { milestonesById, milestoneTold, newsOfMilestones, sourcesOfFacts } from './milestones-told.js';
import { movedAgainTo, movedTo, REASONS } from '../domain/reasons.js';

/** What a message says; why it is not sent; or what keeps it from being read. */
export type ReadContent = MessageContent | { skip: string } | { fault: unknown };

/** What one subscription has heard and will hear of a milestone. */
interface History {
  nextAt: Date | null;
  lastEdtf: string | null;
  /** Titles of facts behind the milestone that were recorded since the last message about it. */
  newFacts: string[];
}

interface Found {
  /** What subscriptions that are to be confirmed are about, in words. */
  asked: Map<string, string>;
  milestones: Map<string, Milestone>;
  sources: Map<string, ContentSource[]>;
  /** The newest news of the subjects of the milestones. */
  news: ReadonlyMap<string, string>;
  developments: Map<string, DevelopmentContent>;
  causes: Map<string, { id: string; title: string }>;
  histories: Map<string, History>;
  /** The milestones as messages tell them now, and what was said already: most messages of a batch say the same. */
  told: Map<string, ContentMilestone>;
  said: Map<string, ReminderContent>;
  /** The days of time zones. */
  days: Map<string, Day>;
}

/** Finds out what messages say, as things stand when they are sent; or why one no longer helps. */
@Injectable()
export class ContentReader {
  constructor(
    private readonly db: Database,
    private readonly questions: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(REMINDER_OPTIONS) private readonly options: ReminderOptions,
  ) {}

  /**
   * The contents of messages, in their order; `skip` says why one is not sent, `fault` what keeps this service from reading
   * it, which stops no other.
   */
  async read(deliveries: readonly ClaimedDelivery[]): Promise<ReadContent[]> {
    const read = new Map<string, ReadContent>();
    const failed = await isolate(deliveries, async (some) => {
      const found = await this.#find(some);
      for (const delivery of some) read.set(delivery.id, this.#read(delivery, found));
    });
    for (const { item, error } of failed) read.set(item.id, { fault: error });
    return deliveries.map(({ id }) => read.get(id)!);
  }

  #read(delivery: ClaimedDelivery, found: Found): ReadContent {
    try {
      const made = this.#contentOf(delivery, found);
      // A repeat says what was said, unless it no longer helps. Of a digest that may be so of a part.
      if ('skip' in made || delivery.content === null || made.kind === 'digest') return made;
      return markedLate(delivery.content, this.clock.now());
    } catch (error) {
      return { fault: error };
    }
  }

  #contentOf(delivery: ClaimedDelivery, found: Found): MessageContent | { skip: string } {
    if (delivery.kind === 'confirmation') return this.#confirmation(delivery, found);
    if (delivery.kind === 'test') return { kind: 'test' };
    if (delivery.kind === 'links') return { kind: 'links' };
    if (delivery.kind === 'disabled') {
      const { disabledReason, failingSince } = delivery.subscription;
      const since = (failingSince ?? delivery.dueAt).toISOString();
      return { kind: 'disabled', reason: disabledReason ?? 'it failed again and again', failingSince: since };
    }
    const groups = Map.groupBy(delivery.items, ({ kind, about, edtf, cause }) => `${kind} ${about} ${edtf} ${cause}`);
    const news = [...groups.values()].map((items) => this.#newsOf(delivery, items, found));
    const told = news.filter((one): one is NewsContent => !('skip' in one));
    const [first] = told;
    if (first === undefined)
      return { skip: [...new Set(news.flatMap((one) => ('skip' in one ? [one.skip] : [])))].join('; ') };
    const { digest } = delivery.subscription;
    if (delivery.kind !== 'digest' || (digest === 'none' && told.length === 1)) return first;
    // What was collected for a digest goes out as one, also where none is wanted any more.
    return { kind: 'digest', period: digest === 'none' ? 'daily' : digest, items: told };
  }

  #confirmation({ subscription, confirmation }: ClaimedDelivery, { asked }: Found): MessageContent | { skip: string } {
    if (confirmation === null) return { skip: REASONS['no-address'] };
    const { id, tokenKey, validUntil } = confirmation;
    return {
      kind: 'confirmation',
      about: asked.get(subscription.id) ?? '',
      confirmUrl: confirmationUrl(this.options.publicUrl, id, tokenKey),
      validUntil: validUntil.toISOString(),
    };
  }

  #newsOf(delivery: ClaimedDelivery, items: PlannedItem[], found: Found): NewsContent | { skip: string } {
    const item = items.at(-1)!;
    if (item.kind === 'development') return found.developments.get(item.about) ?? { skip: REASONS.withdrawn };
    const milestone = found.milestones.get(item.about);
    if (milestone === undefined) return { skip: REASONS['not-derived'] };
    return item.kind === 'reminder'
      ? this.#reminder(delivery, items, milestone, found)
      : this.#notice(delivery, item, milestone, found);
  }

  #reminder(
    delivery: ClaimedDelivery,
    items: PlannedItem[],
    milestone: Milestone,
    found: Found,
  ): ReminderContent | { skip: string } {
    const now = this.clock.now();
    if (milestone.metBy !== null) return { skip: REASONS['met-before'] };
    if (milestone.cancelledBy !== null) return { skip: REASONS['cancelled-before'] };
    const [{ edtf }] = items as [PlannedItem];
    const { ends } = daysOf(milestone.window);
    if (milestone.window !== edtf) return { skip: movedTo(milestone.window) };
    if (ends !== null && ends < this.#today(delivery, found)) return { skip: REASONS['window-over'] };
    const byLead = items
      .map((item) => ({ item, days: addDuration(0, item.leadTime) }))
      .toSorted((one, other) => one.days - other.days)
      .map(({ item }) => item);
    const [nearest, ...missed] = byLead as [PlannedItem, ...PlannedItem[]];
    const history = found.histories.get(historyKey(delivery.subscription.id, milestone.id));
    const varying = {
      leadTime: nearest.leadTime,
      missed: missed.map(({ leadTime }) => leadTime),
      dueAt: nearest.dueAt.toISOString(),
      late: nearest.detail !== null || isLate(nearest.dueAt, now),
      ...(nearest.detail !== null && { passed: true as const }),
      changes: changesSince(history, edtf),
      nextAt: history?.nextAt?.toISOString() ?? null,
    };
    const key = JSON.stringify([milestone.id, this.#today(delivery, found), varying]);
    return kept(found.said, key, () => ({
      kind: 'reminder',
      milestone: this.#told(milestone, delivery, found),
      ...varying,
    }));
  }

  #told(milestone: Milestone, delivery: ClaimedDelivery, found: Found): ContentMilestone {
    const today = this.#today(delivery, found);
    return kept(found.told, `${milestone.id} ${today}`, () =>
      milestoneTold(milestone, found, this.options.publicUrl, today),
    );
  }

  /** The day that the reader has. */
  #today({ subscription: { timeZone } }: ClaimedDelivery, { days }: Found): Day {
    return kept(days, timeZone, () => localDay(this.clock.now(), timeZone));
  }

  #notice(
    delivery: ClaimedDelivery,
    item: PlannedItem,
    milestone: Milestone,
    found: Found,
  ): MilestoneNoticeContent | { skip: string } {
    // What cannot be read is not taken for another day, nor sent.
    daysOf(milestone.window);
    if (item.kind === 'milestone-moved') {
      if (milestone.metBy !== null) return { skip: REASONS['met-before'] };
      if (milestone.cancelledBy !== null) return { skip: REASONS['cancelled-before'] };
      if (milestone.window !== item.edtf) return { skip: movedAgainTo(milestone.window) };
    }
    const before = String(item.detail?.['before']);
    parseEdtf(before);
    const cause = found.causes.get(String(item.detail?.['cause']));
    const history = found.histories.get(historyKey(delivery.subscription.id, milestone.id));
    const missed = z.array(z.string()).catch([]).parse(item.detail?.['missed']);
    return {
      kind: item.kind === 'milestone-moved' ? 'milestone-moved' : 'milestone-cancelled',
      milestone: this.#told(milestone, delivery, found),
      before,
      because: cause ? { fact: cause.id, title: cause.title, sources: found.sources.get(cause.id) ?? [] } : null,
      ...(missed.length > 0 && { missed }),
      nextAt: history?.nextAt?.toISOString() ?? null,
    };
  }

  async #find(deliveries: readonly ClaimedDelivery[]): Promise<Found> {
    const items = deliveries.flatMap((delivery) => delivery.items);
    const about = (development: boolean): string[] =>
      items.filter(({ kind }) => (kind === 'development') === development).map((item) => item.about);
    const [asked, milestones, causes] = await Promise.all([
      this.#asked(deliveries.filter(({ kind }) => kind === 'confirmation')),
      milestonesById(this.db.kysely, about(false)),
      this.#causes(items.flatMap(({ detail }) => (detail?.['cause'] ? [String(detail['cause'])] : []))),
    ]);
    const facts = [...milestones.values()].flatMap(({ derivedFrom }) => derivedFrom);
    const changed = about(true);
    const [sources, news, developments, histories] = await Promise.all([
      sourcesOfFacts(this.db.kysely, [...facts, ...[...causes.values()].map(({ id }) => id)]),
      newsOfMilestones(this.db.kysely, [...milestones.values()]),
      changed.length === 0
        ? new Map<string, DevelopmentContent>()
        : developmentsTold(this.db.kysely, this.questions, this.options.publicUrl, changed),
      this.#histories(deliveries, milestones),
    ]);
    return {
      asked,
      milestones,
      causes,
      sources,
      news,
      developments,
      histories,
      told: new Map(),
      said: new Map(),
      days: new Map(),
    };
  }

  async #asked(confirmations: readonly ClaimedDelivery[]): Promise<Map<string, string>> {
    if (confirmations.length === 0) return new Map();
    const ids = confirmations.map(({ subscription }) => subscription.id);
    const found = await selectSubscriptions(this.db.kysely, sql`id = any(${ids}::text[])`);
    const names = await recordNames(
      this.db.kysely,
      found.map(({ filter }) => filter),
    );
    return new Map(found.map((subscription) => [subscription.id, aboutInWords(subscription, names)]));
  }

  /** The facts that events recorded or changed, by event. */
  async #causes(eventIds: readonly string[]): Promise<Map<string, { id: string; title: string }>> {
    if (eventIds.length === 0) return new Map();
    const { rows } = await sql<{ event_id: string; fact_id: string; title: string }>`
      select event.event_id, entry.fact_id, entry.title from events event
        join timeline entry on entry.fact_id = coalesce(event.data ->> 'fact', event.data ->> 'id')
       where event.event_id = any(${[...new Set(eventIds)]}::text[]) and entry.recorded_to is null and entry.known_to is null`.execute(
      this.db.kysely,
    );
    return new Map(rows.map(({ event_id, fact_id, title }) => [event_id, { id: fact_id, title }]));
  }

  /** For every message: when the next reminder about its milestone is planned, and what the last one said. */
  async #histories(
    deliveries: readonly ClaimedDelivery[],
    milestones: ReadonlyMap<string, Milestone>,
  ): Promise<Map<string, History>> {
    const pairs = deliveries.flatMap(({ id, subscription, items }) =>
      [...new Set(items.map((item) => item.about))]
        .filter((about) => milestones.has(about))
        .map((about) => ({ id, subscription: subscription.id, about, facts: milestones.get(about)!.derivedFrom })),
    );
    if (pairs.length === 0) return new Map();
    const { rows } = await sql<{
      subscription: string;
      about: string;
      next_at: Date | null;
      edtf: string | null;
      new_facts: string[] | null;
    }>`
      select pair.subscription, pair.about, upcoming.next_at, last.edtf,
             (select array_agg(entry.title order by entry.position) from timeline entry
               where entry.fact_id = any(pair.facts) and entry.recorded_to is null and entry.known_to is null
                 and entry.recorded_at > last.sent_at) as new_facts
        from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair (id text, subscription text, about text, facts text[])
        left join lateral (
          select min(due_at) as next_at from planned_reminders
           where subscription_id = pair.subscription and about = pair.about and kind = 'reminder' and status = 'planned') upcoming on true
        left join lateral (
          select edtf, sent_at from (
            select plan.edtf, (select sent_at from deliveries where id = plan.delivery_id and status = 'sent') as sent_at
              from planned_reminders plan
             where plan.subscription_id = pair.subscription and plan.about = pair.about and plan.delivery_id is distinct from pair.id) told
           where sent_at is not null order by sent_at desc limit 1) last on true`.execute(this.db.kysely);
    return new Map(
      rows.map(({ subscription, about, next_at, edtf, new_facts }) => [
        historyKey(subscription, about),
        { nextAt: next_at, lastEdtf: edtf, newFacts: new_facts ?? [] },
      ]),
    );
  }
}

/** What is kept under a key; made when it is first asked for. */
function kept<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}

function historyKey(subscription: string, milestone: string): string {
  return `${subscription} ${milestone}`;
}

function changesSince(history: History | undefined, edtf: string): string[] {
  if (history === undefined) return [];
  const { lastEdtf, newFacts } = history;
  const moved = lastEdtf !== null && lastEdtf !== edtf ? [`It was due ${inWords(parseEdtf(lastEdtf))} before.`] : [];
  return [...moved, ...newFacts.map((title) => `New on record: ${title}`)];
}
