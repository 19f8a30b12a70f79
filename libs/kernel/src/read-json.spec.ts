import * as fc from 'fast-check';
import { readJson } from './read-json.js';

const lost = (text: string): unknown[] =>
  readJson(text).losses.map(({ pointer, params }) => [pointer, params?.['rule']]);

describe('reading JSON that was sent', () => {
  it.each([
    '1.0',
    '1e3',
    '0.1',
    '-0',
    '25.00',
    '9007199254740992',
    '1e21',
    '5e-324',
    '0e999',
    '123456789012345.6',
    '1.7976931348623157e308',
  ])('reads the number %s, which survives', (number) => {
    expect(readJson(`{"n": ${number}}`)).toEqual({ value: { n: Number(number) }, losses: [] });
  });

  it.each([
    '9007199254740993',
    '12345678901234567890',
    '0.10000000000000001',
    '1e400',
    '-1e400',
    '1e-400',
    '1.7e-323',
    `0.${'0'.repeat(400)}1`,
  ])(
    'lists the number %s, which would be recorded as another one, with the advice to write it as a string',
    (number) => {
      expect(readJson(`{"a":[0,{"n/":${number}}]}`).losses).toEqual([
        {
          pointer: '/a/1/n~1',
          detail: expect.stringMatching(/^is the number .*write it as a string$/),
          code: 'custom',
          params: { rule: 'number-inexact' },
        },
      ]);
    },
  );

  it.each([
    ['{"a":1,"b":2,"a":1}', ['/a']],
    ['{"a":1,"\\u0061":2}', ['/a']],
    ['{"a" : 1, "a"\n: 2}', ['/a']],
    ['{"x":[{"a":1},{"a":1,"a":2}],"y":{"x":{},"x":1}}', ['/x/1/a', '/y/x']],
    ['{"__proto__":1,"__proto__":2}', ['/__proto__']],
    ['{"a":1,"a":2,"a":3}', ['/a', '/a']],
  ])('lists the names that stand twice in one object of %s', (text, pointers) => {
    expect(lost(text)).toEqual(pointers.map((pointer) => [pointer, 'duplicate-key']));
  });

  it.each([
    '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}',
    '{"say":"she said \\"a\\": and \\"b\\": twice","a":1}',
    '{"a":"12345678901234567890123","sha256":"1e999aa"}',
    '"\\":\\":"',
    'null',
  ])('reads %s, in which nothing is lost', (text) => {
    expect(readJson(text)).toEqual({ value: JSON.parse(text), losses: [] });
  });

  it('lists no more than a hundred and one of them, however many there are', () => {
    expect(readJson(`[${'1e999,'.repeat(5_000)}1]`).losses).toHaveLength(101);
  });

  it('throws what JSON.parse throws for a text that is no JSON', () => {
    expect(() => readJson('{"a":1,}')).toThrow(SyntaxError);
  });

  it('reads every text that JSON.stringify writes, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        expect(readJson(text)).toEqual({ value: JSON.parse(text), losses: [] });
      }),
    );
  });

  it('lists a repeated name wherever it stands in a text', () => {
    const object = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
      maxKeys: 5,
    });
    fc.assert(
      fc.property(object, fc.nat(), fc.jsonValue({ maxDepth: 1 }), (value, at, other) => {
        const names = Object.keys(value);
        const again = names[at % names.length]!;
        const text = `{"outer":[${JSON.stringify(value).slice(0, -1)},${JSON.stringify(again)}:${JSON.stringify(other)}}]}`;
        expect(lost(text)).toEqual([
          [`/outer/0/${again.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'duplicate-key'],
        ]);
      }),
    );
  });
});
