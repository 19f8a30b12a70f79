import { describe, expect, it } from '@jest/globals';

import { dayOfIso, EdtfError, parseEdtf, remarkOn } from './index.js';

const TODAY = dayOfIso('2026-11-30');

describe('a remark on how a date is read', () => {
  it.each([
    ['2023-24', 'winter 2023-24', '2023/2024'],
    ['2020-21', 'spring 2020', '2020/2021'],
    ['2018-21', 'spring 2018', '2018/2021'],
    ['2010-33', 'first quarter of 2010', '2010/2033'],
    ['2020-21~', 'about spring 2020', '2020~/2021~'],
    ['2023-24/2024-25', 'winter 2023-24', '2023/2025'],
    ['2023-24/..', 'winter 2023-24', '2023/..'],
    ['../2023-24', 'winter 2023-24', '../2024'],
    ['[2023-24..2024-06]', 'winter 2023-24', '[2023..2024-06]'],
    ['[..2023-24]', 'winter 2023-24', '[..2024]'],
  ])('on %s says that it is %s, where %s may be meant', (text, words, years) => {
    const remark = remarkOn(text, TODAY);
    expect(remark?.code).toBe('read-as-season');
    expect(remark?.detail).toContain(words);
    expect(remark?.detail).toContain(`write ${years}.`);
    expect(() => parseEdtf(years)).not.toThrow();
  });

  it.each([
    ['Y45551', '45551', '2024-09-16'],
    ['2204-05-06', '6 May 2204', ''],
    ['2126-12', 'December 2126', ''],
    ['2024/2204', '2024 to 2204', ''],
    ['2204/..', 'since 2204', ''],
    ['[2024..2204]', 'some day from 2024 to 2204', ''],
  ])('on %s says that %s is more than a hundred years after today', (text, words, day) => {
    const remark = remarkOn(text, TODAY);
    expect(remark?.code).toBe('far-future');
    expect(remark?.detail).toContain(words);
    expect(remark?.detail).toContain('more than a hundred years after today');
    expect(remark?.detail).toContain(day);
  });

  it.each([
    '2023-21',
    '2024-22',
    '1998-21',
    '2023',
    '2026-11-30',
    '2126-11-30',
    '2001-12',
    '20XX',
    '../2023',
    '2010/..',
  ])('is not made on %s', (text) => {
    expect(remarkOn(text, TODAY)).toBeNull();
  });

  it('is refused for what is no date', () => {
    expect(() => remarkOn('2019-20', TODAY)).toThrow(EdtfError);
  });
});
