import { expectsRedis } from '../../jobs/backends.js';
import { tortureReminders } from './torture.js';

const KILLS = expectsRedis ? 4 : 3;
const FAULTS = 12;

describe('Reminders under torture', () => {
  it('go out once each, late where the service slept, though processes are killed, the queue is wiped, and mail server, receivers, rows, stores and clock have faults', async () => {
    const seed = Number(process.env['TORTURE_SEED'] ?? 4711);
    const report = await tortureReminders({
      reminders: 200,
      kills: KILLS,
      faults: FAULTS,
      outageMs: 3_000,
      longestMs: 2_000,
      seed,
      redis: expectsRedis,
      ...(process.env['TORTURE_SAY'] === 'yes' && { say: (line) => process.stdout.write(`${line}\n`) }),
    });
    expect(report.findings).toEqual([]);
    expect(report.messages + report.ended + report.unwanted).toBe(400);
    // One receiver wants nothing any more at most, of 20 messages, and by a fault of the mail server two messages end.
    expect(report.messages).toBeGreaterThan(400 - 20 - FAULTS);
    expect(report.late).toBeGreaterThanOrEqual(report.messages - 200);
    expect(report.skipped).toBeGreaterThanOrEqual(19);
    // Each was killed while it had something to do, and nothing was well all the time.
    expect(Object.values(report.kills)).toEqual(Array(KILLS).fill(1));
    expect(Object.keys(report.faults).toSorted()).toEqual([
      'Postgres away',
      'Postgres read-only',
      ...(expectsRedis ? ['Redis full'] : []),
      'clock',
      'mail server',
      'receiver',
      'rows',
    ]);
    expect(report.mailHits + report.hookHits + report.refused + report.unanswered).toBeGreaterThan(0);
  }, 400_000);
});
