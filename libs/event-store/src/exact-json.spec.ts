import * as fc from 'fast-check';
import { parseExactly } from './exact-json.js';

describe('reading stored JSON exactly', () => {
  it.each([
    '{"n": 25}',
    '{"n": 25.0}',
    '{"n": 1000000000000000000000}',
    '{"n": 0.30000000000000004}',
    '{"n": -0.0000001, "list": [123456789012345680]}',
    '{"a date in words": "12345678901234567890123"}',
  ])('reads %s', (text) => {
    expect(parseExactly(text)).toEqual(JSON.parse(text));
  });

  it.each([
    '{"n": 25.00000000000000000001}',
    '{"n": 0.10000000000000001}',
    '{"deep": [{"n": 9007199254740993}]}',
    `{"n": 1${'0'.repeat(400)}}`,
    `{"n": 0.${'0'.repeat(400)}1}`,
  ])('refuses %s, which a JavaScript number cannot be', (text) => {
    expect(parseExactly(text)).toBeNull();
  });

  it('reads every number in the plain decimal form in which Postgres keeps it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
        expect(parseExactly(`{"n": ${plainDecimal(n)}}`)).toEqual({ n: n === 0 ? expect.closeTo(0) : n });
      }),
    );
  });
});

/** A number without an exponent, as `jsonb` writes it. */
function plainDecimal(n: number): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(n)) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
