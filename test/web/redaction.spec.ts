import { recorderOfRun, redact } from '#libs/event-store';
import { whatRemains } from '#libs/timeline';
import { correction, fact, retraction, source, subject } from '../api/records.js';
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

describe('the pages of records whose texts were removed', () => {
  let api: TestApi;
  let position: string;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-11-22T12:00:00Z' });
    const filed = { subject: 'smelter', type: 'case.filed', occurred: '2024-03-01', title: 'A petition is filed' };
    for (const [path, record] of [
      ['/v1/sources', source()],
      ['/v1/subjects', subject()],
      ['/v1/subjects', { id: 'smelter', type: 'case', name: 'Smelter of Monclova', attributes: { sector: 'mining' } }],
      ['/v1/facts', fact({ body: { reviewEvery: 'P6Y' } })],
      ['/v1/facts', fact({ ...filed, id: 'filed' })],
      ['/v1/facts', fact({ ...filed, id: 'requested', type: 'case.review-requested', occurred: '2024-04-01' })],
      ['/v1/facts/filed/corrections', correction({ changes: { title: 'The petition is filed in March' } })],
      ['/v1/facts/requested/retractions', retraction()],
    ] as const)
      expect(await api.post(path, record)).toMatchObject({ status: 201 });
    const { rows } = await api.database.owner.pool.query<{ event: string }>(
      `select event_id as event from events where type ~ '^(source|subject|fact|case)[.]'`,
    );
    expect(rows.length).toBe(7); // The agreement has milestones by what its fact says.
    for (const { event } of rows)
      position = String(
        await redact(api.database.owner, {
          event,
          ground: 'sealed',
          reason: 'Order of 3 May',
          recorder: recorderOfRun('operator'),
          remainsOf: whatRemains,
        }),
      );
  });
  afterAll(() => api.stop());

  const PATHS = [
    '/?retracted=include&include=milestones',
    '/?q=removed',
    '/facts/accord-in-force',
    '/facts/filed',
    '/facts/requested',
    '/subjects/accord',
    '/subjects/smelter',
    '/sources/sheet',
    '/cases',
    '/cases/smelter',
    '/cases/changes',
    '/milestones?status=all',
    '/milestones/accord.joint-review.2026',
    '/embed/timeline',
    '/embed/milestones?status=all',
    '/remind?subject=accord',
    '/editor/change?fact=filed',
    '/editor/change?subject=accord',
    '/editor/change?source=sheet',
  ];

  it.each(PATHS)('say so in the language of %s, and not by the value of the API', async (path) => {
    for (const [language, words] of [
      ['es', '[texto eliminado]'],
      ['en', '[text removed]'],
    ] as const) {
      const and = path.includes('?') ? '&' : '?';
      const page = await api.get(`${path}${and}lang=${language}&after=${position}`);
      expect({ status: page.status, hasWords: textOf(page.text).includes(words) }).toEqual({
        status: 200,
        hasWords: true,
      });
      expect(page.text).not.toContain('[removed]');
    }
  });
});
