import { Logger } from '@nestjs/common';
import { EventStore, LogVerifications } from '#libs/event-store';
import { defineJob } from '#libs/jobs';
import { CLOCK, type Clock } from '#libs/kernel';

const HOUR = 3_600_000;
/** Less than a day, since the hour that ends a day begins a little before the run of the day before was over. */
const DAILY = 23 * HOUR;

const logger = new Logger('verify-log');

/**
 * Once a day, and soon after a start that follows a longer pause: verifies the whole log, and that it still contains the
 * head that was last found sound. The queue wakes it every hour; whether it is time is told by what is on record, so that
 * a queue that was lost costs no verification. A log that was found wrong is looked at every hour until it is sound.
 */
export const verifyLog = defineJob({
  name: 'verify-log',
  every: HOUR,
  needs: [EventStore, LogVerifications, CLOCK],
  run: async ({ signal }, store: EventStore, verifications: LogVerifications, clock: Clock) => {
    const last = await verifications.latest();
    if (last?.ok === true && clock.now().getTime() - last.verifiedAt.getTime() < DAILY) return;
    const report = await store.verify({
      head: await verifications.soundHead(),
      onProgress: () => signal.throwIfAborted(),
    });
    await verifications.record(report, clock.now());
    if (!report.ok) logger.error(`The log is not sound: ${report.sentence}`);
  },
});
