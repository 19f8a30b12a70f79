import { Patience } from './patience.js';

describe('patience with a program that dies', () => {
  it('waits longer after each death and gives up at the fifth within a minute', () => {
    const patience = new Patience(() => 0);
    expect([1, 2, 3, 4, 5].map(() => patience.afterDeath())).toEqual([300, 900, 2700, 8100, 'give-up']);
  });

  it('forgets deaths that lie more than a minute back', () => {
    let now = 0;
    const patience = new Patience(() => now);
    for (let death = 0; death < 20; death += 1) {
      expect(patience.afterDeath()).toBe(300);
      now += 61_000;
    }
  });
});
