import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import {
  EventStore,
  headText,
  LogVerifications,
  openSignedHead,
  readVerifierKey,
  redact,
  SignedHeads,
  verifyAndSign,
  writeVerifierKey,
} from '#libs/event-store';
import { FixedClock } from '#libs/kernel';
import { verifyLog } from '../../apps/worker/src/jobs/verify-log.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { rewriteChain } from '../event-store/rewrite-chain.js';
import { event, to } from '../event-store/sample-events.js';

const HOUR = 3_600_000;

/** A public key as LOG_SIGNING_KEY takes it. */
function verifierOf(key: KeyObject): string {
  return writeVerifierKey({ name: 'dateline.log/elsewhere', key });
}

describe('the job verify-log', () => {
  let api: TestApi;
  let store: EventStore;
  let verifications: LogVerifications;
  let dataDir: string;
  let signedHeads: SignedHeads;
  const clock = new FixedClock(new Date('2026-11-22T00:00:00Z'));

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-verify-log-'));
    signedHeads = new SignedHeads({ dataDir });
    api = await startTestApi({ views: false, clockStart: '2026-11-22T00:00:00Z', settings: { dataDir } });
    Logger.overrideLogger(false);
    store = new EventStore(api.database.db);
    verifications = new LogVerifications(api.database.db);
    clock.set(new Date('2026-11-22T00:00:00Z'));
    await store.append([to('a', event('one'), event('two'), event('three'))]);
  });

  afterEach(async () => {
    await api.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const wake = async (hoursLater = 0, signal = new AbortController().signal): Promise<void> => {
    clock.set(new Date(clock.now().getTime() + hoursLater * HOUR));
    await verifyLog.run({ due: new Date(), attempt: 1, signal }, store, verifications, signedHeads, clock);
  };
  const behindTheGuard = async (statement: string): Promise<void> => {
    const guarded = ['alter table events disable trigger all', statement];
    await api.database.owner.pool.query(
      [...guarded, 'alter table events enable always trigger events_refuse_change'].join(';'),
    );
  };
  const alterFour = async (): Promise<void> => {
    await store.append([to('a', event('four'))]);
    await behindTheGuard(`update events set data = '{"said":"else"}' where event_id = 'four'`);
  };
  const recorded = async (): Promise<number> => {
    const { rows } = await api.database.db.pool.query('select id from log_verifications');
    return rows.length;
  };
  const figure = async (name: string): Promise<string | undefined> =>
    (await api.get('/metrics')).text.match(new RegExp(`^${name} (.+)$`, 'm'))?.[1];

  it('verifies a log that never was, and again a day later, however often it is woken', async () => {
    await wake();
    await wake(1);
    await wake(21);
    expect(await recorded()).toBe(1);
    await wake(1);
    expect(await recorded()).toBe(2);
    expect(await verifications.latest()).toEqual({
      verifiedAt: new Date('2026-11-22T23:00:00Z'),
      ok: true,
      position: 3n,
      sentence: null,
    });
    expect(await verifications.soundHead()).toEqual({ position: 3n, hash: (await store.head()).hash });
  });

  it('tells in health and metrics what it found, while the service stays as ready as it was', async () => {
    const before = await api.get('/health/ready', { key: api.adminKey });
    expect(await figure('dateline_log_verified')).toBeUndefined();
    await wake();
    expect((await api.get('/health/ready', { key: api.adminKey })).body).toEqual(before.body);
    expect(await figure('dateline_log_verified')).toBe('1');
    expect(await figure('dateline_log_verified_position')).toBe('3');
    await behindTheGuard(`update events set data = '{"said":"else"}' where event_id = 'two'`);
    await wake(24);
    const after = await api.get('/health/ready', { key: api.adminKey });
    expect(after.status).toBe(before.status);
    expect(after.body.status).toBe(before.body.status);
    expect(after.body.problems).toEqual([
      ...before.body.problems,
      'The log was found wrong at 2026-11-23T00:00:00.000Z: Event 2 (two) was altered: its content does not give the hash stored with it.',
    ]);
    expect(await figure('dateline_log_verified')).toBe('0');
    expect(await figure('dateline_log_verified_position')).toBe('2');
  });

  it('finds a log wrong where a redaction left a text', async () => {
    await redact(api.database.owner, {
      event: 'two',
      ground: 'sealed',
      reason: 'An order',
      recorder: { by: 'operator', requestId: 'a-run' },
      remainsOf: () => ({ said: 'else' }),
    });
    await wake();
    expect(await verifications.latest()).toMatchObject({ ok: false, position: 2n });
  });

  it('finds a log wrong that was cut since it was last sound, hour by hour until it is whole again', async () => {
    const { owner: db } = api.database;
    await wake();
    await db.pool.query('create table kept as select * from events where position = 3');
    await db.pool.query('create table kept_head as select * from log_head');
    await behindTheGuard('delete from events where position = 3');
    await db.pool.query(`update log_head set position = 2, (hash, recorded_at) =
      (select hash, recorded_at from events where position = 2)`);
    await wake(24);
    await wake(1);
    expect(await verifications.latest()).toMatchObject({ ok: false, position: 3n });
    expect(await recorded()).toBe(3);
    await behindTheGuard('insert into events select * from kept');
    await db.pool.query(
      'update log_head set (position, hash, recorded_at) = (select position, hash, recorded_at from kept_head)',
    );
    await wake(1);
    expect(await verifications.latest()).toMatchObject({ ok: true, position: 3n });
  });

  it('signs the head when it verifies and every hour in which the log moved, and the API serves it', async () => {
    expect((await api.get('/v1/log/checkpoint')).body).toMatchObject({
      status: 404,
      type: '/problems/checkpoint-missing',
    });
    await wake();
    const first = await store.head();
    expect(signedHeads.newest()).toMatchObject({ position: 3n, hash: first.hash });
    await wake(1);
    await store.append([to('a', event('four'))]);
    await wake(1);
    expect(await recorded()).toBe(1);
    const served = await api.get('/v1/log/checkpoint');
    expect(served.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const verifier = readVerifierKey(await readFile(join(dataDir, 'heads', 'public-key'), 'utf8'))!;
    const head = openSignedHead(served.text, verifier)!;
    expect(headText(head)).toBe(headText(await store.head()));
    expect((await api.get('/v1/export')).headers.get('dateline-log-head')).toBe(headText(head));
  });

  describe('with the public key alone, as another host signs', () => {
    let signer: SignedHeads;
    let elsewhere: string;

    beforeEach(async () => {
      elsewhere = await mkdtemp(join(tmpdir(), 'dateline-signer-'));
      signer = new SignedHeads({ dataDir: elsewhere });
      await verifyAndSign(store, signer);
      const logSigningKey = await readFile(join(elsewhere, 'heads', 'public-key'), 'utf8');
      signedHeads = new SignedHeads({ dataDir, logSigningKey });
    });
    afterEach(() => rm(elsewhere, { recursive: true, force: true }));

    it('verifies every hour what is new since the newest head of that host, and signs nothing', async () => {
      await cp(join(elsewhere, 'heads'), join(dataDir, 'heads'), { recursive: true });
      const kept = await readdir(join(dataDir, 'heads'));
      await wake();
      await store.append([to('a', event('new'))]);
      await wake(1);
      expect(await recorded()).toBe(1);
      await alterFour();
      await wake(1);
      expect(await verifications.latest()).toMatchObject({ ok: false, position: 5n });
      expect(await readdir(join(dataDir, 'heads'))).toEqual(kept);
      expect(await readdir(dataDir)).toEqual(['heads']);
    });

    it('verifies it since the newest head that was found sound where none of that host is kept', async () => {
      await wake();
      await wake(1);
      expect(await recorded()).toBe(1);
      await alterFour();
      await wake(1);
      expect(await verifications.latest()).toMatchObject({ ok: false, position: 4n });
      await expect(readdir(join(dataDir, 'heads'))).rejects.toThrow('ENOENT');
    });
  });

  it.each([
    ['a public key', verifierOf(generateKeyPairSync('ed25519').publicKey), /^Heads are signed on another host/],
    [
      'no key yet',
      undefined,
      /^No head signed with the present key is kept yet. The worker signs one within about an hour/,
    ],
  ])('leaves GET /v1/log/checkpoint to say why no head is kept, with %s', async (_key, key, sentence) => {
    const other = await startTestApi({
      views: false,
      settings: { dataDir: join(dataDir, 'other'), ...(key !== undefined && { logSigningKey: key }) },
    });
    try {
      const { status, body } = await other.get('/v1/log/checkpoint');
      expect([status, body.detail]).toEqual([404, expect.stringMatching(sentence)]);
    } finally {
      await other.stop();
    }
  });

  it('finds within the hour a chain that was rewritten as a whole, and says so where readiness is asked', async () => {
    await wake();
    await rewriteChain(api.database.superuser, 2, { said: 'else' });
    await wake(1);
    const { sentence } = (await verifications.latest())!;
    expect(sentence).toMatch(/^Event 3 has another hash than the head that was kept/);
    const { body } = await api.get('/health/ready', { key: api.adminKey });
    expect(body).toMatchObject({ problems: expect.arrayContaining([expect.stringContaining(sentence!)]) });
  });

  it('keeps the newest thirty and the newest that was sound', async () => {
    await wake();
    await behindTheGuard(`update events set data = '{"said":"else"}' where event_id = 'two'`);
    const report = await store.verify();
    for (let hour = 0; hour < 31; hour += 1) await verifications.record(report, clock.now());
    expect(await recorded()).toBe(31);
    expect(await verifications.soundHead()).toMatchObject({ position: 3n });
  });

  it('ends at once, with nothing recorded, when its worker is asked to leave', async () => {
    await expect(wake(0, AbortSignal.abort(new Error('leave')))).rejects.toThrow('leave');
    expect(await recorded()).toBe(0);
  });
});
