import { KINDS } from '#libs/timeline';
import { correction, fact, retraction, source, subject } from '../api/records.js';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { records as english } from '../../apps/web/src/words/en/records.js';
import { textOf } from './page-text.js';

const noted = (id: string, more: object = {}) => fact({ id, type: 'agreement.noted', title: `Noted: ${id}`, ...more });

/** How many versions the page of a fact shows. */
function versionsIn(html: string): number {
  const list = /<ol class="wordings".*?<\/ol>/s.exec(html)?.[0] ?? '';
  return list.split('<p class="known">').length - 1;
}

describe('the page of a fact', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-11-30T12:00:00Z' });
    let position = '';
    for (const [path, record] of [
      ['/v1/sources', source()],
      ['/v1/sources', source({ id: 'report', title: 'A later report', publishedOn: '2025-03-04' })],
      ['/v1/subjects', subject()],
      ['/v1/facts', fact({ occurred: '1947-03-01' })],
      ['/v1/facts', fact({ id: 'signed', type: 'agreement.signed', occurred: '1947-06-05', title: 'Signed' })],
      ['/v1/facts', noted('too-late', { occurred: '2026-05~' })],
      [
        '/v1/facts',
        fact({ id: 'due', type: 'milestone.planned', occurred: '2027', body: { milestone: 'review.2027' } }),
      ],
      ['/v1/facts', noted('corrected')],
      ['/v1/facts/corrected/corrections', correction({ id: 'c1', changes: { occurred: '2020-07-02' } })],
      ['/v1/facts', noted('withdrawn')],
      ['/v1/facts/withdrawn/retractions', retraction({ id: 'r1' })],
      ['/v1/facts', noted('supported')],
      [
        '/v1/facts/supported/corrections',
        correction({
          id: 'c2',
          changes: { sources: [{ source: 'sheet', locator: 'paragraph 3' }, { source: 'report' }] },
          reason: 'A report says so too.',
          sources: [{ source: 'report' }],
        }),
      ],
      ['/v1/facts', noted('twice-told', { sources: [{ source: 'sheet' }, { source: 'report' }] })],
      ['/v1/facts', noted('and-back')],
      ['/v1/facts/and-back/corrections', correction({ id: 'c3', changes: { title: 'Otherwise' } })],
      ['/v1/facts/and-back/corrections', correction({ id: 'c4', changes: { title: 'Noted: and-back' } })],
      ['/v1/sources', source({ id: 'leaflet', title: 'A leaflet', publishedOn: null })],
      ['/v1/facts', noted('undated', { occurred: null, sources: [{ source: 'leaflet' }] })],
      [
        '/v1/facts/undated/corrections',
        correction({ id: 'c6', changes: { occurred: '2025-02-03' }, sources: [{ source: 'report' }] }),
      ],
      ['/v1/facts', noted('only-recorded', { occurred: null, sources: [{ source: 'leaflet' }] })],
      [
        '/v1/facts',
        fact({
          id: 'planned',
          type: 'milestone.planned',
          occurred: '2026-05',
          body: { milestone: 'talks.2026' },
          sources: [{ source: 'leaflet' }],
        }),
      ],
      ['/v1/subjects/accord/corrections', correction({ id: 'c5', changes: { name: 'River Accord' } })],
    ] as const)
      position = (await api.post(path, record)).body.position ?? `refused: ${path}`;
    expect((await api.get(`/v1/timeline?after=${position}`)).status).toBe(200);
  });
  afterAll(() => api.stop());

  const pageOf = async (id: string, language = 'en'): Promise<{ text: string; html: string }> => {
    const answer = await api.get(`/facts/${id}`, { headers: { 'accept-language': language } });
    expect(answer.status).toBe(200);
    return { text: textOf(answer.text), html: answer.text };
  };

  it.each([
    ['en', 'In force from a day before it was signed: entered into force 1 March 1947, signed 5 June 1947.'],
    ['es', 'En vigor desde un día anterior a su firma: '],
  ])('says in %s that the agreement is in force from a day before it was signed', async (language, sentence) => {
    for (const id of ['accord-in-force', 'signed']) expect((await pageOf(id, language)).text).toContain(sentence);
    const { body } = await api.get('/v1/timeline?type=agreement.entered-into-force');
    expect(body.items).toMatchObject([
      { marks: [{ code: 'order-reversed', fact: 'signed', detail: expect.stringContaining('before it was signed') }] },
    ]);
  });

  it('remarks that a fact could be known before it happened, and not of a plan', async () => {
    expect((await pageOf('too-late')).text).toContain(
      'It could be known since 16 September 2024, before it happened (from 1 May 2026 on)',
    );
    expect((await pageOf('due')).text).not.toContain('before it happened');
    expect((await pageOf('signed')).text).not.toContain('before it happened');
  });

  it.each(['corrected', 'withdrawn'])('of one that was %s shows both days of the change', async (id) => {
    const { text } = await pageOf(id);
    expect(text).toContain('Could be known since 16 September 2024, on record since 30 November 2026.');
    expect(text).toContain('Known from 16 September 2024, on record since 30 November 2026 (position');
  });

  it('says since when it is on record where no source dates it, and nothing of when it could be known', async () => {
    const { text } = await pageOf('only-recorded');
    expect(text).toContain('On record since 30 November 2026; no date in the source.');
    expect(text).not.toMatch(/ould be known/);
    const dated = await pageOf('undated');
    expect(dated.text).toMatch(/On record since 30 November 2026 \(position \d+\); no date in the source/);
    expect(dated.text).not.toContain('Known from 30 November 2026');
    expect((await pageOf('undated', 'es')).text).toContain('sin fecha en la fuente');
  });

  it('says of a plan that its last day is assumed, and not that it happened', async () => {
    expect((await pageOf('planned')).text).toContain(
      'Could be known by 31 May 2026 (assumed, since no source is dated: the last day on which it was due).',
    );
  });

  it('shows one version where a source was added, and names the source with its days', async () => {
    const { text, html } = await pageOf('supported');
    expect(versionsIn(html)).toBe(1);
    expect(text).toContain('A report says so too.');
    expect(text).toContain('Could be known since 4 March 2025, on record since 30 November 2026.');
    expect((await api.get('/v1/facts/supported')).body).toMatchObject({
      status: 'current',
      changes: [{ kind: 'evidence' }],
    });
  });

  it('shows one version where a source of the fact came out later', async () => {
    const { text, html } = await pageOf('twice-told');
    expect(versionsIn(html)).toBe(1);
    expect(text).toContain('A later report Could be known since 4 March 2025, on record since 30 November 2026.');
  });

  it('shows every version where a correction took back another, once each', async () => {
    const { html } = await pageOf('and-back');
    expect(versionsIn(html)).toBe(3);
  });

  it('has a reason for every order that is accepted though it is reversed', () => {
    const reasons = KINDS.flatMap(({ subjectType, reversed = {} }) =>
      Object.keys(reversed).map((name) => `${subjectType}-${name}`),
    );
    expect(Object.keys(english.fact.remark.reversed).toSorted()).toEqual(reasons.toSorted());
  });
});
