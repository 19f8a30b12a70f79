import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#libs/database';
import { EventStore, SignedHeads } from '#libs/event-store';
import { createTestDatabase, eventually, type TestDatabase } from '#libs/testing';
import { SECRETS_KEY } from '../api/secrets-key.js';
import { event, to } from '../event-store/sample-events.js';

describe('a worker', () => {
  let database: TestDatabase;
  let dataDir: string;

  beforeEach(async () => {
    [database, dataDir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'dateline-lost-key-'))]);
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true, force: true });
    await database.drop();
  });

  it('warns at its start where heads are kept and the key that signed them is missing', async () => {
    const store = new EventStore(database.db);
    await store.append([to('a', event('one'))]);
    new SignedHeads({ dataDir }).sign(await store.head());
    await rm(join(dataDir, 'log-signing-key.pem'));
    const root = projectRoot();
    const args = ['--import', join(root, 'test', 'run-typescript.mjs'), join(root, 'apps', 'worker', 'src', 'main.ts')];
    const worker = spawn(process.execPath, args, {
      cwd: root,
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        DATABASE_URL: database.url,
        SECRETS_KEY: SECRETS_KEY.toString('base64'),
        LOG_LEVEL: 'warn',
        REDIS_URL: '',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const ended = once(worker, 'exit');
    let said = '';
    for (const stream of [worker.stdout, worker.stderr])
      stream?.on('data', (text: Buffer) => (said += text.toString()));
    try {
      await eventually(async () => {
        expect(said).toContain('DATA_DIR/log-signing-key.pem is missing, so none is signed');
      });
    } finally {
      worker.kill('SIGTERM');
      await ended;
    }
  });
});
