import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { estimatedBits, NEEDED_BITS } from './key-strength.js';

/** As random as `randomBytes`, and the same in every run. */
function drawn(seed: number, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(`key ${seed}`).digest();
}

/** Prints which packages of zxcvbn a process has loaded that read its settings. */
const LOADED = `
  import { createRequire } from 'node:module';
  import { readSettings } from './libs/kernel/src/index.ts';
  readSettings({ ADMIN_KEY: process.env.ADMIN_KEY });
  const files = Object.keys(createRequire(import.meta.url).cache);
  const names = files.flatMap((file) => /@zxcvbn-ts\\/(core|language-[\\w-]+)/.exec(file)?.[1] ?? []);
  console.log(JSON.stringify([...new Set(names)].toSorted()));
`;

describe('the strength of a key', () => {
  it.each([
    ['16 random bytes in hexadecimal', (seed: number) => drawn(seed, 16).toString('hex')],
    ['32 random bytes in hexadecimal', (seed: number) => drawn(seed, 32).toString('hex')],
    ['24 random bytes in base64', (seed: number) => drawn(seed, 24).toString('base64')],
    ['32 random bytes in base64url', (seed: number) => drawn(seed, 32).toString('base64url')],
    ['"dateline key create"', (seed: number) => `dl_${drawn(seed, 32).toString('base64url')}`],
    [
      '24 random printable characters',
      (seed: number) => Array.from(drawn(seed, 24), (byte) => String.fromCharCode(33 + (byte % 94))).join(''),
    ],
  ])('suffices for each of 100 keys of %s', (_generator, make) => {
    const keys = Array.from({ length: 100 }, (_, seed) => make(seed));
    expect(keys.filter((key) => estimatedBits(key) < NEEDED_BITS)).toEqual([]);
  });

  it.each([
    ['openssl rand -hex 16', '3f9a1c07e2b84d65907fc1ae58d2b346'],
    ['openssl rand -hex 16, with a part of four digits twice', '3f9a1c07e2b83f9a907fc1ae58d2b346'],
    ['openssl rand -base64 16', 'q8Zt3VwX0kLr7NfYb2Hs5A=='],
    ['a name before hexadecimal digits', 'admin-3f9a1c07e2b84d65907fc1ae58d2b346'],
    ['hexadecimal digits in capitals', '3F9A1C07E2B84D65907FC1AE58D2B346'],
    ['hexadecimal digits in groups', 'beef-1c07-e2b8-4d65-907f-c1ae-58d2-b346'],
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
    ['words in a row and a digit', 'thequickbrownfox2jumpsoverthelazydog'],
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
    ['words with capitals', 'ThequickBrownFoxJumpsOverTheLazyDog'],
    ['short words with capitals', 'ToBeOrNotToBeThatIsTheQuestion'],
    ['Spanish words', 'ElPuebloUnidoJamasSeraVencido1968'],
    ['names with hyphens and a year', 'Mexico-United-States-Canada-2020'],
    ['names with hyphens and a number', 'MyVeryLongCompanyName-Dateline-Key1'],
    ['names and signs', 'Mexico2026!UsmcaReview#1'],
    ['words, a year and a sign', 'CorrectHorseBatteryStaple2026!'],
    ['words with years that count', 'Summer2026Winter2027Spring2028'],
    ['words with digits for letters', 'P@ssw0rd!P4ssw0rd?Adm1n2026'],
    ['columns of the keyboard', '1qaz2wsx3edc4rfv5tgb6yhn7ujm'],
    ['rows of the keyboard in turn', 'a1s2d3f4g5h6j7k8l9q0w1e2r3t4y5'],
    ['two runs in turn', 'A1b2C3d4E5f6G7h8I9j0K1l2'],
    ['every other letter', 'acegikmoqsuwybdfhjlnprtvxz1357'],
    ['a run of hexadecimal digits', '1234567890abcdef1234567890abcdef'],
    ['words of hexadecimal digits', 'deadbeefcafebabe0123456789abcdef'],
    ['the base64 of words', Buffer.from('passwordpasswordpassword').toString('base64')],
    ['the hexadecimal digits of words', Buffer.from('passwordpasswordpassword').toString('hex')],
    ['words in capitals', 'THEQUICKBROWNFOXJUMPSOVERTHELAZYDOG1'],
    ['a name before too few random characters', 'torture-Qm7xT2vK9pLz4RwB8sNc'],
    ['words with digits for vowels', 'Th3Qu1ckBr0wnF0xJumps0verTheLazyD0g'],
    ['words with zeros', 'MyD0gAteMyH0mew0rkYesterday'],
    ['words with zeros and a year', 'IL0veMyC0untryAndMyC0ffee2024'],
    ['rows of the keyboard backwards', 'PoiuytrewqLkjhgfdsaMnbvcxz'],
    ['the alphabet in both cases in turn', 'AbCdEfGhIjKlMnOpQrStUvWxYz'],
    ['dates', 'January15February20March2026'],
    ['Spanish words and a sign', 'BuenosDiasSenorPresidente2024!'],
    ['few characters', 'abcabdacbadcbacdabcbdacbdabcabdcab'],
  ])('does not suffice for %s', (_form, key) => {
    expect(estimatedBits(key)).toBeLessThan(NEEDED_BITS);
  });

  it.each([
    ['nothing', 'no ADMIN_KEY', '', []],
    ['the core alone', 'hexadecimal digits', '3f9a1c07e2b84d65907fc1ae58d2b346', ['core']],
    [
      'the words as well',
      'base64',
      'q8Zt3VwX0kLr7NfYb2Hs5A==',
      ['core', 'language-common', 'language-en', 'language-es-es'],
    ],
  ])('loads %s of zxcvbn for %s', (_packages, _form, key, expected) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', './test/run-typescript.mjs', '--input-type=module', '--eval', LOADED],
      { encoding: 'utf8', env: { ...process.env, ADMIN_KEY: key } },
    );
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(JSON.parse(stdout)).toEqual(expected);
  });
});
