import { ANSWER_SCHEMAS } from '../../apps/api/src/openapi/answers.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('how a date is understood', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it.each([
    ['2023-09-29', '2023-09-29', '2023-09-29', '29 September 2023', '29 de septiembre de 2023'],
    ['2024-06', '2024-06-01', '2024-06-30', 'June 2024', 'junio de 2024'],
    ['2022/2024', '2022-01-01', '2024-12-31', '2022 to 2024', '2022'],
    ['../2023-11-30', null, '2023-11-30', 'by 30 November 2023', '30 de noviembre de 2023'],
  ])('%s is answered as a window and in words', async (edtf, earliest, latest, en, es) => {
    const { status, body } = await api.get(`/v1/dates?edtf=${encodeURIComponent(edtf)}`);
    expect(ANSWER_SCHEMAS.DateRead.safeParse(body).error?.message).toBeUndefined();
    expect({ status, body }).toMatchObject({ status: 200, body: { edtf, earliest, latest, words: { en } } });
    expect(body.words.es).toContain(es);
  });

  it.each(['', 'soon', '2023-02-29', '2023-13', '2024/2022', '\u202E2023'])('refuses %j and says why', async (edtf) => {
    const { status, body } = await api.get(`/v1/dates?edtf=${encodeURIComponent(edtf)}`);
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ parameter: 'edtf' }] } });
  });
});
