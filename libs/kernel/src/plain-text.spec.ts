import { harmlessJson, harmlessText, harmlessValue } from './plain-text.js';

const STEERING = 'a\u001b[31mb\u009b2Jc\u007fd\u0085e\u202ef\u2066g\th\r\ni';

describe('text for terminals, tables and messages', () => {
  it('keeps tabs and line ends, shows other controls as U+FFFD, and loses marks that turn the direction', () => {
    expect(harmlessText(STEERING)).toBe('a\uFFFD[31mb\uFFFD2Jc\uFFFDd\nefg\th\r\ni');
  });

  it('is cleaned in every text of a value and in the names of its fields, and nothing else changes', () => {
    const at = new Date(0);
    const value = { ['\u001bname']: ['\u202ex', { deep: '\u0007' }], n: 1, big: 2n, at, none: null };
    expect(harmlessValue(value)).toEqual({ ['\uFFFDname']: ['x', { deep: '\uFFFD' }], n: 1, big: 2n, at, none: null });
  });

  it('is escaped in JSON, which reads as the same value', () => {
    const json = harmlessJson(JSON.stringify({ [STEERING]: STEERING }));
    expect(json).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(JSON.parse(json)).toEqual({ [STEERING]: STEERING });
  });
});
