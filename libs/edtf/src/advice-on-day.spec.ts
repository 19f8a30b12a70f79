import { adviceOnDay } from './advice-on-day.js';

const adviceOn = (text: string): unknown => {
  const advice = adviceOnDay(text);
  return advice && [advice.reason, advice.params['proposed'] ?? advice.params['meant'] ?? advice.message];
};

describe('the advice on a text where a day is needed', () => {
  it.each([
    ['45551', ['spreadsheet-day', '2024-09-16']],
    ['45551.5', ['spreadsheet-day', '2024-09-16']],
    ['16/09/2024', ['day-first', '2024-09-16']],
    ['05/09/2024', ['day-first', ['2024-09-05', '2024-05-09']]],
    ['2024-9-6', ['one-digit', '2024-09-06']],
    [' 2024-09-16', ['spaces', '2024-09-16']],
    ['2024-09-31', ['days-of-month', '"2024-09-31" is not a date: September 2024 has 30 days.']],
  ])('names for %j the day that is meant, or what is wrong with it', (text, advice) => {
    expect(adviceOn(text)).toEqual(advice);
  });

  it.each(['2024-09-16', '2024-09', '2024', 'September 2024', '2024-09-00', '..', 'soon', '', '2024-09-16T10:00'])(
    'is none for %j, which names no other day',
    (text) => {
      expect(adviceOnDay(text)).toBeUndefined();
    },
  );
});
