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
      Object.entries(manifest[field] ?? {}),
    );
    const open = versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(open).toEqual([]);
  });
});
