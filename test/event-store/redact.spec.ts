import { EventStore, redact, type RedactOptions } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

const RECORDED_BY = { by: 'operator', requestId: 'a-run' };
const SECRET = 'A name that the court has sealed';

const options = (change: Partial<RedactOptions> = {}): RedactOptions => ({
  event: 'e2',
  ground: 'sealed',
  reason: 'Order of 3 May',
  recorder: RECORDED_BY,
  remainsOf: (_type, { id }) => ({ id: id! }),
  ...change,
});

describe('redacting an event', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeEach(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
    await store.append([1, 2, 3].map((n) => to('a', event(`e${n}`, { id: `e${n}`, title: `${SECRET} ${n}` }))));
  });
  afterEach(() => test.drop());

  const allOfIt = async (): Promise<string> => {
    const { rows } = await test.owner.pool.query<{ text: string }>('select e::text as text from events e');
    return rows.map(({ text }) => text).join('\n');
  };

  it('removes its text, keeps place, hash and chain, and says who did it, when and on what ground', async () => {
    const before = await store.readAll({ limit: 5 });
    expect(await redact(test.owner, options())).toBe(4n);
    expect(await allOfIt()).not.toContain(`${SECRET} 2`);
    const [, second, , said] = await store.readAll({ limit: 5 });
    expect(second).toEqual({ ...before[1], data: { id: 'e2' } });
    expect(said).toMatchObject({
      id: 'log.redacted:e2',
      type: 'log.redacted',
      stream: 'a',
      metadata: RECORDED_BY,
      data: { event: 'e2', position: '2', ground: 'sealed', reason: 'Order of 3 May', remains: { id: 'e2' } },
    });
    const report = await store.verify({ heads: before });
    expect(report).toMatchObject({
      ok: true,
      redacted: [{ event: 'e2', position: 2n, at: said!.recordedAt, ground: 'sealed', reason: 'Order of 3 May' }],
    });
    expect(await store.verify({ since: before[0] })).toMatchObject({ ok: true, redacted: [{ event: 'e2' }] });
  });

  it('is done once: again it changes nothing, and what is recorded again is a repeat that brings nothing back', async () => {
    await redact(test.owner, options());
    expect(await redact(test.owner, options({ reason: 'Another' }))).toBe(4n);
    const again = await store.append([to('a', event('e2', { id: 'e2', title: `${SECRET} 2` }))]);
    expect(again).toEqual([{ outcome: 'repeated', position: 2n, version: 2 }]);
    expect(await allOfIt()).not.toContain(`${SECRET} 2`);
  });

  it('is not taken for done where an event only has its id: the text is removed or it fails', async () => {
    const { rows } = await test.owner.pool.query<{ hash: string }>(
      `select encode(content_hash, 'hex') as hash from events where event_id = 'e2'`,
    );
    const [contentHash, remains] = [rows[0]!.hash, { id: 'e2' }];
    const stored = { id: 'e2', title: `${SECRET} 2` };
    for (const [type, data] of [
      ['log.redacted', { contentHash: '00', remains }],
      ['log.redacted', { contentHash, remains }],
      ['log.redacted', { contentHash, remains: stored }],
      ['log.redacted', { contentHash }],
      ['log.redacted', {}],
      ['other', { contentHash, remains: stored }],
    ] as const) {
      const other = await createTestDatabase();
      try {
        const log = new EventStore(other.owner);
        await log.append([to('a', event('e2', stored))]);
        await log.append([to('a', { ...event('log.redacted:e2', data), type })]);
        await expect(redact(other.owner, options())).rejects.toThrow(/Nothing was removed: event 2 has the id of/);
      } finally {
        await other.drop();
      }
    }
  });

  it('is recorded by the owner of the log alone: the service can take neither its type nor its id', async () => {
    for (const [id, type] of [
      ['log.redacted:e2', 'log.redacted'],
      ['log.redacted:e2', 'other'],
      ['other', 'log.redacted'],
    ] as const) {
      const append = store.append([to('a', event('first', {}), { ...event(id, {}), type })]);
      await expect(append).rejects.toMatchObject({ code: '42501' });
    }
    expect(await store.head()).toMatchObject({ position: 3n });
    expect(await redact(test.owner, options())).toBe(4n);
  });

  it('is refused to the role of the service, and for an event that is not there', async () => {
    await expect(redact(test.db, options())).rejects.toMatchObject({ code: '42501' });
    await expect(redact(test.owner, options({ event: 'none' }))).rejects.toMatchObject({ code: 'EVENT_UNKNOWN' });
    expect(await store.verify()).toMatchObject({ ok: true, head: { position: 3n }, redacted: [] });
  });

  it('leaves no other change to the owner, with the setting or without', async () => {
    await redact(test.owner, options());
    for (const statement of [
      `update events set data = '{"id": "e2", "title": "x"}' where position = 2`,
      `update events set data = '{}' where position = 3`,
      `update events set type = 'other' where position = 2`,
      `update events set hash = content_hash where position = 2`,
      'delete from events where position = 2',
      'truncate events',
    ]) {
      for (const setting of ['off', 'on']) {
        const change = test.owner.pool.query(`begin; set local dateline.redaction = '${setting}'; ${statement}`);
        await expect(change).rejects.toMatchObject({ code: '23001' });
      }
    }
  });

  it('is what verify demands: without its event, or with other remains, the event counts as altered', async () => {
    await redact(test.owner, options());
    const behindTheGuard = (statement: string): Promise<unknown> =>
      test.owner.pool.query(`alter table events disable trigger all; ${statement}`);
    await behindTheGuard(`update events set data = '{"id": "e2", "title": "forged"}' where position = 2`);
    expect(await store.verify()).toMatchObject({ ok: false, position: 2n, problem: 'altered' });
    await behindTheGuard(`update events set data = '{"id": "e2"}' where position = 2`);
    expect(await store.verify()).toMatchObject({ ok: true });
    await behindTheGuard(`update events set data = '{"id": "e3"}' where position = 3`);
    expect(await store.verify()).toMatchObject({ ok: false, position: 3n, problem: 'altered' });
  });

  it('is restored as it is, and never without the event that says so', async () => {
    await redact(test.owner, options());
    const { rows } = await test.owner.pool.query<{ hash: string }>(
      `select encode(content_hash, 'hex') as hash from events where position = 2`,
    );
    const events = (await store.readAll({ limit: 5 })).map((one) =>
      one.id === 'e2' ? { ...one, contentHash: rows[0]!.hash } : one,
    );
    const restored = async (list: typeof events): Promise<unknown> => {
      const other = await createTestDatabase();
      try {
        const each = async function* (): AsyncIterable<(typeof events)[number]> {
          yield* list;
        };
        await new EventStore(other.owner).restore(each());
        return await new EventStore(other.db).verify({ heads: [await store.head()] });
      } finally {
        await other.drop();
      }
    };
    expect(await restored(events)).toMatchObject({ ok: true, redacted: [{ event: 'e2' }] });
    await expect(restored(events.slice(0, 3))).rejects.toThrow(/its content is missing, and no event says/);
    await expect(restored(events.with(1, { ...events[1]!, data: { id: 'x' } }))).rejects.toThrow(
      /not what its redaction/,
    );
  });
});
