import { startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  SubscriptionLog,
  subscriptionStream,
  type SubscriptionEventType,
} from '../../libs/reminders/src/subscriptions/subscription-log.js';

/** The shape of each, in which it stands in logs. A line is added with its type and never changed. */
const FROZEN: Record<SubscriptionEventType, object> = {
  'subscription.requested': { schemaVersion: 1, data: { subscription: 'sub-1' } },
  'subscription.confirmed': { schemaVersion: 1, data: { subscription: 'sub-1' } },
  'subscription.disabled': { schemaVersion: 1, data: { subscription: 'sub-1' } },
  'subscription.enabled': { schemaVersion: 1, data: { subscription: 'sub-1' } },
  'subscription.erased': { schemaVersion: 1, data: { subscription: 'sub-1' } },
};

describe('what the log is told of a subscription', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline();
  });
  afterAll(() => timeline.drop());

  it('is recorded in the shapes that are frozen here, and is read for ever: its id, and nothing to erase', async () => {
    const log = new SubscriptionLog(timeline.db, timeline.store);
    const recorder = { by: 'subscriber', requestId: 'request-1' };
    const types = Object.keys(FROZEN) as SubscriptionEventType[];
    await timeline.db.kysely.transaction().execute(async (tx) => {
      for (const type of types) await log.note(tx, 'sub-1', type, recorder);
    });
    await log.flush();
    await log.flush();
    const events = await timeline.store.readStream(subscriptionStream('sub-1'));
    expect(events.map(({ type, schemaVersion, data }) => ({ type, schemaVersion, data }))).toEqual(
      Object.entries(FROZEN).map(([type, shape]) => ({ type, ...shape })),
    );
    for (const { metadata } of events) expect(metadata).toEqual(recorder);
  });
});
