import { quotedIn, rowsOf, section, textOf } from './documents.js';

const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string>>;

describe('docs/dependencies.md', () => {
  it.each([
    ['At run time', 'dependencies'],
    ['For a platform', 'optionalDependencies'],
    ['For development', 'devDependencies'],
    ['Held at a version', 'overrides'],
  ])('lists under "%s" what package.json has in %s, each once, with a reason and an alternative', (heading, field) => {
    const rows = rowsOf(section('docs/dependencies.md', heading));
    const names = rows.flatMap(([packages = '']) => quotedIn(packages));
    expect(names.toSorted()).toEqual(Object.keys(manifest[field] ?? {}).toSorted());
    for (const [packages, reason, instead] of rows) {
      expect({ packages, told: Boolean(reason) && Boolean(instead) }).toEqual({ packages, told: true });
    }
  });

  it('is about exact versions only', () => {
    const versions = ['dependencies', 'optionalDependencies', 'devDependencies', 'overrides'].flatMap((field) =>
      Object.entries(manifest[field] ?? {}).flatMap(([name, version]): [string, string][] =>
        typeof version === 'string' ? [[name, version]] : Object.entries<string>(version),
      ),
    );
    const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
    // $name stands for the version that package.json has for it.
    const open = versions.filter(([name, version]) => !exact.test(version) && version !== `$${name}`);
    expect(open).toEqual([]);
  });
});
