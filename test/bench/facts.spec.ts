import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { facts } from '../../bench/facts.js';

const made = (seed: number): string => JSON.stringify([...facts(200, { seed })]);

describe('The facts that the benchmark makes up', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline();
  });
  afterAll(() => timeline.drop());

  it('are recorded whole: every one of them holds to every rule', async () => {
    const records = [...facts(3_000, { subjects: 100, seed: 7 })];
    const report = await timeline.record(records);
    expect(report.problems).toEqual([]);
    expect(report.recorded).toBe(records.length);
    const kinds = new Set(records.map((record) => record['record']));
    expect(kinds).toEqual(new Set(['source', 'subject', 'fact', 'correction', 'retraction']));
  });

  it('are the same for the same seed, and others for another', () => {
    expect(made(3)).toBe(made(3));
    expect(made(4)).not.toBe(made(3));
  });
});
