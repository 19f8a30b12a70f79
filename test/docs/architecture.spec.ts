import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { documents, quotedIn, ROOT, rowsOf, section, textOf, unknownTests } from './documents.js';

const AREAS = ['apps', 'libs'];
const NAMES_A_FILE = /^(apps|libs|test|scripts|migrations|data|docs)\/[^\s<>*{]+$/;

/** The folders of apps/ and libs/, as `libs/kernel`. */
function rooms(): string[] {
  return AREAS.flatMap((area) =>
    readdirSync(join(ROOT, area), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${area}/${entry.name}`),
  );
}

/** The code map as `libs/kernel` and what it may import; null where that is everything. */
function codeMap(): Map<string, string[] | null> {
  return new Map(
    rowsOf(section('ARCHITECTURE.md', 'Code map')).map(([room = '', , imports = '']) => [
      quotedIn(room)[0] ?? '',
      imports === 'every library' ? null : quotedIn(imports),
    ]),
  );
}

interface Rules {
  forbidden: { name: string; to: { pathNot?: string } }[];
}

/** What the import rules let each library import, of the libraries that are there. */
function importRules(): [room: string, allowed: string[]][] {
  const { forbidden } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')) as Rules;
  return forbidden.flatMap(({ name, to }): [string, string[]][] => {
    const [, library] = /^(.+)-knows-only-what-lies-below$/.exec(name) ?? [];
    if (library === undefined || !existsSync(join(ROOT, 'libs', library))) return [];
    const others = [...(to.pathNot ?? '').matchAll(/libs\/([\w-]+)\//g)].map(([, other]) => other!);
    return [[`libs/${library}`, others.filter((other) => other !== library)]];
  });
}

/** The libraries that the sources below a folder import, specs left out. */
function importedBy(room: string): Set<string> {
  const files = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  return new Set(
    sources.flatMap((file) => [...textOf(join(room, file)).matchAll(/'#libs\/([\w-]+)'/g)].map(([, name]) => name!)),
  );
}

describe('ARCHITECTURE.md', () => {
  it('has every folder of apps/ and libs/ in its code map, and no other', () => {
    expect([...codeMap().keys()].toSorted()).toEqual(rooms().toSorted());
  });

  it('lets every room import what it imports', () => {
    for (const [room, allowed] of codeMap()) {
      const beyond = [...importedBy(room)].filter((name) => allowed !== null && !allowed.includes(name));
      expect({ room, beyond }).toEqual({ room, beyond: [] });
    }
  });

  it('says of every library what the import rules say', () => {
    const map = codeMap();
    const rules = importRules();
    expect(rules.length).toBeGreaterThan(0);
    for (const [room, allowed] of rules)
      expect({ room, allowed: map.get(room)?.toSorted() }).toEqual({ room, allowed: allowed.toSorted() });
  });

  it('names for every invariant a test that exists', () => {
    const rows = rowsOf(section('ARCHITECTURE.md', 'Invariants'));
    expect(rows.length).toBeGreaterThan(0);
    for (const [invariant, held = ''] of rows) {
      expect({ invariant, unknown: unknownTests(held) }).toEqual({ invariant, unknown: [] });
    }
  });
});

describe('the documents', () => {
  it('name only files that exist', () => {
    for (const document of documents()) {
      const named = quotedIn(textOf(document)).filter((text) => NAMES_A_FILE.test(text));
      const missing = named.filter((path) => !existsSync(join(ROOT, path)));
      expect({ document, missing }).toEqual({ document, missing: [] });
    }
  });

  it('link only to files that exist', () => {
    for (const document of documents()) {
      const links = [...textOf(document).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, path]) => path!);
      const missing = links.filter((path) => !existsSync(join(ROOT, document, '..', path)));
      expect({ document, missing }).toEqual({ document, missing: [] });
    }
  });

  it('number the decisions one after the other, each with its context, decision, consequences and what it rejected', () => {
    const files = readdirSync(join(ROOT, 'docs/adr')).toSorted();
    files.forEach((file, index) => {
      const number = String(index + 1).padStart(4, '0');
      expect(file).toMatch(new RegExp(`^${number}-[a-z0-9-]+\\.md$`));
      const text = textOf(`docs/adr/${file}`);
      expect(text).toMatch(new RegExp(`^# ${index + 1}\\. `));
      for (const heading of ['Context', 'Decision', 'Consequences', 'Rejected'])
        expect(text).toContain(`\n## ${heading}\n`);
    });
  });
});
