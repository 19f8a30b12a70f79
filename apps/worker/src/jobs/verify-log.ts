import { Logger } from '@nestjs/common';
import { EventStore, LogVerifications, SignedHeads, verifyAndSign, type Head } from '#libs/event-store';
import { defineJob } from '#libs/jobs';
import { CLOCK, type Clock } from '#libs/kernel';
import { holdsNoText } from '#libs/timeline';

const HOUR = 3_600_000;
/** Less than a day, since the hour that ends a day begins a little before the run of the day before was over. */
const DAILY = 23 * HOUR;

const logger = new Logger('verify-log');

/**
 * Once a day, and soon after a start that follows a longer pause: verifies the whole log, that it still contains the newest
 * head that was signed and kept outside the database, and signs the head that was reached. In the hours between, where the
 * log moved, it does the same for what came after that head, also where another host signs: then nothing is signed, and
 * where no head of it is kept here, the newest that was found sound takes its place. Whether it is time is decided by what is on record, so that a
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
    const age = clock.now().getTime() - (last?.verifiedAt.getTime() ?? 0);
    // An age below zero is that of a clock that went back.
    const isDue = last?.ok !== true || age < 0 || age >= DAILY;
    const sound = await verifications.soundHead();
    if (!isDue && !(await hasMoved(store, signedHeads, sound))) return;
    const heads = sound === undefined ? [] : [sound];
    const report = await verifyAndSign(store, signedHeads, { heads, onlyNew: !isDue, holdsNoText, onProgress });
    if (isDue || !report.ok) await verifications.record(report, clock.now());
    if (!report.ok) logger.error(`The log is not sound: ${report.sentence}`);
  },
});

/** Whether the log has moved since the newest signed head; where no host's is kept and this one signs none, since the sound one. */
async function hasMoved(store: EventStore, signedHeads: SignedHeads, sound: Head | undefined): Promise<boolean> {
  const signs = signedHeads.maySign();
  const { position, hash } = await store.head();
  const newest = signedHeads.newest() ?? (signs ? undefined : sound);
  return newest?.position !== position || newest.hash !== hash;
}
