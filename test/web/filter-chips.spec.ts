import { MILESTONE_STATUSES } from '#libs/milestones';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import type { TestApi } from '../api/test-api.js';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

/** The pages with a list, and the call whose filters each takes. */
const LISTS: Readonly<Record<string, string>> = {
  '/': '/v1/timeline',
  '/cases': '/v1/cases',
  '/cases/statistics': '/v1/cases/statistics',
  '/cases/changes': '/v1/cases/changes',
  '/milestones': '/v1/milestones',
  '/reconciliation': '/v1/reconciliation',
};
/** What a list takes beside filters: a place in it, a position to wait for, and groups, of which the page has its own. */
const NO_FILTERS = ['cursor', 'limit', 'after', 'groupBy'];
/** A value of each filter for which the description gives no value that can be taken. */
const VALUES: Readonly<Record<string, string>> = {
  q: 'silao',
  from: '2021',
  to: '2026-12-31',
  since: '2021-01-01',
  until: '2026-12-31',
  subject: 'usmca',
  type: 'case.filed',
  topic: 'labor',
  party: 'MX',
  source: 'state-fact-sheet-2024',
  knownAt: '2025-12-31',
  asOf: '2025-12-31',
  recordedBy: '840',
  within: 'P90D',
  outcome: 'action-plan',
  sector: 'automotive',
  state: 'Guanajuato',
  company: 'General Motors',
  petitioner: 'SINTTIA',
  complainant: 'US',
  mechanism: 'usmca-rrm',
  facility: 'silao',
  include: 'related',
  undated: 'include',
  retracted: 'include',
};

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

/** The words of the chips of a page, and where each leads. */
function chipsOf(html: string): { text: string; leadsTo: string; label: string }[] {
  const list = /<ul class="chips".*?<\/ul>/s.exec(html)?.[0] ?? '';
  return [...list.matchAll(/<a href="([^"]*)"><span class="unseen">(.*?)<\/span>(.*?)<\/a>/gs)].map(
    ([, href, label, text]) => ({
      text: textOf(text!).trim(),
      leadsTo: href!.replaceAll('&amp;', '&'),
      label: textOf(label!).trim(),
    }),
  );
}

/** What the fields of the form of filters are called, groups and boxes included. */
function labelsOf(html: string): string[] {
  const form = /<form[^>]* class="filters".*?<\/form>/s.exec(html)?.[0] ?? '';
  return [...form.matchAll(/<(label|legend)\b[^>]*>(.*?)<\/\1>/gs)].map(([, , words]) => textOf(words!).trim());
}

/** Each filter of a list, with a value that is not the usual one. */
function filtersOf(call: string): [string, string][] {
  const shape = OPERATIONS.find(({ path, method }) => path === call && method === 'GET')?.parameters?.shape ?? {};
  return Object.entries(shape)
    .filter(([name]) => !NO_FILTERS.includes(name))
    .map(([name, field]) => [name, otherOrder(call, name) ?? VALUES[name] ?? lastValueOf(field)]);
}

/** Where a page asks for another order than its call, the one that it does not ask for. */
function otherOrder(call: string, name: string): string | undefined {
  return call === '/v1/cases/changes' && name === 'order' ? 'asc' : undefined;
}

function lastValueOf(field: unknown): string {
  return optionsOf(field)!.at(-1)!;
}

/** The words of the API that a parameter is chosen from; undefined where it is written freely. */
function optionsOf(field: unknown): string[] | undefined {
  let schema = field as { unwrap?: () => unknown; element?: unknown; options?: string[] } | undefined;
  while (schema !== undefined && schema.options === undefined)
    schema = (schema.unwrap?.() ?? schema.element) as typeof schema;
  return schema?.options;
}

describe('every filter of every list', () => {
  it.each(Object.entries(LISTS))('of %s shows a chip that removes it and nothing else', async (path, call) => {
    const filters = filtersOf(call);
    expect(filters.length).toBeGreaterThan(2);
    for (const [name, value] of filters) {
      const kept = name === 'q' ? 'asOf=2026-01-01' : 'q=usmca';
      const beside = filters.some(([other]) => other === kept.split('=')[0]) ? `&${kept}` : '';
      const address = `${path}?${new URLSearchParams({ [name]: value }).toString()}${beside}`;
      const { status, text } = await api.get(address);
      const chips = chipsOf(text);
      expect({ address, status, chips: chips.length }).toEqual({ address, status: 200, chips: beside === '' ? 1 : 2 });
      expect([address, chips[0]!.leadsTo]).toEqual([address, beside === '' ? path : `${path}?${kept}`]);
      expect(chips[0]!.text).toMatch(/^\S.*\S ×$/);
      expect(chips[0]!.label).toBe('Remove the filter:');
    }
  });

  it.each(Object.entries(LISTS))('of %s has a field, by whose words its chip names it', async (path, call) => {
    const shape = OPERATIONS.find((one) => one.path === call && one.method === 'GET')?.parameters?.shape ?? {};
    for (const [name, value] of filtersOf(call))
      for (const lang of ['en', 'es']) {
        const address = `${path}?${new URLSearchParams({ [name]: value }).toString()}&lang=${lang}`;
        const { text } = await api.get(address);
        const [chip = ''] = chipsOf(text).map((one) => one.text.replace(/ ×$/, ''));
        const label = labelsOf(text).find((words) => chip === words || chip.startsWith(`${words}: `));
        expect([address, chip, label]).toEqual([address, chip, expect.stringMatching(/\S/)]);
        const shown = chip.slice((label?.length ?? 0) + 2);
        if (lang === 'es' && optionsOf((shape as Record<string, unknown>)[name])?.includes(shown))
          expect([address, chip]).toEqual([address, 'the value in words']);
      }
  });

  it.each(Object.entries(LISTS))('of %s keeps the panel of filters open that holds it', async (path, call) => {
    for (const [name, value] of filtersOf(call)) {
      const { text } = await api.get(`${path}?${new URLSearchParams({ [name]: value }).toString()}`);
      const more = /<details( open="")?><summary>More filters.*?<\/details>/s.exec(text);
      if (more?.[0].includes(`name="${name}"`)) expect([path, name, more[1]]).toEqual([path, name, ' open=""']);
      else expect([path, name, more?.[1]]).toEqual([path, name, undefined]);
    }
  });

  it('is named in the words of its form', async () => {
    const { text } = await api.get('/cases?status=resolved&asOf=2024-07-31');
    expect(chipsOf(text).map((chip) => chip.text)).toEqual([
      'Status: resolved ×',
      'What had happened by: 31 July 2024 ×',
    ]);
    const spanish = await api.get('/?topic=labor&include=milestones&lang=es');
    expect(chipsOf(spanish.text).map((chip) => [chip.text, chip.leadsTo])).toEqual([
      ['Tema: trabajo ×', '/?include=milestones&lang=es'],
      ['lo que vence ×', '/?topic=labor&lang=es'],
    ]);
  });

  it('has one chip for each of its values', async () => {
    const query = MILESTONE_STATUSES.map((status) => `status=${status}`).join('&');
    expect(chipsOf((await api.get(`/milestones?${query}`)).text)).toHaveLength(MILESTONE_STATUSES.length);
  });
});

describe('a parameter that is no filter, or usual', () => {
  it.each([
    '/?after=1',
    '/facts/usmca-in-force?after=1',
    '/cases/statistics?interval=quarter',
    '/cases/changes?order=desc&clock=known',
    '/cases?view=list&match=certain',
  ])('has no chip: %s', async (address) => {
    const { status, text } = await api.get(address);
    expect([address, status, chipsOf(text)]).toEqual([address, 200, []]);
  });
});

describe('the calendar of milestones', () => {
  it('has no chip for a period, which it does not filter by, and says which statuses it shows', async () => {
    for (const query of ['from=2024&to=2024', 'from=2024', 'to=2024-06']) {
      const { text } = await api.get(`/milestones?view=calendar&${query}`);
      expect([query, chipsOf(text)]).toEqual([query, []]);
      expect(textOf(text)).toContain('coming, due, no confirmation on record all');
    }
    const list = textOf((await api.get('/milestones?from=2024')).text);
    expect(list).toContain('coming, due all');
  });
});

describe('the link to the editor', () => {
  it('names the record of a page, and no list', async () => {
    const paths = (await loadPageRenderer()).ROUTES.map(({ path }) => path).filter((path) => !path.includes(':'));
    for (const [path, leadsTo] of [
      ...paths.filter((one) => !one.startsWith('/embed') && one !== '/sign-in').map((one) => [one, '/editor']),
      ['/cases/none-such', '/editor'],
      ['/cases/gm-silao', '/editor/change?subject=gm-silao'],
      ['/subjects/usmca', '/editor/change?subject=usmca'],
      ['/facts/usmca-in-force', '/editor/change?fact=usmca-in-force'],
      ['/sources/state-fact-sheet-2024', '/editor/change?source=state-fact-sheet-2024'],
    ]) {
      const { text } = await api.get(path!, { headers: { accept: 'text/html' } });
      const footer = /<footer class="site">.*<\/footer>/s.exec(text)?.[0] ?? '';
      expect([path, /href="(\/editor[^"]*)"/.exec(footer)?.[1]]).toEqual([path, leadsTo]);
    }
  });
});

describe('a form of filters', () => {
  it('stands on the lists above and on no other page', async () => {
    const paths = (await loadPageRenderer()).ROUTES.map(({ path }) => path).filter((path) => !path.includes(':'));
    for (const path of paths) {
      const answer = await fetch(`${api.url}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } });
      expect([path, (await answer.text()).includes('class="filters"')]).toEqual([path, path in LISTS]);
    }
  });
});

describe('a list without a filter', () => {
  it.each(Object.keys(LISTS))('shows no chip and no open panel: %s', async (path) => {
    const { text } = await api.get(path);
    expect([chipsOf(text), / open=""><summary>More/.test(text)]).toEqual([[], false]);
  });
});

describe('what a form without script sends empty', () => {
  it.each([
    ['/cases?q=&status=resolved&sector=&asOf=2024-07-31', '/cases?status=resolved&asOf=2024-07-31'],
    ['/?q=&subject=&from=&to=&knownAt=', '/'],
    ['/milestones?subject=usmca&subject=usmca&status=', '/milestones?subject=usmca'],
    ['/embed/timeline?q=caf%C3%A9&topic=', '/embed/timeline?q=caf%C3%A9'],
  ])('is in no address: %s', async (sent, shown) => {
    const answer = await fetch(`${api.url}${sent}`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, shown]);
    expect((await fetch(`${api.url}${shown}`, { redirect: 'manual' })).status).toBe(200);
  });

  it('leads nobody to another site', async () => {
    for (const path of ['//elsewhere.example/?q=', '/\\elsewhere.example?q=']) {
      const { headers } = await fetch(`${api.url}${path}`, { redirect: 'manual', headers: { accept: 'text/html' } });
      expect([path, headers.get('location') ?? '/']).toEqual([path, expect.stringMatching(/^\/(?!\/)/)]);
    }
  });
});
