import { expectsRedis } from '../../jobs/backends.js';
import { tortureReminders } from './torture.js';

describe('Reminders under torture', () => {
  it('go out once each, late where the service slept, though workers, queue and Postgres are killed and the queue is wiped', async () => {
    const seed = Number(process.env['TORTURE_SEED'] ?? 4711);
    const report = await tortureReminders({ reminders: 200, kills: expectsRedis ? 4 : 3, seed, redis: expectsRedis });
    expect(report.findings).toEqual([]);
    expect(report.messages).toBe(400);
    expect(report.late).toBe(200);
    expect(report.skipped).toBe(20);
    // Each was killed while it had something to do, and receivers were not always well.
    expect(Object.values(report.kills)).toEqual(Array(expectsRedis ? 4 : 3).fill(1));
    expect(report.refused + report.unanswered).toBeGreaterThan(0);
  }, 300_000);
});
