import { createKey } from '#libs/access';
import { eventually, layWire, type Wire } from '#libs/testing';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { confirmationMail, confirmedByMail, tokenOf } from '../reminders/confirming.js';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const REMINDERS = { filter: { subjects: ['accord'] }, timeZone: 'UTC' };
/** Nothing is in quarantine. */
const CHANGES_NOTHING = 'POST /v1/projections/{name}/replay';
/** GETs that are answered without the database: what is in memory or in the build, forms that are still empty, and a sum of dates. */
const ANSWERED_WITHOUT =
  /^\/(docs(\/.*)?|assets\/:name|sign-in|editor(\/.*)?|remind|\*|v1\/dates|health\/(live|ready)|openapi\.json|problems(\/:code)?|v1\/log\/checkpoint)$/;
const JSON_TYPE = 'application/json';

/** What a request that changes something sends beside its address. */
interface Sent {
  path: string;
  body?: string | object;
  type?: string;
}

/** What each operation that is no GET is sent, so that it gets as far as the database. */
const SENT: Readonly<Record<string, (ids: Ids) => Sent>> = {
  'POST /v1/sources': () => ({ path: '/v1/sources', body: source({ id: 'another' }) }),
  'POST /v1/subjects': () => ({ path: '/v1/subjects', body: subject({ id: 'another' }) }),
  'POST /v1/facts': () => ({ path: '/v1/facts', body: fact({ id: 'another' }) }),
  'POST /v1/import': () => ({
    path: '/v1/import',
    body: lines([{ record: 'source', ...source({ id: 'imported' }) }]),
    type: 'application/x-ndjson',
  }),
  'POST /v1/facts/{id}/corrections': () => ({ path: '/v1/facts/accord-in-force/corrections', body: correction() }),
  'POST /v1/facts/{id}/retractions': () => ({ path: '/v1/facts/accord-in-force/retractions', body: retraction() }),
  'POST /v1/subjects/{id}/corrections': () => ({
    path: '/v1/subjects/accord/corrections',
    body: correction({ id: 'accord-topics', changes: { topics: ['water', 'labor'] } }),
  }),
  'POST /v1/sources/{id}/corrections': () => ({
    path: '/v1/sources/sheet/corrections',
    body: correction({ id: 'sheet-title', changes: { title: 'Fact sheet on rivers' } }),
  }),
  'POST /v1/projections/{name}/rebuild': () => ({ path: '/v1/projections/timeline/rebuild' }),
  'POST /v1/projections/{name}/replay': () => ({ path: '/v1/projections/timeline/replay' }),
  'POST /v1/keys': () => ({ path: '/v1/keys', body: { name: 'another', scopes: ['read'] } }),
  'DELETE /v1/keys/{id}': ({ key }) => ({ path: `/v1/keys/${key}` }),
  'POST /v1/keys/{id}/rotation': ({ key }) => ({ path: `/v1/keys/${key}/rotation`, body: {} }),
  'POST /v1/subscriptions': () => ({
    path: '/v1/subscriptions',
    body: { ...REMINDERS, channel: { type: 'calendar' } },
  }),
  'POST /v1/subscriptions/preview': () => ({
    path: '/v1/subscriptions/preview',
    body: { ...REMINDERS, channel: { type: 'calendar' } },
  }),
  'PATCH /v1/subscriptions/{id}': ({ own }) => ({ path: own(''), body: { timeZone: 'America/Lima' } }),
  'DELETE /v1/subscriptions/{id}': ({ own }) => ({ path: own('') }),
  'POST /v1/subscriptions/{id}/test': ({ own }) => ({ path: own('/test'), body: {} }),
  'POST /v1/subscriptions/{id}/recover': ({ own }) => ({ path: `${own('/recover')}&since=2026-01-01` }),
  'POST /v1/confirmations/{id}/refuse': ({ mail }) => ({ path: mail('/refuse') }),
  'POST /v1/confirmations/{id}/requests/{request}/confirm': ({ mail, request }) => ({
    path: mail(`/requests/${request}/confirm`),
  }),
  'DELETE /v1/confirmations/{id}/requests/{request}': ({ mail, request }) => ({ path: mail(`/requests/${request}`) }),
};

/** What is on record before the database goes away. */
interface Ids {
  key: string;
  own: (rest: string) => string;
  mail: (rest: string) => string;
  request: string;
}

const mailTo = (address: string) => ({ ...REMINDERS, channel: { type: 'email', address } });
const signatureOf = ({ method, path }: { method: string; path: string }): string => `${method} ${path}`;

describe('while the database is away', () => {
  let api: TestApi;
  let wire: Wire;
  let ids: Ids;
  beforeAll(async () => {
    api = await startTestApi({
      way: async (url) => {
        wire = await layWire(url);
        return wire.url;
      },
    });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    const { body: recorded } = await api.post('/v1/facts', fact());
    await api.get(`/v1/timeline?after=${recorded.position}`);
    const made = await confirmedByMail(api, mailTo('confirmed@example.org'));
    const { body: asked } = await api.post('/v1/subscriptions', mailTo('reader@example.org'), { key: null });
    const { id: mailId, token } = await confirmationMail(api.database.db.pool, 'reader@example.org');
    ids = {
      key: (await createKey(api.database.db, { name: 'other', scopes: ['read'] })).id,
      own: (rest) => `/v1/subscriptions/${made.id}${rest}?token=${tokenOf(made.manageUrl)}`,
      mail: (rest) => `/v1/confirmations/${mailId}${rest}?token=${token}`,
      request: asked.id,
    };
  });
  afterAll(async () => {
    await api.stop();
    await wire.close().catch(() => {});
  });

  /** Requests of every operation that is no GET, with what they answer. */
  const sendAll = async (): Promise<Record<string, unknown>> => {
    const answers: Record<string, unknown> = {};
    for (const [signature, sentOf] of Object.entries(SENT)) {
      const { path, body, type = JSON_TYPE } = sentOf(ids);
      const text = typeof body === 'object' ? JSON.stringify(body) : body;
      const isOpen = /^\/v1\/(subscriptions|confirmations)/.test(path);
      const { status, headers } = await api.request(signature.split(' ', 1)[0]!, path, {
        headers: {
          ...(text !== undefined && { 'content-type': type }),
          ...(!isOpen && { authorization: `Bearer ${api.adminKey}` }),
        },
        ...(text !== undefined && { body: text }),
      });
      answers[signature] = [status, headers.get('retry-after')];
    }
    return answers;
  };
  it('is asked by every operation that is no GET', () => {
    const operations = OPERATIONS.filter(({ method }) => method !== 'GET').map(signatureOf);
    expect(Object.keys(SENT).toSorted()).toEqual(operations.toSorted());
  });

  it('answers them with 503 and when to come again where it takes no writes, and does what it is asked afterwards', async () => {
    const { owner } = api.database;
    const { rows } = await owner.pool.query<{ name: string }>('select current_database() as name');
    await owner.pool.query(`alter database ${rows[0]!.name} set default_transaction_read_only = on`);
    wire.cut();
    const answers = await sendAll();
    await owner.pool.query('set default_transaction_read_only = off');
    await owner.pool.query(`alter database ${rows[0]!.name} reset default_transaction_read_only`);
    const writing = Object.keys(SENT).filter((signature) => signature !== CHANGES_NOTHING);
    expect(answers).toEqual({ ...allAre(writing, [503, '2']), [CHANGES_NOTHING]: [200, null] });
    // The connections that took no writes are not used again.
    await eventually(async () => {
      expect((await api.post('/v1/sources', source({ id: 'afterwards' }))).status).toBe(201);
    });
  });

  describe('and cannot be reached', () => {
    beforeAll(() => wire.close());

    it('answers every operation that is no GET with 503 and when to come again', async () => {
      expect(await sendAll()).toEqual(allAre(Object.keys(SENT), [503, '2']));
    });

    it('answers every other route so, pages too, but those that need no database', async () => {
      const answers: Record<string, unknown> = {};
      for (const { method, url, needed } of api.routes) {
        if (method !== 'GET' || ANSWERED_WITHOUT.test(url)) continue;
        const answer = await fetch(`${api.url}${pathOf(url, ids)}`, {
          redirect: 'manual',
          headers: {
            accept: /^\/(v1|metrics|queues)/.test(url) ? '*/*' : 'text/html',
            ...((needed === 'admin' || url.startsWith('/queues')) && { authorization: `Bearer ${api.adminKey}` }),
          },
        });
        await answer.body?.cancel();
        answers[url] = [answer.status, answer.headers.get('retry-after')];
      }
      expect(Object.keys(answers).length).toBeGreaterThan(80);
      expect(answers).toEqual(allAre(Object.keys(answers), [503, '2']));
    });

    it('answers the others as ever', async () => {
      for (const { method, url } of api.routes) {
        if (method !== 'GET' || !ANSWERED_WITHOUT.test(url)) continue;
        const { status } = await fetch(`${api.url}${pathOf(url, ids)}`, { redirect: 'manual' });
        // The readiness is an answer, and says itself that the database is away.
        expect([url, url === '/health/ready' ? status === 503 : status < 500]).toEqual([url, true]);
      }
    });
  });
});

function allAre(signatures: readonly string[], answer: unknown): Record<string, unknown> {
  return Object.fromEntries(signatures.map((signature) => [signature, answer]));
}

function pathOf(url: string, { own, mail }: Ids): string {
  return url
    .replace('/*', '/nowhere')
    .replace(/^\/v1\/subscriptions\/:id(.*)$/, (_, rest: string) => own(rest))
    .replace(/^\/subscriptions\/:id(.*)$/, (_, rest: string) => own(rest).replace('/v1', ''))
    .replace(/^\/v1\/confirmations\/:id/, () => mail(''))
    .replace(/^\/confirmations\/:id/, () => mail('').replace('/v1', ''))
    .replace(/milestones\/:id/, 'milestones/accord.end.2030')
    .replaceAll(/:\w+/g, 'accord');
}
