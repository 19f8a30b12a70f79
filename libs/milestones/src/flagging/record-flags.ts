import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { clearFaults, Database, isolate, noteFaults, throwWhereAllFailed, type Failed } from '#libs/database';
import { dayOfInstant } from '#libs/edtf';
import { EventStore, recorderOfRun, type Append, type Recorder, type StoredEvent } from '#libs/event-store';
import { CLOCK, type Clock } from '#libs/kernel';
import { FLAGGED } from '#libs/timeline';
import { flagOn, MILESTONE_FLAGS, type Milestone, type MilestoneFlag } from '../milestone.js';
import { selectOpenMilestones } from '../views/milestones/rows.js';

/** The longest name of a stream and of an event. */
const LONGEST = 200;
/** How many are looked at together. */
const BATCH = 500;

/** What can stand in the log as a flag: what has passed was once recorded as `overdue`. */
export const RECORDED_FLAGS: readonly (MilestoneFlag | 'overdue')[] = [...MILESTONE_FLAGS, 'overdue'];

/** A milestone with the flag that it has on a day. */
interface Flagged {
  id: string;
  subject: string;
  window: string;
  flag: MilestoneFlag;
}

/** When a milestone got a flag. */
export interface RecordedFlag {
  flag: (typeof RECORDED_FLAGS)[number];
  /** The window that the milestone had, EDTF. */
  window: string;
  recordedAt: string;
  position: string;
}

/**
 * Puts on record how near milestones come: each change of a flag once, in the milestone's own stream. That is no fact, and
 * no view rests on it: the flag of an answer is computed from window and day. The id of the event is made of milestone,
 * window and flag, so any number of processes may look at once.
 */
@Injectable()
export class MilestoneFlags {
  constructor(
    private readonly db: Database,
    private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Looks at every milestone that is waited for. One that is far and was never nearer gets no event, nor one that is met,
   * cancelled or unconfirmed. One that fails is noted as a fault and tried again at the next look; it stops no other.
   */
  async record(signal?: AbortSignal): Promise<void> {
    const today = dayOfInstant(this.clock.now());
    const milestones = await selectOpenMilestones(this.db.kysely);
    const recorder = recorderOfRun('dateline');
    for (let from = 0; from < milestones.length; from += BATCH) {
      signal?.throwIfAborted();
      await this.#record(milestones.slice(from, from + BATCH), today, recorder);
    }
    await this.#forgetSettled(milestones);
  }

  /** The flags that a milestone was given, in order. */
  async of(milestone: string): Promise<RecordedFlag[]> {
    const events = await this.store.readStream(milestoneStream(milestone), { types: [FLAGGED] });
    return events.map(recordedFlag);
  }

  async #record(milestones: readonly Milestone[], today: number, recorder: Recorder): Promise<void> {
    const failed: Failed[] = [];
    const flagged = milestones.flatMap((milestone) => {
      try {
        const flag = flagOn(milestone, today);
        const { id, window } = milestone;
        return flag === null ? [] : [{ id, subject: milestone.subject.id, window, flag }];
      } catch (error) {
        failed.push({ about: milestone.id, error });
        return [];
      }
    });
    const refused = await isolate(flagged, (some) => this.#append(some, recorder));
    throwWhereAllFailed(flagged, refused);
    failed.push(...refused.map(({ item, error }) => ({ about: item.id, error })));
    await noteFaults(this.db.kysely, 'flagging', failed);
    const isFailed = new Set(failed.map(({ about }) => about));
    const done = milestones.filter(({ id }) => !isFailed.has(id)).map(({ id }) => id);
    await clearFaults(this.db.kysely, 'flagging', done);
  }

  async #append(flagged: readonly Flagged[], recorder: Recorder): Promise<void> {
    const known = new Set((await this.store.readById(flagged.map(eventId))).map((event) => event.id));
    const fresh = flagged.filter((one) => !known.has(eventId(one)));
    const appends: Append[] = [];
    for (const one of fresh) {
      if (one.flag === 'far' && (await this.of(one.id)).length === 0) continue;
      const data = { milestone: one.id, subject: one.subject, window: one.window, flag: one.flag };
      const event = { id: eventId(one), type: FLAGGED, data, metadata: recorder };
      appends.push({ stream: milestoneStream(one.id), expectedVersion: 'any', events: [event] });
    }
    await this.store.append(appends);
  }

  /** What is settled, or no longer derived, is not looked at any more. */
  async #forgetSettled(open: readonly Milestone[]): Promise<void> {
    await sql`
      delete from faults where step = 'flagging' and about <> '' and about <> all(${open.map(({ id }) => id)}::text[])`.execute(
      this.db.kysely,
    );
  }
}

/** The stream of a milestone. Its id is made of three slugs, which together may be longer than a name can be. */
export function milestoneStream(milestone: string): string {
  return named(`milestone-${milestone}`, 'milestone-');
}

function eventId({ id, window, flag }: Omit<Flagged, 'subject'>): string {
  return named(`flag:${id}:${window}:${flag}`, 'flag:');
}

function named(name: string, prefix: string): string {
  return name.length <= LONGEST ? name : prefix + createHash('sha256').update(name).digest('hex');
}

function recordedFlag({ data, recordedAt, position }: StoredEvent): RecordedFlag {
  return {
    flag: String(data['flag']) as RecordedFlag['flag'],
    window: String(data['window']),
    recordedAt,
    position: String(position),
  };
}
