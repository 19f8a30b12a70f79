import { recorderOfRun, redact } from '#libs/event-store';
import { whatRemains } from '#libs/timeline';
import { fact, source, subject } from '../api/records.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { textOf } from './page-text.js';

describe('the page of a fact whose text was removed', () => {
  let api: TestApi;
  let position: string;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-11-22T12:00:00Z' });
    await api.post('/v1/sources', source());
    await api.post('/v1/subjects', subject());
    await api.post('/v1/facts', fact({ summary: 'Words under seal' }));
    const said = await redact(api.database.owner, {
      event: 'fact:accord-in-force',
      ground: 'court-order',
      reason: 'Order of 3 May',
      recorder: recorderOfRun('operator'),
      remainsOf: whatRemains,
    });
    position = String(said);
  });
  afterAll(() => api.stop());

  it.each([
    ['en', 'Its text was removed on 22 November 2026 (an order of a court): Order of 3 May'],
    ['es', 'Su texto se eliminó el 22 de noviembre de 2026 (una orden judicial): Order of 3 May'],
  ])('says so in %s, with the day, the ground and the reason, and nothing of the text', async (language, sentence) => {
    const page = await api.get(`/facts/accord-in-force?after=${position}`, {
      headers: { 'accept-language': language },
    });
    expect(page.status).toBe(200);
    expect(textOf(page.text)).toContain(sentence);
    expect(page.text).not.toContain('Words under seal');
    expect(page.text).not.toContain('The accord enters into force');
  });

  it('is what the API says in redactions', async () => {
    const { body } = await api.get(`/v1/facts/accord-in-force?after=${position}`);
    expect(body).toMatchObject({
      title: '[removed]',
      summary: null,
      redactions: [{ event: 'fact:accord-in-force', ground: 'court-order', reason: 'Order of 3 May' }],
    });
  });
});
