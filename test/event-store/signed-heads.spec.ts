import { generateKeyPairSync, createPublicKey, sign } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EventStore,
  openSignedHead,
  readHeadKeys,
  readVerifierKey,
  SignedHeads,
  verifyAndSign,
  writeVerifierKey,
} from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { rewriteChain } from './rewrite-chain.js';
import { event, to } from './sample-events.js';

const nameOf = (position: number): string => `${String(position).padStart(19, '0')}.note`;

describe('signed heads', () => {
  let test: TestDatabase;
  let store: EventStore;
  let dataDir: string;
  let signedHeads: SignedHeads;

  beforeEach(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
    dataDir = await mkdtemp(join(tmpdir(), 'dateline-heads-'));
    signedHeads = new SignedHeads({ dataDir });
    await store.append([1, 2, 3, 4, 5].map((n) => to('a', event(`e${n}`, { title: `number ${n}` }))));
  });
  afterEach(async () => {
    await test.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const publicKey = async (): Promise<string> => readFile(join(dataDir, 'heads', 'public-key'), 'utf8');

  it('are C2SP checkpoints that the kept public key opens, under a name made of the key', async () => {
    expect(signedHeads.newest()).toBeUndefined();
    const report = await verifyAndSign(store, signedHeads);
    expect(report).toMatchObject({ ok: true, head: { position: 5n } });
    const { note, ...head } = signedHeads.newest()!;
    expect(head).toEqual({ position: 5n, hash: (await store.head()).hash });
    const base64 = Buffer.from(head.hash, 'hex').toString('base64');
    expect(note).toMatch(/^(dateline\.log\/[0-9a-f]{16})\n5\n[A-Za-z0-9+/]{43}=\n\n— \1 [A-Za-z0-9+/]{91}=\n$/);
    expect(note.split('\n')[2]).toBe(base64);
    const verifier = readVerifierKey(await publicKey())!;
    expect(`${writeVerifierKey(verifier)}\n`).toBe(await publicKey());
    expect(openSignedHead(note, verifier)).toEqual(head);
    expect((await stat(join(dataDir, 'log-signing-key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('are kept up to the newest 1,000', async () => {
    const heads = join(dataDir, 'heads');
    const before = Array.from({ length: 1_002 }, (_one, index) => nameOf(index + 1));
    await mkdir(heads);
    await Promise.all(before.map((name) => writeFile(join(heads, name), '')));
    signedHeads.sign({ position: 2_000n, hash: '9f'.repeat(32) });
    const kept = (await readdir(heads)).filter((name) => name.endsWith('.note')).toSorted();
    expect(kept).toEqual([...before.slice(-999), nameOf(2_000)]);
  });

  it('open what the example of the specification shows, and nothing that was altered', async () => {
    // From c2sp.org/signed-note and Go's sumdb/note: the public key of the example "PeterNeumann".
    const verifier = readVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')!;
    expect(verifier.name).toBe('PeterNeumann');
    expect(readVerifierKey('PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')).toBeUndefined();

    await verifyAndSign(store, signedHeads);
    const { note } = signedHeads.newest()!;
    const own = readVerifierKey(await publicKey())!;
    for (const altered of [
      note.replace('\n5\n', '\n6\n'),
      note.replace('\n5\n', '\n05\n'),
      note.replace(own.name, 'elsewhere'),
      note.replaceAll(own.name, 'elsewhere'),
      note.replace('— ', '-- '),
      note.replace('\n\n', '\nmore\n\n'),
      note.slice(0, note.indexOf('—')),
      `${'x'.repeat(20_000)}${note}`,
    ]) {
      expect(openSignedHead(altered, own)).toBeUndefined();
    }
    const another = generateKeyPairSync('ed25519');
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
    const id = Buffer.from(note.split(' ').at(-1)!, 'base64').subarray(0, 4);
    const forged = Buffer.concat([id, sign(null, Buffer.from(text), another.privateKey)]).toString('base64');
    expect(openSignedHead(`${text}\n— ${own.name} ${forged}\n`, own)).toBeUndefined();
    expect(openSignedHead(`${text}\n— other AAAA\n${note.slice(note.indexOf('—'))}`, own)).toMatchObject({
      position: 5n,
    });
  });

  it('show a chain that the superuser has rewritten, which is sound in itself', async () => {
    await verifyAndSign(store, signedHeads);
    await rewriteChain(test.superuser, 2, { title: 'otherwise' });
    expect(await store.verify()).toMatchObject({ ok: true });
    const signed = await readdir(join(dataDir, 'heads'));
    for (const onlyNew of [false, true]) {
      expect(await verifyAndSign(store, signedHeads, { onlyNew })).toMatchObject({
        ok: false,
        position: 5n,
        problem: 'rewritten',
      });
    }
    expect(await readdir(join(dataDir, 'heads'))).toEqual(signed);
  });

  it('show a tail that was cut, and an event that is missing where the head was signed', async () => {
    await verifyAndSign(store, signedHeads);
    const { pool } = test.owner;
    await pool.query(`alter table events disable trigger all; delete from events where position = 5;
      update log_head set (position, recorded_at, hash) = (select position, recorded_at, hash from events where position = 4)`);
    for (const onlyNew of [false, true]) {
      expect(await verifyAndSign(store, signedHeads, { onlyNew })).toMatchObject({
        ok: false,
        position: 5n,
        problem: 'cut',
      });
    }
    await store.append([to('b', event('e6')), to('b', event('e7'))]);
    await pool.query('delete from events where position = 5');
    expect(await verifyAndSign(store, signedHeads, { onlyNew: true })).toMatchObject({
      position: 5n,
      problem: 'missing',
    });
  });

  it('are signed again only where the log moved, after what is new was verified', async () => {
    await verifyAndSign(store, signedHeads);
    await verifyAndSign(store, signedHeads);
    expect((await readdir(join(dataDir, 'heads'))).filter((name) => name.endsWith('.note'))).toHaveLength(1);
    await store.append([to('b', event('e6')), to('b', event('e7'))]);
    expect(await verifyAndSign(store, signedHeads, { onlyNew: true })).toMatchObject({ ok: true });
    expect(signedHeads.newest()).toMatchObject({ position: 7n });
    await test.owner.pool.query(
      `alter table events disable trigger all; update events set data = '{}' where position = 8`,
    );
    await store.append([to('b', event('e8', { title: 'eight' }))]);
    await test.owner.pool.query(`update events set data = '{}' where position = 8`);
    expect(await verifyAndSign(store, signedHeads, { onlyNew: true })).toMatchObject({
      position: 8n,
      problem: 'altered',
    });
    expect(signedHeads.newest()).toMatchObject({ position: 7n });
  });

  it('are passed over where another key has signed them', async () => {
    await verifyAndSign(store, signedHeads);
    const [own] = (await readdir(join(dataDir, 'heads'))).filter((name) => name.endsWith('.note'));
    const other = new SignedHeads({ dataDir: join(dataDir, 'other') });
    await store.append([to('b', event('e6'))]);
    await verifyAndSign(store, other);
    await writeFile(join(dataDir, 'heads', `${'9'.repeat(19)}.note`), other.newest()!.note);
    expect(own).toBe(`${'5'.padStart(19, '0')}.note`);
    expect(signedHeads.newest()).toMatchObject({ position: 5n });
  });

  it('go on being compared with the log after their key was replaced, as its public key stays beside them', async () => {
    await verifyAndSign(store, signedHeads);
    await rm(join(dataDir, 'log-signing-key.pem'));
    const replaced = new SignedHeads({ dataDir });
    await rewriteChain(test.superuser, 2, { title: 'otherwise' });
    expect(await verifyAndSign(store, replaced)).toMatchObject({ ok: false, position: 5n, problem: 'rewritten' });
    expect(await readdir(join(dataDir, 'heads'))).toHaveLength(2);
  });

  it('of an earlier key stay readable when the new key has signed', async () => {
    await verifyAndSign(store, signedHeads);
    await rm(join(dataDir, 'log-signing-key.pem'));
    await store.append([to('b', event('e6'))]);
    const replaced = new SignedHeads({ dataDir });
    expect(await verifyAndSign(store, replaced)).toMatchObject({ ok: true });
    expect(new SignedHeads({ dataDir }).newest()).toMatchObject({ position: 6n });
    expect(new SignedHeads({ dataDir }).newestOfEarlierKeys()).toMatchObject({ position: 5n });
  });

  it('can be signed on another host: with the public key alone they are checked and never signed here', async () => {
    const elsewhere = join(dataDir, 'elsewhere');
    await verifyAndSign(store, new SignedHeads({ dataDir: elsewhere }));
    const key = await readFile(join(elsewhere, 'heads', 'public-key'), 'utf8');
    const here = new SignedHeads({ dataDir: elsewhere, logSigningKey: key });
    expect(here.maySign()).toBe(false);
    await store.append([to('b', event('e6'))]);
    expect(await verifyAndSign(store, here)).toMatchObject({ ok: true });
    expect(here.newest()).toMatchObject({ position: 5n });
    expect(await readdir(dataDir)).not.toContain('log-signing-key.pem');
  });

  it('take the key as a file, as text and with its line breaks written out, and refuse what is none', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    const file = join(dataDir, 'key.pem');
    await writeFile(file, pem);
    const expected = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
    for (const setting of [file, pem, pem.replaceAll('\n', '\\n')]) {
      expect(readHeadKeys(setting, dataDir)!.verifier.key.export({ type: 'spki', format: 'pem' })).toBe(expected);
    }
    expect(readHeadKeys(undefined, dataDir)).toBeUndefined();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
    expect(() => readHeadKeys(rsa.export({ type: 'pkcs8', format: 'pem' }) as string, dataDir)).toThrow(
      /no Ed25519 key/,
    );
    expect(() => readHeadKeys(join(dataDir, 'none'), dataDir)).toThrow(/cannot be read \(ENOENT\)/);
  });
});
