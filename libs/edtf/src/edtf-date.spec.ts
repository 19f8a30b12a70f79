import { isoOfDay, parseEdtf, type Window } from './index.js';

const iso = ({ earliest, latest }: Window): string =>
  `${earliest === null ? '..' : isoOfDay(earliest)} ${latest === null ? '..' : isoOfDay(latest)}`;

describe('the dates that the contract names', () => {
  it.each([
    ['2010/..', '2010-01-01 ..', '2010-01-01 2010-12-31'],
    ['../2023-11-30', '.. 2023-11-30', '.. 2023-11-30'],
    ['2022/2024', '2022-01-01 2024-12-31', '2022-01-01 2022-12-31'],
    ['2024-07-31', '2024-07-31 2024-07-31', '2024-07-31 2024-07-31'],
    ['2024-06', '2024-06-01 2024-06-30', '2024-06-01 2024-06-30'],
    ['2023-10~/2023-12', '2023-10-01 2023-12-31', '2023-10-01 2023-10-31'],
    ['[..2023-11-30]', '.. 2023-11-30', '.. 2023-11-30'],
  ])('reads %s as the days %s, beginning in %s', (text, window, beginning) => {
    const date = parseEdtf(text);
    expect([date.edtf, iso(date.window), iso(date.beginning)]).toEqual([text, window, beginning]);
  });
});
