import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedMail } from 'mailparser';
import type { Browser } from 'playwright-core';
import { projectRoot } from '#libs/database';
import { startTestApi, type Answer, type TestApi } from '../api/test-api.js';
import { startBrowser } from '../web/browser.js';
import { startMailSink, type MailSink } from './mail-sink.js';

/** The worker as the process that it is, which sends mail through a server. */
function startWorker(env: NodeJS.ProcessEnv): ChildProcess {
  const root = projectRoot();
  const args = ['--import', join(root, 'test', 'run-typescript.mjs'), join(root, 'apps', 'worker', 'src', 'main.ts')];
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

const linkIn = ({ text = '' }: ParsedMail, path: string): string => {
  const link = text.split(/\s+/).find((word) => word.startsWith('http') && word.includes(path));
  if (link === undefined) throw new Error(`No link to ${path} in: ${text}`);
  return link;
};

describe('the links of a mail, in a browser', () => {
  let api: TestApi;
  let sink: MailSink;
  let worker: ChildProcess;
  let browser: Browser;
  let dataDir: string;

  beforeAll(async () => {
    [api, sink, browser] = await Promise.all([startTestApi(), startMailSink(), startBrowser()]);
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-mail-links-'));
    worker = startWorker({
      DATA_DIR: dataDir,
      DATABASE_URL: api.database.url,
      SMTP_URL: sink.url,
      PUBLIC_URL: api.url,
      LOG_LEVEL: 'error',
      REDIS_URL: '',
    });
  });
  afterAll(async () => {
    if (worker?.exitCode === null) {
      const gone = once(worker, 'exit');
      worker.kill('SIGTERM');
      await gone;
    }
    await browser?.close();
    await rm(dataDir, { recursive: true, force: true });
    await sink?.stop();
    await api?.stop();
  });

  const subscribe = async (address: string): Promise<() => Promise<Answer>> => {
    const made = await api.post('/v1/subscriptions', { channel: { type: 'email', address } }, { key: null });
    expect([made.status, made.body.status]).toEqual([201, 'pending']);
    const { search } = new URL(made.body.manageUrl);
    return () => api.get(`/v1/subscriptions/${made.body.id}${search}`);
  };
  const testMail = async (look: () => Promise<Answer>, address: string): Promise<ParsedMail> => {
    const { pathname, search } = new URL((await look()).body.manageUrl);
    expect((await api.post(`/v1${pathname}/test${search}`, {}, { key: null })).status).toBe(202);
    return sink.mailTo(address, ({ subject }) => subject === 'A test message');
  };

  it('confirm and end a subscription by a button, and by no look at them', async () => {
    const look = await subscribe('ana@example.org');
    const page = await browser.newPage();
    await page.goto(linkIn(await sink.mailTo('ana@example.org'), '/confirm'));
    expect((await look()).body.status).toBe('pending');
    await page.locator('main button').click();
    await page.getByRole('heading', { name: 'Your subscription is confirmed' }).waitFor();
    expect((await look()).body.status).toBe('active');

    const mail = await testMail(look, 'ana@example.org');
    await page.goto(linkIn(mail, '/unsubscribe'));
    await page.getByRole('heading', { name: 'End your subscription' }).waitFor();
    expect((await look()).body.status).toBe('active');
    await page.locator('main button').click();
    await page.getByText(/event \d+ of the log proves it/).waitFor();
    const gone = await look();
    expect([gone.status, gone.body.type]).toEqual([404, '/problems/subscription-erased']);
    await page.close();
  });

  it('end it by the one click of a mail program, which is a POST to what the header names', async () => {
    const look = await subscribe('bo@example.org');
    const page = await browser.newPage();
    await page.goto(linkIn(await sink.mailTo('bo@example.org'), '/confirm'));
    await page.locator('main button').click();
    await page.getByRole('heading', { name: 'Your subscription is confirmed' }).waitFor();
    await page.close();
    const { headers } = await testMail(look, 'bo@example.org');
    const { unsubscribe, 'unsubscribe-post': post } = headers.get('list') as unknown as {
      unsubscribe: { url: string };
      'unsubscribe-post': { name: string };
    };
    expect(post.name).toBe('List-Unsubscribe=One-Click');
    for (const method of ['GET', 'HEAD']) await fetch(unsubscribe.url, { method });
    expect((await look()).body.status).toBe('active');
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(unsubscribe.url, { method: 'POST', body, redirect: 'manual' })).status).toBe(200);
    expect((await look()).status).toBe(404);
  });
});
