import { fact, source, subject } from '../api/records.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { textOf } from './page-text.js';

describe('an agreement whose stated term is over', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-11-30T12:00:00Z' });
    let position = '';
    for (const [path, record] of [
      ['/v1/sources', source({ publishedOn: '2019-03-02' })],
      ['/v1/subjects', subject()],
      ['/v1/facts', fact({ occurred: '2010-02-03', body: { endsOn: '2020-12-31' } })],
    ] as const)
      position = (await api.post(path, record)).body.position ?? `refused: ${path}`;
    expect((await api.get(`/v1/timeline?after=${position}`)).status).toBe(200);
  });
  afterAll(() => api.stop());

  const termOver = { endedOn: '2020-12-31', asOf: '2019-03-02', inDoubt: false };

  it('has its status as last reported, alone and in a list, and keeps the status', async () => {
    const { body: alone } = await api.get('/v1/subjects/accord');
    const { body: list } = await api.get('/v1/subjects');
    for (const { state } of [alone, list.items[0]])
      expect(state).toMatchObject({ status: 'in-force', endsOn: '2020-12-31', termOver });
  });

  it.each([
    ['asOf=2020-12-31', undefined],
    ['asOf=2021-01-01', termOver],
    ['knownAt=2020-12-31', undefined],
    ['knownAt=2021-01-01', termOver],
  ])('is judged for the day of the clocks: %s', async (clocks, expected) => {
    const { body } = await api.get(`/v1/subjects/accord?${clocks}`);
    expect(body.state.termOver).toEqual(expected);
  });

  it.each([
    [
      'en',
      'in force when last reported, 2 March 2019; its stated term ended 31 December 2020, and no record states a later end',
      'ends on',
    ],
    [
      'es',
      'en vigor según la última noticia, 2 de marzo de 2019; el plazo declarado terminó (31 de diciembre de 2020) y ningún registro indica un fin posterior',
      'termina el',
    ],
  ])('does not stand on its page as in force today, in %s', async (language, sentence, endsOn) => {
    const page = async (query: string): Promise<string> =>
      textOf((await api.get(`/subjects/accord${query}`, { headers: { 'accept-language': language } })).text);
    expect(await page('')).toContain(sentence);
    expect(await page('')).not.toContain(endsOn);
    expect(await page('?asOf=2020-12-31')).toContain(endsOn);
  });
});
