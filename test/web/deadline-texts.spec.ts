import { readdirSync } from 'node:fs';
import { eventually } from '#libs/testing';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

/** Every page that shows legal deadlines, under each of its forms. */
const WITH_DEADLINES: Record<string, string[]> = {
  timeline: ['/?subject=gm-silao&include=milestones&limit=200'],
  'embed-timeline': ['/embed/timeline?subject=gm-silao&include=milestones&limit=200'],
  cases: ['/cases', '/cases?view=list'],
  statistics: ['/cases/statistics'],
  case: ['/cases/gm-silao'],
  milestones: ['/milestones?status=all', '/milestones?subject=gm-silao&view=calendar&year=2021&status=all'],
  'embed-milestones': ['/embed/milestones?subject=gm-silao&status=all'],
  milestone: ['/milestones/gm-silao.review-end.2021'],
  subject: ['/subjects/gm-silao'],
};
const WITHOUT = [
  'changes',
  'reconciliation',
  'fact',
  'source',
  'remind',
  'subscription',
  'confirmation',
  'unsubscribe',
  'sign-in',
  'editor',
  'editor-record',
  'editor-change',
  'editor-import',
];

describe('A page with legal deadlines', () => {
  it('is every page that is named here, and no other page shows one', () => {
    const pages = readdirSync('apps/web/src/pages').flatMap((file) => /^(.+)\.tsx$/.exec(file)?.[1] ?? []);
    expect([...Object.keys(WITH_DEADLINES), ...WITHOUT].toSorted()).toEqual(
      pages.filter((name) => name !== 'problem').toSorted(),
    );
  });

  it.each(Object.values(WITH_DEADLINES).flat())(
    'cites its texts and says that it is no legal advice: %s',
    async (path) => {
      const { status, text } = await api.get(path);
      const words = textOf(text);
      expect([path, status]).toEqual([path, 200]);
      expect(words).toContain('omputed from the cited texts; not legal advice.');
      expect(words).toContain('USMCA Annex 31-A, Article 31-A.4');
    },
  );

  it('says so in Spanish as well', async () => {
    const words = textOf((await api.get('/cases?lang=es')).text);
    expect(words).toContain('Calculado a partir de los textos citados; no es asesoría jurídica.');
    expect(words).toContain('T-MEC');
  });

  it.each(['/', '/cases?sector=none-such', '/subjects/usmca', '/milestones?subject=usmca'])(
    'is not one without them: %s',
    async (path) => {
      expect(textOf((await api.get(path)).text)).not.toContain('not legal advice');
    },
  );
});

const SOURCES = [{ source: 'gazette' }];
const step = (type: string, occurred: string): object => ({
  record: 'fact',
  id: `${type}-${occurred.replaceAll(/[^0-9-]/g, '')}`,
  subject: 'works',
  type: `case.${type}`,
  occurred,
  title: type,
  sources: SOURCES,
});
const CASE = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  { record: 'subject', id: 'works', type: 'case', name: 'Works', attributes: { mechanism: 'usmca-rrm' } },
  step('review-requested', '[2024-01-01..2024-01-08]'),
  step('review-accepted', '2024-01-09'),
  step('denial-found', '2024-03-01'),
  step('remediation-agreed', '2024-03-08'),
];

describe('The table of the deadlines of a case', () => {
  let own: TestApi;
  beforeAll(async () => {
    own = await startTestApi({ clockStart: '2024-06-10T12:00:00Z' });
    const { body } = await own.request('POST', '/v1/import', {
      headers: { authorization: `Bearer ${own.adminKey}`, 'content-type': 'application/x-ndjson' },
      body: CASE.map((record) => JSON.stringify(record)).join('\n'),
    });
    expect(body).toMatchObject({ recorded: CASE.length, problems: [] });
    await eventually(async () =>
      expect((await own.get(`/v1/milestones?after=${body.position}&limit=1`)).status).toBe(200),
    );
  });
  afterAll(() => own.stop());

  it('states how far an act lies from the last day, and of a window no more than at least so far', async () => {
    const words = textOf((await own.get('/cases/works')).text);
    expect(words).toContain('9 January 2024 (at least 2 days before)');
    expect(words).toContain('1 March 2024 (at least 8 days after)');
    expect(words).toContain('8 March 2024 (3 days before)');
  });

  it('writes a window as EDTF in its CSV', async () => {
    const { text } = await own.get('/cases/works');
    const csv = decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]+)"/.exec(text)?.[1] ?? '');
    expect(csv.split('\r\n').map((row) => row.split(',').slice(1, 3))).toEqual([
      ['Period started', 'Due'],
      ['[2024-01-01..2024-01-08]', '2024-01-11/2024-01-18'],
      ['[2024-01-01..2024-01-08]', '2024-02-15/2024-02-22'],
      ['2024-03-01', '2024-03-11'],
      [],
    ]);
  });
});
