import { existsSync, readFileSync } from 'node:fs';
import { eventually, startSource } from '#libs/testing';

describe('a program of the service', () => {
  it('leaves when the supervisor was killed with kill -9', async () => {
    const parent = startSource('test/process/processes/parent.ts');
    const pid = Number(await parent.line());
    expect(runs(pid)).toBe(true);
    parent.child.kill('SIGKILL');
    await parent.ended;
    await eventually(() => expect(runs(pid)).toBe(false));
  });
});

/** A zombie, which nobody may have asked about yet, does not run. */
function runs(pid: number): boolean {
  if (process.platform === 'linux') {
    return existsSync(`/proc/${pid}/stat`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
