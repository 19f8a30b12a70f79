import { canonicalJson, withoutEmpty } from './json.js';

describe('The canonical text of a JSON value', () => {
  it('orders the members of objects by their names as UTF-16, at every depth', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: null, '\u20ac': 1, '\r': 2 })).toBe(
      '{"\\r":2,"a":null,"b":[{"a":2,"z":1}],"\u20ac":1}',
    );
  });

  it('writes numbers as ECMAScript does', () => {
    expect(canonicalJson([1e21, 0.000001, -0, 4.5])).toBe('[1e+21,0.000001,0,4.5]');
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
