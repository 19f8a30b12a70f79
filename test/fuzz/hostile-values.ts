import * as fc from 'fast-check';

/** Texts that have broken parsers, databases, log lines and templates elsewhere. */
const TEXTS = [
  ['', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\ufeff', '\u0085', '\u2028', '\u202eabc', '\u001b[31m'],
  [
    '%',
    '%00',
    '%zz',
    '%E0%A4%A',
    '\n',
    '\t',
    '\r\nX-Injected: 1',
    '/\n/x',
    '/\n',
    '/\r\nSet-Cookie: a=b',
    '/\t/evil.example',
  ],
  ["' or 1=1;--", '%_%', 'a&b|c:*', '<script>alert(1)</script>', '${jndi:ldap://x}', '{{7*7}}', '=cmd|1'],
  ['../../etc/passwd', '..%2f..%2f', '//evil.example', '/\\evil.example', 'javascript:alert(1)'],
  ['http://127.0.0.1:22/', 'https://[::127.0.0.1]/', 'https://user:pass@receiver.invalid/', 'https://4000::1/'],
  ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'true', 'NaN', 'Infinity', '-0', '-1', '1e999'],
  ['2147483647', '2147483648', '-2147483649', '9007199254740993', '9223372036854775808', '1.5', '٣', '0x10'],
  ['0000', '-9999', '99999-01-01', '2024-02-30', '2024-13', '2023-24', '2024/2023', '[..]', 'XXXX', '/', '../..'],
  ['2024-01-01T00:00:00Z', '2024-01-01T25:00:00Z', '-271821-04-20T00:00:00Z', '+275760-09-13'],
  ['P1D', 'P-1D', 'P99999999999D', 'PT', 'Mars/Phobos', 'a,b', '*', 'W/"x"', '"1"', '"-1"', 'é', '🌎', 'İ'],
  ['x'.repeat(300), 'x'.repeat(5_000), '🌎'.repeat(200), '['.repeat(2_000)],
].flat();

/** One hostile text: of the list, or made of any characters. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** Objects with a key that plain object literals cannot have. */
const PROTOTYPE: unknown = JSON.parse('{"__proto__":{"polluted":true}}');

/** Values of every type, at the ends of what numbers, lists and nesting may be. */
const VALUES: readonly unknown[] = [
  [null, true, false, 0, -1, 1.5, 1e308, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 63), ''],
  [[], {}, [[]], [null], [{}], { '': 1 }, { toString: 1 }, PROTOTYPE],
  [Array.from({ length: 300 }, () => 'x'), nested(99), nested(101)],
].flat();

/** One hostile JSON value. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...VALUES),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
