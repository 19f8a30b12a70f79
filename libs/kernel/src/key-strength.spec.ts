import { randomBytes } from 'node:crypto';
import { estimatedBits, NEEDED_BITS } from './key-strength.js';

describe('the strength of a key', () => {
  it.each(['hex', 'base64', 'base64url'] as const)('suffices for 10,000 keys of 256 random bits in %s', (encoding) => {
    const keys = Array.from({ length: 10_000 }, () => randomBytes(32).toString(encoding));
    expect(keys.filter((key) => estimatedBits(key) < NEEDED_BITS)).toEqual([]);
  });

  it.each([
    ['openssl rand -hex 16', '3f9a1c07e2b84d65907fc1ae58d2b346'],
    ['openssl rand -hex 16, with a part of four digits twice', '3f9a1c07e2b83f9a907fc1ae58d2b346'],
    ['openssl rand -base64 16', 'q8Zt3VwX0kLr7NfYb2Hs5A=='],
  ])('suffices for %s', (_generator, key) => {
    expect(estimatedBits(key)).toBeGreaterThanOrEqual(NEEDED_BITS);
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
    ['words with hyphens', 'correct-horse-battery-staple'],
    ['words with spaces', 'correct horse battery staple correct horse battery'],
    ['words with dots', 'administrator.key.for.dateline.service'],
    ['a UUID, of which 122 bits are random', '8c7f6a52-1d3e-4b90-a6f4-0e2b9d71c583'],
    ['31 hexadecimal digits in groups', '9f3c-1a7b-e04d-2588-6cf0-b1d7-e93a-54c'],
    ['words twice and a year', 'PasswordPasswordDatelineDateline2026!!'],
    ['words and a year', 'PasswordDateline2026!!'],
    ['a word with digits that count', 'Password1!Password2!Password3!'],
    ['a name with years that count', 'AdminKey2026!AdminKey2027!AdminKey2028!'],
    ['a word again and a tail', 'ChangeMe!ChangeMe!ChangeMe!Now123'],
    ['a part again in another case', 'x7Rp2Lq!X7RP2LQ!x7rp2lq!x7RP2lq!9'],
    ['hexadecimal digits of which a half comes again', '3f9a1c07e2b84d65a3f9a1c07e2b84d65'],
    ['few characters', 'abcabdacbadcbacdabcbdacbdabcabdcab'],
  ])('does not suffice for %s', (_form, key) => {
    expect(estimatedBits(key)).toBeLessThan(NEEDED_BITS);
  });
});
