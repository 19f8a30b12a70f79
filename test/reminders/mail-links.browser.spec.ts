import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ParsedMail } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { projectRoot } from '#libs/database';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { startBrowser } from '../web/browser.js';
import { SECRETS_KEY } from '../api/secrets-key.js';
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
      SECRETS_KEY: SECRETS_KEY.toString('base64'),
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

  const subscribe = async (address: string): Promise<() => Promise<string | undefined>> => {
    const made = await api.post('/v1/subscriptions', { channel: { type: 'email', address } }, { key: null });
    expect([made.status, made.body]).toEqual([201, { id: expect.any(String), status: 'pending' }]);
    return async () => {
      const { rows } = await api.database.db.pool.query<{ status: string }>(
        'select status from subscriptions where id = $1',
        [made.body.id],
      );
      return rows[0]?.status;
    };
  };
  const testMail = async (page: Page, address: string): Promise<ParsedMail> => {
    const manage = await page.getByRole('link', { name: 'Change, pause or end it' }).getAttribute('href');
    const { pathname, search } = new URL(manage ?? '');
    expect((await api.post(`/v1${pathname}/test${search}`, {}, { key: null })).status).toBe(202);
    return sink.mailTo(address, ({ subject }) => subject === 'A test message');
  };

  it('confirm and end a subscription by a button, and by no look at them', async () => {
    const look = await subscribe('ana@example.org');
    const page = await browser.newPage();
    await page.goto(linkIn(await sink.mailTo('ana@example.org'), '/confirmations/'));
    expect(await look()).toBe('pending');
    await page.getByRole('button', { name: 'Yes, I want these messages' }).click();
    await page.getByRole('heading', { name: 'Your subscription is confirmed' }).waitFor();
    expect(await look()).toBe('active');

    const mail = await testMail(page, 'ana@example.org');
    await page.goto(linkIn(mail, '/unsubscribe'));
    await page.getByRole('heading', { name: 'End your subscription' }).waitFor();
    expect(await look()).toBe('active');
    await page.getByRole('button', { name: 'End it and erase my address' }).click();
    await page.getByText(/event \d+ of the log proves it/).waitFor();
    expect(await look()).toBeUndefined();
    await page.close();
  });

  it('end it by the one click of a mail program, which is a POST to what the header names', async () => {
    const look = await subscribe('bo@example.org');
    const page = await browser.newPage();
    await page.goto(linkIn(await sink.mailTo('bo@example.org'), '/confirmations/'));
    await page.getByRole('button', { name: 'Yes, I want these messages' }).click();
    await page.getByRole('heading', { name: 'Your subscription is confirmed' }).waitFor();
    const { headers } = await testMail(page, 'bo@example.org');
    await page.close();
    const { unsubscribe, 'unsubscribe-post': post } = headers.get('list') as unknown as {
      unsubscribe: { url: string };
      'unsubscribe-post': { name: string };
    };
    expect(post.name).toBe('List-Unsubscribe=One-Click');
    for (const method of ['GET', 'HEAD']) await fetch(unsubscribe.url, { method });
    expect(await look()).toBe('active');
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(unsubscribe.url, { method: 'POST', body, redirect: 'manual' })).status).toBe(200);
    expect(await look()).toBeUndefined();
  });

  it('refuse for good what is sent to the mailbox, and new links arrive there alone', async () => {
    await subscribe('cy@example.org');
    const page = await browser.newPage();
    await page.goto(linkIn(await sink.mailTo('cy@example.org'), '/confirmations/'));
    await page.getByRole('button', { name: 'Yes, I want these messages' }).click();
    const link = await page.getByRole('link', { name: 'Change, pause or end it' }).getAttribute('href');
    const { pathname, search } = new URL(link ?? '');
    const manage = `${api.url}${pathname}${search}`;
    await page.goto(manage);
    await page.getByRole('button', { name: 'Make new links' }).click();
    await page.getByText('New links were made and sent to your mailbox.').waitFor();
    expect(await page.content()).not.toContain('/calendar.ics?token=');
    const mail = await sink.mailTo('cy@example.org', ({ subject }) => subject === 'Your links were replaced');
    expect((await page.goto(manage))?.status()).toBe(403);
    await page.goto(linkIn(mail, '/unsubscribe'));
    await page.getByRole('button', { name: 'End it and never write to me again' }).click();
    await page.getByText('Nothing is sent to this mailbox any more.').waitFor();
    await page.close();
  });
});
