import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT_DATABASE_AWAY } from '#libs/process';
import { eventually } from '#libs/testing';
import { Programs } from '../../../apps/cli/src/up/programs.js';

describe('a program that ends again and again', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-programs-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Ends each time with this code, having left a line in a file. */
  const ending = async (code: number): Promise<Programs> => {
    const [entry, starts] = [join(folder, 'program.mjs'), join(folder, 'starts')];
    await appendFile(starts, '');
    await writeFile(
      entry,
      `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(starts)}, 'started\\n');
process.exit(${code});`,
    );
    const programs = new Programs([{ name: 'program', entry }], process.env, () => {});
    programs.start();
    return programs;
  };
  const starts = async (): Promise<number> => (await readFile(join(folder, 'starts'), 'utf8')).split('\n').length - 1;

  it('is given up at the fifth time within a minute', async () => {
    const programs = await ending(1);
    expect(await programs.failed).toBe('The program ended five times within a minute (exit code 1).');
    expect(await starts()).toBe(5);
  });

  it('is started again as often as it takes where its database is away', async () => {
    const programs = await ending(EXIT_DATABASE_AWAY);
    let failure: string | undefined;
    void programs.failed.then((sentence) => (failure = sentence));
    await eventually(async () => expect(await starts()).toBeGreaterThan(6));
    await programs.stop();
    expect(failure).toBeUndefined();
  });
});
