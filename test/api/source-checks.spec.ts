import { textOf } from '../web/page-text.js';
import { source } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const CHECKS = {
  archivedUrl: 'https://archive.example/2024/gazette',
  retrievedOn: '2024-09-17',
  sha256: SHA256,
  checkedOn: '2026-11-29',
};

describe('the fields by which a reader can check a source', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('are returned by the API, in lists too, and shown on the page of the source', async () => {
    const { body } = await api.post('/v1/sources', source({ id: 'checked', ...CHECKS }));
    const one = await api.get(`/v1/sources/checked?after=${body.position}`);
    expect(one.body).toMatchObject(CHECKS);
    const list = await api.get('/v1/sources');
    expect(list.body.items.find(({ id }: { id: string }) => id === 'checked')).toMatchObject(CHECKS);
    const page = textOf((await api.get('/sources/checked')).text);
    for (const words of [CHECKS.archivedUrl, '17 September 2024', SHA256, 'Address last checked', '29 November 2026'])
      expect(page).toContain(words);
  });

  it('are changed by a correction, exported, and null where a source has none', async () => {
    await api.post('/v1/sources', source({ id: 'unchecked' }));
    await api.post('/v1/sources', source({ id: 'looked-at', checkedOn: '2026-11-01' }));
    const { body } = await api.post('/v1/sources/looked-at/corrections', {
      id: 'looked-at-again',
      changes: { checkedOn: '2026-11-20', archivedUrl: CHECKS.archivedUrl },
      reason: 'The address was looked at again.',
      sources: [{ source: 'looked-at' }],
    });
    const again = await api.get(`/v1/sources/looked-at?after=${body.position}`);
    expect(again.body).toMatchObject({ checkedOn: '2026-11-20', archivedUrl: CHECKS.archivedUrl, sha256: null });
    const none = await api.get('/v1/sources/unchecked');
    expect(none.body).toMatchObject({ archivedUrl: null, retrievedOn: null, sha256: null, checkedOn: null });
    const { text } = await api.get('/v1/export');
    expect(text).toContain('"checkedOn":"2026-11-20"');
  });

  it('are read from CSV under the same names', async () => {
    const names = ['record', 'id', 'title', 'publisher', ...Object.keys(CHECKS)];
    const row = ['source', 'from-csv', 'Gazette', 'The Gazette', ...Object.values(CHECKS)];
    const { body } = await api.request('POST', '/v1/import', {
      headers: { authorization: `Bearer ${api.adminKey}`, 'content-type': 'text/csv' },
      body: `${names.join(',')}\n${row.join(',')}\n`,
    });
    expect(body).toMatchObject({ recorded: 1, problems: [] });
    expect((await api.get(`/v1/sources/from-csv?after=${body.position}`)).body).toMatchObject(CHECKS);
  });

  it.each(['retrievedOn', 'checkedOn'])('are refused where %s is a day that is still to come', async (field) => {
    const name = field.toLowerCase();
    const far = { [field]: '2199-01-01' };
    const recorded = await api.post('/v1/sources', source({ id: `far-${name}`, ...far }));
    expect([recorded.status, recorded.body.errors]).toEqual([422, [expect.objectContaining({ pointer: `/${field}` })]]);
    await api.post('/v1/sources', source({ id: `near-${name}` }));
    const corrected = await api.post(`/v1/sources/near-${name}/corrections`, {
      id: `far-${name}-correction`,
      changes: far,
      reason: 'A slip.',
      sources: [{ source: `near-${name}` }],
    });
    expect([corrected.status, corrected.body.errors]).toEqual([
      422,
      [expect.objectContaining({ pointer: `/changes/${field}` })],
    ]);
  });

  it.each([
    ['archivedUrl', 'javascript:alert(1)'],
    ['retrievedOn', '2024-09'],
    ['sha256', SHA256.toUpperCase()],
    ['sha256', SHA256.slice(1)],
    ['checkedOn', 'today'],
  ])('are refused with a pointer where %s is %j', async (field, value) => {
    const answer = await api.post('/v1/sources', source({ id: 'refused', [field]: value }));
    expect([answer.status, answer.body.errors]).toEqual([400, [expect.objectContaining({ pointer: `/${field}` })]]);
  });
});
