import { LONGEST_TAKEOVER_MS, torture } from './torture.js';

describe('The service under torture', () => {
  it('keeps every acknowledged event once, and its views right, though each of its processes is killed', async () => {
    const report = await torture({ kills: 4, seed: Number(process.env['TORTURE_SEED'] ?? 4711) });
    expect(report.findings).toEqual([]);
    const { api, postgres, ...workers } = report.kills;
    expect([api, postgres, workers['worker-1'] + workers['worker-2']]).toEqual([1, 1, 2]);
    const takeovers = report.blows.flatMap(({ takeoverMs }) => takeoverMs ?? []);
    expect(takeovers.length).toBeGreaterThan(0);
    expect(Math.max(...takeovers)).toBeLessThanOrEqual(LONGEST_TAKEOVER_MS);
    // It was worth something: something was in flight, and most of it was acknowledged in the end.
    expect(report.figures.unknown).toBeGreaterThan(0);
    expect(report.acknowledged).toBeGreaterThan(100);
    expect(report.rows).toBeGreaterThan(report.events / 2);
  }, 300_000);
});
