import { randomBytes } from 'node:crypto';
import { estimatedBits, NEEDED_BITS } from './key-strength.js';

describe('the strength of a key', () => {
  it.each(['hex', 'base64', 'base64url'] as const)('suffices for 256 random bits in %s', (encoding) => {
    for (let turn = 0; turn < 200; turn++)
      expect(estimatedBits(randomBytes(32).toString(encoding))).toBeGreaterThanOrEqual(NEEDED_BITS);
  });

  it.each([
    ['short', 'a7Xq-92kLmPz'],
    ['digits', '31415926535897932384626433832795028841'],
    ['31 hexadecimal digits', '9f3c1a7be04d25886cf0b1d7e93a54c'],
    ['one character', 'a'.repeat(80)],
    ['a repetition', 'kQ7pX2mR9wLz'.repeat(3)],
    ['a run', 'abcdefghijklmnopqrstuvwxyz0123456789'],
    ['words', 'AdministratorPassword2024!'],
    ['words in a row', 'thequickbrownfoxjumpsoverthelazydog'],
    ['keys beside each other', 'qwertyuiopasdfghjklzxcvbnm123'],
    ['few characters', 'abcabdacbadcbacdabcbdacbdabcabdcab'],
  ])('does not suffice for %s', (_form, key) => {
    expect(estimatedBits(key)).toBeLessThan(NEEDED_BITS);
  });
});
