import { readdirSync, readFileSync } from 'node:fs';
import { TEXTURES } from '../../apps/web/src/charts/textures.js';
import { csvText } from '../../apps/web/src/charts/csv-text.js';
import { CASE_MEASURES, CASE_STATUSES } from '../../apps/web/src/parts/case-statuses.js';
import { DEADLINE_STATES } from '../../apps/web/src/parts/deadline-states.js';

const FOLDER = 'apps/web/src/style';

/** Which stylesheets begin a selector with a class, by class. Paper is an area of its own. */
function owners(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(FOLDER).filter((name) => name !== 'print.css')) {
    const css = readFileSync(`${FOLDER}/${file}`, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, selectors = ''] of css.matchAll(/([^{};]+)\{/g))
      for (const selector of selectors.split(',')) {
        const [, name] = /^\s*[a-z]*\.([\w-]+)/.exec(selector) ?? [];
        if (name !== undefined) found.set(name, (found.get(name) ?? new Set()).add(file));
      }
  }
  return found;
}

describe('the looks of the pages', () => {
  it('give every class to one stylesheet', () => {
    const shared = [...owners()].filter(([, files]) => files.size > 1).map(([name, files]) => [name, ...files]);
    expect(owners().size).toBeGreaterThan(100);
    expect(shared).toEqual([]);
  });

  it.each([
    ['the statuses of a case', CASE_STATUSES, ['under-review', 'resolved']],
    ['the states of a legal deadline', DEADLINE_STATES, ['met', 'open']],
    ['customs measures', CASE_MEASURES, ['liquidation-suspended']],
    ['open and ended', ['open', 'ended'], ['open']],
  ])(
    'tell %s apart without colour: each has a texture of its own, and the plain ones differ in lightness',
    (_what, names, plain) => {
      const textures = names.flatMap((name) => TEXTURES[name] ?? []);
      expect(new Set(textures).size).toBe(textures.length);
      expect(names.filter((name) => TEXTURES[name] === undefined)).toEqual(plain);
    },
  );
});

describe('the figures of a drawing as CSV', () => {
  it('quotes what needs it and keeps text from being a formula', () => {
    const rows = [{ key: '1', cells: ['a "b", c', null, -2, '=1+1', '＝1+1'] }];
    expect(csvText({ columns: ['one', 'two', 'three', 'four', 'five'], rows })).toBe(
      'one,two,three,four,five\r\n"a ""b"", c",,-2,\'=1+1,\'＝1+1\r\n',
    );
  });
});
