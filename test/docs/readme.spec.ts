import { settingNames } from './setting-names.js';
import { quotedIn, rowsOf, section, textOf } from './documents.js';

describe('README.md', () => {
  it('tells of every setting that a process reads, and of no other', () => {
    const told = rowsOf(section('README.md', 'Settings')).flatMap(([variables = '']) => quotedIn(variables));
    expect(told.toSorted()).toEqual(settingNames());
  });

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const named = ['README.md', 'CONTRIBUTING.md'].flatMap((document) =>
      [...textOf(document).matchAll(/npm (?:run (\w+)|(start|test)\b)/g)].map(([, run, short]) => (run ?? short)!),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});
