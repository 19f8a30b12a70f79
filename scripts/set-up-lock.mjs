import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs `work` while no other process sets up the same clone. The lock is a listening socket, which the kernel takes
 * away with its process; on Linux it has no file, elsewhere a file that nobody listens on is removed.
 */
export async function withSetUpLock(root, say, work) {
  const digest = createHash('sha256').update(root).digest('hex').slice(0, 32);
  const onLinux = process.platform === 'linux';
  const address = onLinux ? `\0dateline-set-up:${digest}` : join(tmpdir(), `dateline-set-up-${digest}.sock`);
  let server = await listen(address);
  for (let waited = false; server === undefined; waited = true) {
    if (!onLinux && !(await answers(address))) rmSync(address, { force: true });
    else if (!waited) say('Another set-up of this clone is under way; waiting for it.');
    await wait(100);
    server = await listen(address);
  }
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => {}).end());
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => resolve(server));
  });
}

function answers(address) {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => resolve(true) || socket.destroy());
    socket.once('error', () => resolve(false));
  });
}
