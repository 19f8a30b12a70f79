import { Logger } from '@nestjs/common';
import { EventStore, LogVerifications, SignedHeads, verifyAndSign } from '#libs/event-store';
import { defineJob } from '#libs/jobs';
import { CLOCK, type Clock } from '#libs/kernel';

const HOUR = 3_600_000;
/** Less than a day, since the hour that ends a day begins a little before the run of the day before was over. */
const DAILY = 23 * HOUR;

const logger = new Logger('verify-log');

/**
 * Once a day, and soon after a start that follows a longer pause: verifies the whole log, that it still contains the newest
 * head that was signed and kept outside the database, and signs the head that was reached. In the hours between, where the
 * log moved, it does the same for what came after that head. Whether it is time is decided by what is on record, so that a
 * queue that was lost costs no verification. A log that was found wrong is verified every hour until it is sound.
 */
export const verifyLog = defineJob({
  name: 'verify-log',
  every: HOUR,
  needs: [EventStore, LogVerifications, SignedHeads, CLOCK],
  run: async (
    { signal },
    store: EventStore,
    verifications: LogVerifications,
    signedHeads: SignedHeads,
    clock: Clock,
  ) => {
    const onProgress = (): void => signal.throwIfAborted();
    const last = await verifications.latest();
    const isDue = last?.ok !== true || clock.now().getTime() - last.verifiedAt.getTime() >= DAILY;
    if (!isDue && !(await isUnsigned(store, signedHeads))) return;
    const sound = await verifications.soundHead();
    const heads = sound === undefined ? [] : [sound];
    const report = await verifyAndSign(store, signedHeads, { heads, onlyNew: !isDue, onProgress });
    if (isDue || !report.ok) await verifications.record(report, clock.now());
    if (!report.ok) logger.error(`The log is not sound: ${report.sentence}`);
  },
});

/** Whether this host signs and the log has moved since the newest signed head. */
async function isUnsigned(store: EventStore, signedHeads: SignedHeads): Promise<boolean> {
  if (!signedHeads.maySign()) return false;
  const { position, hash } = await store.head();
  const newest = signedHeads.newest();
  return newest?.position !== position || newest.hash !== hash;
}
