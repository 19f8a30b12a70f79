import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { findUnhandled, programOf } from './unhandled.js';

const ROOT = dirname(dirname(import.meta.dirname));
const OURS = /^(apps\/(api|worker|cli)|libs)\//;
const OF_SPECS = /\.spec\.ts$|^libs\/testing\//;

const isOurs = (path: string): boolean => OURS.test(path) && !OF_SPECS.test(path);

/** Each begins with what is found in it. */
const SAMPLES: [string, string][] = [
  [
    'early is begun before something else is awaited',
    `const early = ask();
     await other();
     await early;`,
  ],
  [
    'many is begun before something else is awaited',
    `const many = [ask(), ask()];
     for await (const one of numbers()) use(one);
     await Promise.all(many);`,
  ],
  [
    'early is given to what awaits something else before it',
    `const early = ask();
     await takesLate(early);`,
  ],
  [
    'forgotten is begun before something else is awaited',
    `const forgotten = ask();
     use(1);`,
  ],
  ['what ask() rejects with is dropped', `void ask();`],
  ['what ask().then(use) rejects with is dropped', `void ask().then(use);`],
  ['what throwing() rejects with is dropped', `void throwing();`],
  ['what sleep(1, undefined, { signal }) rejects with is dropped', `void sleep(1, undefined, { signal });`],
  [`place.kept is kept, and what it rejects with may be nobody's`, `place.kept = ask();`],
];
const SOUND = [
  `const both = Promise.all([ask(), other()]); await both;`,
  `const early = ask().catch(() => 0); await other(); await early;`,
  `const early = ask(); early.catch(() => {}); await other(); await early;`,
  `const early = ask().catch(() => 0); await takesLate(early);`,
  `void ask().then(use, use);`,
  `void catching();`,
  `void sleep(1).then(() => use(1));`,
  `place.kept = ask(); await place.kept;`,
  `place.kept = catching();`,
];

describe('a promise whose rejection nobody may take', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-unhandled-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is found in each form', async () => {
    const bodies = [...SAMPLES.map(([, body]) => body), ...SOUND];
    const file = join(folder, 'samples.ts');
    await writeFile(
      file,
      `${PREAMBLE}${bodies.map((body, at) => `export async function f${at}() {${body}}`).join('\n')}`,
    );
    const found = findUnhandled(programOf(ROOT, [file]), (path) => basename(path) === 'samples.ts');
    expect(found.map((line) => line.replace(/^.+?:\d+: /, ''))).toEqual(SAMPLES.map(([what]) => what));
  }, 600_000);

  it('is in no program of the service', () => {
    const program = programOf(ROOT);
    expect(program.getSourceFiles().length).toBeGreaterThan(500);
    expect(findUnhandled(program, isOurs)).toEqual([]);
  }, 600_000);
});

const PREAMBLE = `
import { setTimeout as sleep } from 'node:timers/promises';
const place: { kept?: Promise<number> } = {};
const { signal } = new AbortController();
declare function ask(): Promise<number>;
declare function other(): Promise<number>;
declare function numbers(): AsyncIterable<number>;
declare function use(value: unknown): void;
async function takesLate(early: Promise<number>): Promise<void> { await ask(); await early; }
async function catching(): Promise<number> { try { return await ask(); } catch { return 0; } }
async function throwing(): Promise<number> { try { return await ask(); } catch { return await other(); } }
`;
