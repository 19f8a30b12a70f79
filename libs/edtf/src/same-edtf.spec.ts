import { isSameEdtf } from './same-edtf.js';

describe('two dates', () => {
  it.each([
    ['2024-02', '2024-02'],
    ['2024-02/2024-02', '2024-02'],
    ['[2024-02-05..2024-02-05]', '2024-02-05'],
    ['2024-XX', '2024'],
    ['[..2024-02]', '../2024-02'],
    ['2024-02/', '2024-02/..'],
  ])('mean the same: %s and %s', (one, other) => {
    expect([isSameEdtf(one, other), isSameEdtf(other, one)]).toEqual([true, true]);
  });

  it.each([
    ['2024-02', '2024-03'],
    ['2024-02', '2024-02-01/2024-02-29'],
    ['2024-02', '2024-02~'],
    ['2024-02~', '2024-02?'],
    ['2024-02~/2024-03', '2024-02/2024-03~'],
    ['[2024-02..2024-03]', '2024-02/2024-03'],
    ['../2024-02', '2024-02/..'],
    ['2024-02', '../2024-02'],
  ])('do not mean the same: %s and %s', (one, other) => {
    expect([isSameEdtf(one, other), isSameEdtf(other, one)]).toEqual([false, false]);
  });
});
