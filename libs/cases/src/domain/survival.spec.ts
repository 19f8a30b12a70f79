import { censoringsOf, kaplanMeier, quantile, type Duration } from './survival.js';

const ended = (...days: number[]): Duration[] => days.map((day) => ({ days: day, ended: true }));
const censored = (...days: number[]): Duration[] => days.map((day) => ({ days: day, ended: false }));

/** Weeks of remission under 6-mercaptopurine and under placebo: Freireich et al., Blood 21 (1963), in many textbooks. */
const TREATED = [...ended(6, 6, 6, 7, 10, 13, 16, 22, 23), ...censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)];
const PLACEBO = ended(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23);

describe('the Kaplan-Meier estimate', () => {
  it('gives the published values of the remission trial, with those that were still in remission censored', () => {
    const curve = kaplanMeier(TREATED);
    expect(curve.map(({ days, atRisk, ended: ends }) => [days, atRisk, ends])).toEqual([
      [6, 21, 3],
      [7, 17, 1],
      [10, 15, 1],
      [13, 12, 1],
      [16, 11, 1],
      [22, 7, 1],
      [23, 6, 1],
    ]);
    const published = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448];
    curve.forEach(({ survival }, index) => expect(survival).toBeCloseTo(published[index]!, 3));
    expect(curve.reduce((sum, step) => sum + step.censored, 0)).toBe(12);
  });

  it('gives the published standard errors and the 95 per cent band of the same trial', () => {
    const curve = kaplanMeier(TREATED);
    // As statistics packages print them for this data set: Greenwood's errors, and bounds by the log-log transform.
    const errors = [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346];
    const lower = [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881];
    const upper = [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801];
    const lastDigit = 0.00006;
    curve.forEach((step, index) => {
      expect(Math.abs(step.standardError! - errors[index]!)).toBeLessThan(lastDigit);
      expect(Math.abs(step.lower! - lower[index]!)).toBeLessThan(lastDigit);
      expect(Math.abs(step.upper! - upper[index]!)).toBeLessThan(lastDigit);
    });
  });

  it('has no band where nothing is left', () => {
    expect(kaplanMeier(PLACEBO).at(-1)).toMatchObject({ standardError: null, lower: null, upper: null });
  });

  it('marks each day on which some were last seen going on', () => {
    const marks = censoringsOf(TREATED);
    expect(marks.map(({ days }) => days)).toEqual([6, 9, 10, 11, 17, 19, 20, 25, 32, 34, 35]);
    expect(marks.find(({ days }) => days === 32)?.count).toBe(2);
  });

  it('is the share that is left where nothing is censored', () => {
    const curve = kaplanMeier(PLACEBO);
    expect(curve.find(({ days }) => days === 8)?.survival).toBeCloseTo(8 / 21, 6);
    expect(curve.at(-1)?.survival).toBe(0);
  });

  it('is empty where nothing has ended', () => {
    expect(kaplanMeier(censored(3, 4))).toEqual([]);
  });
});

describe('a quantile', () => {
  it('lies between the two nearest values', () => {
    expect([0.25, 0.5, 0.75].map((share) => quantile([4, 1, 3, 2], share))).toEqual([1.75, 2.5, 3.25]);
    expect(quantile([7], 0.25)).toBe(7);
    expect(quantile([], 0.5)).toBeNull();
  });
});
