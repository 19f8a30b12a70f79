import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { canonicalJson, type Json, withoutEmpty } from './json.js';

describe('The canonical text of a JSON value', () => {
  it('orders the members of objects by their names as UTF-16, at every depth', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: null, '\u20ac': 1, '\r': 2 })).toBe(
      '{"\\r":2,"a":null,"b":[{"a":2,"z":1}],"\u20ac":1}',
    );
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([1e21, 0.000001, -0, 4.5])).toBe('[1e+21,0.000001,0,4.5]');
  });

  it('orders members whose names JavaScript would put first, or take for something else', () => {
    const odd = JSON.parse('{"b":1,"10":2,"9":3,"__proto__":{"10":1,"9":2},"toJSON":4}') as Json;
    expect(canonicalJson(odd)).toBe('{"10":2,"9":3,"__proto__":{"10":1,"9":2},"b":1,"toJSON":4}');
  });

  it('is that of the library, whatever JSON it is', () => {
    const key = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.nat(12).map(String), fc.constant('toJSON'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(null, true, false, undefined),
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(
          tie('tree').filter((item) => item !== undefined),
          { maxLength: 4 },
        ),
        fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const value = tree.filter((each) => each !== undefined) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(value, (each) => {
        expect(canonicalJson(each)).toBe(canonicalize(each));
      }),
      { numRuns: 500 },
    );
  });

  it('does not exist for what is no JSON', () => {
    expect(() => canonicalJson([NaN])).toThrow('NaN');
    expect(() => canonicalJson({ a: 1n } as never)).toThrow();
  });
});

describe('A value without what says nothing', () => {
  it('has no null, empty list or empty object in its objects, at any depth', () => {
    expect(withoutEmpty({ a: null, b: [], c: {}, d: { e: null }, f: { g: { h: [] }, i: 0 }, j: '', k: false })).toEqual(
      {
        f: { i: 0 },
        j: '',
        k: false,
      },
    );
  });

  it('keeps the items of lists in their places', () => {
    expect(withoutEmpty({ a: [null, { b: null }, 1] })).toEqual({ a: [null, {}, 1] });
  });
});
