import { createServer, type AddressInfo } from 'node:net';
import { currentCaller } from './caller.js';
import { CallersPool } from './callers-pool.js';

/** A port at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a connection for a caller', () => {
  it('gives its place back where the database cannot be reached', async () => {
    const pool = new CallersPool({ host: '127.0.0.1', port: await closedPort() });
    let held = 0;
    let taken = 0;
    const takePlace = (): Promise<() => void> => {
      held += 1;
      taken += 1;
      return Promise.resolve(() => (held -= 1));
    };
    const caller = { signal: new AbortController().signal, takePlace };
    try {
      const uses: (() => Promise<unknown>)[] = [() => pool.query('select 1'), () => pool.connect()];
      for (const use of uses) await expect(currentCaller.run(caller, use)).rejects.toThrow(/ECONNREFUSED/);
      expect([taken, held]).toEqual([2, 0]);
    } finally {
      await pool.end();
    }
  });
});
