import { defineJob, type Job } from './job.js';
import { JobsModule } from './jobs.module.js';

const run = async (): Promise<void> => {};

describe('defineJob', () => {
  it.each(['a:b', 'Sweep', '', 'two words'])('refuses the name "%s"', (name) => {
    expect(() => defineJob({ name, every: 1_000, run })).toThrow(
      `"${name}" cannot name a job; use 1 to 63 lower-case letters, digits and -, a letter first.`,
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses to run every %d ms', (every) => {
    expect(() => defineJob({ name: 'sweep', every, run })).toThrow('that must be a whole number from 1 on');
  });

  it('takes a rhythm or a pattern', () => {
    const jobs: Job[] = [defineJob({ name: 'a', every: 1, run }), defineJob({ name: 'b', pattern: '0 6 * * *', run })];
    expect(jobs.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('an application with jobs', () => {
  it('is refused where two have the same name', () => {
    const jobs = [defineJob({ name: 'sweep', every: 1, run }), defineJob({ name: 'sweep', every: 2, run })];
    expect(() => JobsModule.forRoot({ databaseUrl: 'postgresql://127.0.0.1/dateline', jobs })).toThrow(
      'Two jobs have the name "sweep"; give one of them another.',
    );
  });
});
