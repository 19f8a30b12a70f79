import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';

const boxWith = (secretsKey?: Buffer): SecretBox =>
  new SecretBox({ publicUrl: 'https://dateline.example', allowPrivate: false, readAccess: 'public', secretsKey });

describe('what signs links and webhooks', () => {
  const key = randomBytes(32);
  const box = boxWith(key);

  it('is stored encrypted, each time differently, and read again', () => {
    const plain = randomBytes(32);
    const sealed = box.seal(plain, 'sub-1');
    expect(sealed.includes(plain)).toBe(false);
    expect(box.seal(plain, 'sub-1')).not.toEqual(sealed);
    expect(box.open(sealed, 'sub-1')).toEqual(plain);
    const text = box.sealText('whsec_abc', 'sub-1');
    expect(text).not.toContain('whsec');
    expect(box.openText(text, 'sub-1')).toBe('whsec_abc');
  });

  it('is read where it was stored before there was a key', () => {
    const plain = randomBytes(32);
    expect(box.open(boxWith().seal(plain, 'sub-1'), 'sub-1')).toEqual(plain);
    expect(box.openText(boxWith().sealText('whsec_abc', 'sub-1'), 'sub-1')).toBe('whsec_abc');
  });

  it.each([
    ['another key', boxWith(randomBytes(32)), 'sub-1', 'another SECRETS_KEY'],
    ['no key', boxWith(), 'sub-1', 'give SECRETS_KEY'],
    ['the right key in another place', box, 'sub-2', 'another SECRETS_KEY'],
  ])('is not opened with %s', (_, other, place, sentence) => {
    const sealed = box.seal(randomBytes(32), 'sub-1');
    expect(() => other.open(sealed, place)).toThrow(sentence);
  });
});
