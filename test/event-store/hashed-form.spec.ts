import * as fc from 'fast-check';
import { Pool } from 'pg';
import { Database } from '#libs/database';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import { contentHash, EventStore } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

/** Every setting by which a server or a session can change how values look as text. */
const ODD_SETTINGS = [
  'TimeZone=America/Mexico_City',
  'DateStyle=German,DMY',
  'IntervalStyle=sql_standard',
  'extra_float_digits=-15',
  'bytea_output=escape',
  'standard_conforming_strings=off',
  'lc_numeric=C',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

describe('the hashed form', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
  });

  afterAll(() => test.drop());

  it('is the same under every setting of the server', async () => {
    const odd = new Database(new Pool({ connectionString: test.url, options: ODD_SETTINGS, max: 1 }));
    const elsewhere = new EventStore(odd);
    const data = { amount: 0.1 + 0.2, tiny: 5e-324, huge: 1.7976931348623157e308, text: 'línea\n\\u0000 "\'' };
    await store.append([to('settings', { ...event('here', data), metadata: { by: 'spec', n: 0.1 } })]);
    await elsewhere.append([to('settings', { ...event('there', data), metadata: { by: 'spec', n: 0.1 } })]);
    expect((await odd.pool.query('show timezone')).rows).toEqual([{ TimeZone: 'America/Mexico_City' }]);
    const head = await store.head();
    expect(await elsewhere.head()).toEqual(head);
    expect(await elsewhere.readStream('settings')).toEqual(await store.readStream('settings'));
    expect(await elsewhere.positionAt(head.recordedAt!)).toBe(head.position);
    expect(await store.verify({ heads: [head] })).toEqual({ ok: true, head, redacted: [] });
    expect(await elsewhere.verify({ heads: [head] })).toEqual({ ok: true, head, redacted: [] });
    await odd.close();
  });

  it('of what is stored is that of what was sent, whatever JSON was sent', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((each) => !each.includes('\0'));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom(null, true, false),
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.maxSafeInteger(),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const object = fc.dictionary(text, tree, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ data: object, metadata: object }), { minLength: 1, maxLength: 20 }),
        async (many) => {
          const stream = `turn-${++turn}`;
          const events = many.map(({ data, metadata }, index) => ({
            ...event(`${stream}-${index}`, data),
            metadata: { ...metadata, by: 'spec' },
          }));
          expect(await store.append([to(stream, ...events)])).toMatchObject([{ outcome: 'appended' }]);
          const stored = await store.readStream(stream);
          stored.forEach(({ id, type, schemaVersion, data, metadata }, index) => {
            const sent = events[index]!;
            expect(canonicalJson(data)).toBe(canonicalJson(sent.data));
            expect(canonicalJson(metadata)).toBe(canonicalJson(sent.metadata));
            expect(contentHash({ stream, id, type, schemaVersion, data })).toBe(
              contentHash({ stream, id, type, schemaVersion, data: sent.data }),
            );
          });
          expect(await store.append([to(stream, ...events)])).toMatchObject([{ outcome: 'repeated' }]);
        },
      ),
      { numRuns: 60 },
    );
    expect(await store.verify()).toMatchObject({ ok: true });
  });
});
