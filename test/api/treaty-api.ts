import { fact, lines, source, subject } from './records.js';
import { startTestApi, type Answer, type Asking, type TestApi } from './test-api.js';

/** An API on whose record a treaty stands, for specs that sign up for it; without a key where none is named. */
export interface TreatyApi {
  api: TestApi;
  signUp: (form: object, asking?: Asking) => Promise<Answer>;
  post: (path: string, body?: object) => Promise<Answer>;
  /** Where the confirmation mails go whose address matches a pattern of SQL. */
  mails: (like: string) => Promise<{ address: string }[]>;
}

/** The form of a subscription by e-mail. */
export function mail(address: string, more: object = {}): { channel: { type: string; address: string } } {
  return { channel: { type: 'email', address }, ...more };
}

/** Starts the API with the subject `treaty` of the topics `water` and `labor`, which is reviewed every six years. */
export async function startTreatyApi(): Promise<TreatyApi> {
  const api = await startTestApi({ clockStart: '2026-03-01T00:00:00Z' });
  const inForce = { id: 'in-force', subject: 'treaty', occurred: '2020-07-01', body: { reviewEvery: 'P6Y' } };
  const records = [
    { record: 'source', ...source() },
    { record: 'subject', ...subject({ id: 'treaty', topics: ['water', 'labor'] }) },
    { record: 'fact', ...fact(inForce) },
  ];
  const headers = { 'content-type': 'application/x-ndjson' };
  expect((await api.post('/v1/import', lines(records), { headers })).body).toMatchObject({ recorded: 3 });
  await api.get('/v1/milestones?after=3');
  return {
    api,
    signUp: (form, asking = { key: null }) => api.post('/v1/subscriptions', form as never, asking),
    post: (path, body) =>
      api.request('POST', path, {
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
    mails: async (like) => {
      const sql = 'select address from mailbox_confirmations where address ilike $1 order by made_at, id';
      return (await api.database.db.pool.query(sql, [like])).rows;
    },
  };
}
