import { dayOfIso, isoOfDay, parseEdtf, type Window } from '#libs/edtf';
import { movedBySuspensions, suspensionsIn } from './last-days.js';

const dated = (name: string, date: string | null): Parameters<typeof suspensionsIn>[0][number] => ({
  type: `case.proceedings-${name}`,
  occurred: date === null ? null : parseEdtf(date),
});

/** The last day of a period from 1 to 11 March 2023, as moved by a suspension between two dates. */
const movedBy = (suspended: string | null, resumed: string | null): (string | null)[] => {
  const [start, last] = ['2023-03-01', '2023-03-11'].map((day): Window => {
    return { earliest: dayOfIso(day), latest: dayOfIso(day) };
  }) as [Window, Window];
  const { earliest, latest } = movedBySuspensions(
    last,
    start,
    suspensionsIn([dated('suspended', suspended), dated('resumed', resumed)]),
  );
  return [earliest, latest].map((day) => (day === null ? null : isoOfDay(day)));
};

describe('The last day of a period that stood still', () => {
  it.each([
    // It stands still from its start on at the earliest: by 19 days at most.
    ['on no recorded day', null, '2023-03-20', ['2023-03-11', '2023-03-30']],
    ['on some day up to its fifth day', '../2023-03-05', '2023-03-20', ['2023-03-26', '2023-03-30']],
    ['on no recorded day until no recorded day', null, null, ['2023-03-11', null]],
    ['before its start', '2023-02-01', '2023-03-20', ['2023-03-30', '2023-03-30']],
    ['from some day on that may lie after it', '[2023-03-05..2023-03-15]', '2023-03-20', ['2023-03-11', '2023-03-26']],
  ])('moves by no more days than the suspension %s can have had in it', (_name, suspended, resumed, days) => {
    expect(movedBy(suspended, resumed)).toEqual(days);
  });
});
