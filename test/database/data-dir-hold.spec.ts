import { chmod, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askHolder, DataDirInUse, holdDataDir } from '#libs/database';
import { startSource } from '#libs/testing';

describe('holding a data folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'dateline-hold-')));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is refused while another process holds it, in a sentence that names the process', async () => {
    const other = startSource('test/database/processes/hold.ts', [folder]);
    expect(await other.line()).toBe('held');
    await expect(holdDataDir(folder, 'command')).rejects.toThrow(
      `${folder} is in use by a Dateline service (process ${other.child.pid}); stop it or choose another DATA_DIR.`,
    );
    expect(await askHolder(folder)).toEqual({
      pid: other.child.pid,
      what: 'service',
      address: 'http://127.0.0.1:3000',
    });
    other.child.kill('SIGKILL');
    await other.ended;
  });

  it('is free at once after its holder was killed with kill -9', async () => {
    const other = startSource('test/database/processes/hold.ts', [folder]);
    expect(await other.line()).toBe('held');
    other.child.kill('SIGKILL');
    expect(await other.ended).toBe('SIGKILL');
    expect(await askHolder(folder)).toBeUndefined();
    const hold = await holdDataDir(folder, 'command');
    await hold.release();
  });

  it('is one hold, whatever path leads to the folder', async () => {
    const hold = await holdDataDir(folder, 'command');
    await symlink(folder, join(folder, 'link'));
    await expect(holdDataDir(join(folder, 'link'), 'service')).rejects.toBeInstanceOf(DataDirInUse);
    await hold.release();
  });

  it('waits for a holder that is leaving', async () => {
    const first = await holdDataDir(folder, 'service');
    first.leave();
    const second = holdDataDir(folder, 'service');
    expect(await askHolder(folder)).toMatchObject({ leaving: true });
    await first.release();
    await (await second).release();
  });

  it('makes a folder that is missing, with the folders above it', async () => {
    const hold = await holdDataDir(join(folder, 'new', 'data'), 'command');
    expect(hold.dataDir).toBe(join(folder, 'new', 'data'));
    await hold.release();
  });

  it('refuses a folder that cannot be made, in one sentence', async () => {
    // Nobody can make folders below /proc, root included; elsewhere a folder without rights does.
    const denied = process.platform === 'linux' ? '/proc/dateline' : join(folder, 'denied', 'data');
    if (process.platform !== 'linux') await chmod(folder, 0o500);
    await expect(holdDataDir(denied, 'service')).rejects.toThrow(
      /^DATA_DIR \S+ cannot be written \(\w+\); choose a folder/,
    );
  });

  it('refuses a file in the place of the folder, in one sentence', async () => {
    await expect(holdDataDir(join(import.meta.filename, 'data'), 'service')).rejects.toThrow(
      /cannot be written \(ENOTDIR\)/,
    );
  });
});
