import { isWebAddress, openedAddress } from './web-address.js';

describe('a web address', () => {
  it.each([
    'https://example.org/',
    'HTTP://EXAMPLE.org/a?b=c#d',
    'https://example.org/año/年?q=<x>',
    'https://[2001:db8::1]:8443/',
    'https://example.org/@user',
  ])('is taken: %s', (text) => {
    expect(isWebAddress(text)).toBe(true);
  });

  it.each([
    'https://evil.example/\r\nATTACH:x',
    'https://evil.example/\u0085x',
    'https://exa\tmple.org/',
    ' https://example.org/',
    'https://example.org/a b',
    'https://example.org/\u00a0',
    'https://example.org/\u001b[31m',
    'https://example.org/\u202egnp',
    'https://example.org/\u200b',
    'https://example.org/\ud800',
    'https://user:pass@example.org/',
    'https://user@example.org/',
    'https://@example.org/',
    'https://:@example.org/',
    'https:///@example.org/',
    'https://example.org\\@evil.example/',
    'https:example.org',
    'javascript:alert(1)',
    'ftp://example.org/',
    'https://',
    '',
  ])('is refused: %j', (text) => {
    expect(isWebAddress(text)).toBe(false);
  });
});

describe('an address that was recorded before it would be refused', () => {
  it.each([
    ['https://example.org/a?b=<c>', 'https://example.org/a?b=<c>'],
    ['https://evil.example/\r\nATTACH:x', 'https://evil.example/ATTACH:x'],
    ['https://user:pass@example.org/', 'https://example.org/'],
    ['https://example.org/\u202egnp', 'https://example.org/%E2%80%AEgnp'],
    ['https://example.org/\u001b[31m', 'https://example.org/%1B[31m'],
    ['no address\u0007', null],
    [null, null],
  ])('%j is shown as it is opened: %j', (recorded, shown) => {
    expect(openedAddress(recorded)).toBe(shown);
  });
});
