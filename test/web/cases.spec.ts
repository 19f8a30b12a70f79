import { DEADLINE_STATES } from '../../apps/web/src/parts/deadline-states.js';
import type { TestApi } from '../api/test-api.js';
import { startBundledApi } from './bundled-api.js';
import { textOf } from './page-text.js';

let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

const page = async (path: string): Promise<string> => {
  const answer = await api.get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text;
};

interface Deadline {
  state: string;
  possible: string[];
}
interface Milestone {
  deadline?: Deadline;
}
interface Clocks {
  states: Record<string, { min: number; max: number }>;
}
/** What the columns of a table on a page are called. */
const columns = async (path: string, caption: string): Promise<string[]> => {
  const [, head = ''] = new RegExp(`<caption>${caption}.*?<thead>(.*?)</thead>`, 's').exec(await page(path)) ?? [];
  return [...head.matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, words]) => words!);
};

describe('the board of cases, without script', () => {
  it('shows of each case since when it stands as it does, its deadline with its state, and its measures', async () => {
    const { body } = await api.get('/v1/cases?limit=200');
    const text = textOf(await page('/cases'));
    for (const { name } of body.items) expect(text).toContain(name.replace(/\s+/g, ' '));
    expect(text).toContain('since some day from 18 August 2021 to 22 September 2021 (opened 12 May 2021)');
    const akwel = textOf((await page('/cases?q=akwel')).split('<li class="card"')[1]!.split('</li>')[0]!);
    expect(akwel).toContain('Answer to the request for review, due 2 December 2024 : no record');
    expect(akwel.match(/last news/g)).toHaveLength(1);
    expect(text).not.toContain('Deadline passed');
  });

  it.each(['/cases?q=bader', '/cases?q=bader&view=list', '/cases/bader-leon'])(
    'says of a measure that it was in force when last reported, on %s',
    async (path) => {
      const text = textOf(await page(path));
      expect(text).toMatch(/customs accounts suspended(, since [^:]*)?: in force when last reported, 25 August 2025/);
      expect(text).not.toMatch(/: in force(?! when last reported)|In force:/);
    },
  );

  it('names the deadline of a card in Spanish, and the last news once', async () => {
    const text = textOf((await page('/cases?q=akwel&lang=es')).split('<li class="card"')[1]!.split('</li>')[0]!);
    expect(text).toContain(', vencimiento 2 de diciembre de 2024 : sin constancia');
    expect(text.match(/noticia/g)).toHaveLength(1);
  });

  it('is a list where that is asked for, and takes every filter of the API', async () => {
    const list = await page('/cases?view=list&status=resolved&status=closed');
    expect(list).toContain('<caption>Cases</caption>');
    expect(textOf(list)).not.toContain('review requested since');
    for (const filter of [
      'outcome=remediation-plan-carried-out',
      'sector=Automotive',
      'state=Guanajuato',
      'mechanism=usmca-rrm',
      'complainant=US',
      'initiation=self',
      'petitioner=nobody',
      'company=General%20Motors',
      'measure=liquidation-suspended',
      'q=silao',
      'knownAt=2022-01-01&asOf=2022-01-01',
    ]) {
      const { body } = await api.get(`/v1/cases?limit=200&${filter}`);
      const count = body.items.length;
      expect(textOf(await page(`/cases?${filter}`))).toContain(count === 1 ? '1 case ' : `${count} cases `);
    }
  });

  it('says so where no case fits, and carries the filters to the statistics', async () => {
    const text = await page('/cases?sector=none-such');
    expect(textOf(text)).toContain('No case fits these filters.');
    expect(text).toContain('href="/cases/statistics?sector=none-such"');
  });
});

describe("a case's story, without script", () => {
  it('shows each legal deadline with what started it, when it was due, its state and its texts', async () => {
    const text = textOf(await page('/cases/gm-silao'));
    expect(text).toContain('End of the review the review ends within 45 days of the request');
    expect(text).toMatch(/End of the review.*done, day unknown 8 July 2021/);
    expect(text).toMatch(/Answer to the request for review.*no answer on record; last news/);
    expect(text).toMatch(
      /course of remediation.*done, day unknown some day from 18 August to 22 September 2021 8 July 2021 20 September 2021/,
    );
    expect(text).toContain('Computed from the cited texts; not legal advice.');
    expect(text).toContain('Computed from: USMCA Annex 31-A, Article 31-A.4');
    expect(text).toContain('Development');
    expect(text).toContain('Status review requested → became in remediation');
  });

  it('says of an answer on the eleventh day that an unpublished extension may exist', async () => {
    const text = textOf(await page('/cases/yazaki-leon'));
    expect(text).toMatch(/after the period in the text 18 August 2023 \(1 day after\) 7 August 2023 17 August 2023/);
    expect(text).toContain('After the period in the text; an unpublished extension may exist.');
  });

  it('shows the state of a deadline and the result of a claim first', async () => {
    expect((await columns('/cases/gm-silao', 'Each period')).slice(0, 2)).toEqual(['Deadline', 'State']);
    expect((await columns('/reconciliation', '')).slice(0, 2)).toEqual(['The records', 'Result']);
  });

  it('names the text of a deadline once', async () => {
    const text = textOf(await page('/milestones/akwel-juarez.review-response.2024'));
    expect(text.match(/Article 31-A\.4/g)).toHaveLength(1);
  });

  it('gives its deadlines as CSV, and the way to be told of each', async () => {
    const { text } = await api.get('/cases/gm-silao');
    const csv = decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]+)"/.exec(text)?.[1] ?? '');
    expect(csv.split('\r\n').slice(0, 3)).toEqual([
      'Deadline,Period started,Due,State,Done or ended on',
      'Answer to the request for review,2021-05-12,2021-05-22,no record,',
      'End of the review,2021-05-12,2021-06-26,"done, day unknown",2021-07-08',
    ]);
    const rows = text.match(/<tr>.*?<\/tr>/gs)?.slice(1) ?? [];
    expect(rows.map((row) => row.includes('remind-link'))).toEqual(rows.map(() => true));
  });

  it('counts its deadlines as the statistics do', async () => {
    const { body } = await api.get('/v1/cases?limit=200');
    const counted = Object.fromEntries(DEADLINE_STATES.map((state) => [state, 0]));
    for (const { id } of body.items) {
      const told = await page(`/cases/${id}`);
      for (const name of DEADLINE_STATES)
        counted[name] = counted[name]! + told.split(`<span class="mark deadline-${name}"`).length - 1;
    }
    const { items } = (await api.get('/v1/milestones?from=0001&limit=200')).body;
    const deadlines = items.flatMap(({ deadline }: Milestone) => (deadline ? [deadline] : []));
    const having = (name: string): Deadline[] => deadlines.filter(({ state }: Deadline) => state === name);
    expect(counted).toEqual(Object.fromEntries(DEADLINE_STATES.map((name) => [name, having(name).length])));
    const { clocks } = (await api.get('/v1/cases/statistics')).body;
    for (const name of DEADLINE_STATES) {
      const certain = having(name).filter(({ possible }) => possible.length === 0).length;
      const others = deadlines.filter(({ possible }: Deadline) => possible.includes(name)).length;
      const sum = (end: 'min' | 'max'): number =>
        clocks.reduce((total: number, { states }: Clocks) => total + states[name]![end], 0);
      expect([name, sum('min'), sum('max')]).toEqual([name, certain, having(name).length + others]);
    }
  });
});

describe('the charts, without script', () => {
  it('stand as drawings with their words, their tables and their CSV', async () => {
    const text = await page('/cases/statistics');
    const charts = [...text.matchAll(/<svg class="plot [a-z]+"[^>]*aria-labelledby="([\w-]+)"/g)].map(([, id]) => id!);
    expect(charts.map((id) => id.replace('-title', ''))).toEqual([
      'states',
      'requestToEnd',
      'petitionToEnd',
      'clocks',
      'measures',
      'sector',
      'state',
    ]);
    expect(text.match(/<table class="figures"/g)).toHaveLength(charts.length);
    const links = [...text.matchAll(/href="(\/v1\/cases\/statistics\.csv[^"]+)"/g)].map(([, path]) =>
      path!.replaceAll('&amp;', '&'),
    );
    expect(links).toHaveLength(charts.length + 1);
    for (const path of links) expect([path, (await api.get(path)).status]).toEqual([path, 200]);
    expect(text).not.toMatch(/ style="|<script/);
  });

  it('show the last 120 rows of a longer table, and say so', async () => {
    const text = await page('/cases/statistics?interval=month&from=1990&to=2100');
    const [, states = ''] = /<table class="figures">(.*?)<\/table>/s.exec(text) ?? [];
    expect(states.match(/<th scope="row"/g)).toHaveLength(120);
    expect(textOf(text)).toMatch(/The last 120 of 443 rows\. All of them are in the CSV file\./);
    expect(Buffer.byteLength(text)).toBeLessThan(250_000);
  });

  it('say in words what the API answers', async () => {
    const { body } = await api.get('/v1/cases/statistics?interval=quarter');
    const text = textOf(await page('/cases/statistics'));
    const { kaplanMeier } = body.requestToEnd;
    const { min, max } = kaplanMeier.median;
    const low = kaplanMeier.curve.find(({ lower }: { lower: number }) => lower <= 0.5).days;
    const high = kaplanMeier.curve.find(({ upper }: { upper: number }) => upper <= 0.5).days;
    expect(min).toBeLessThan(max);
    expect(text).toContain(
      `Half of the cases end within ${min} to ${max} days (95% confidence: ${low} to ${high} days).`,
    );
    const { open } = body.steps.at(-1);
    expect(text).toContain(
      `By the records, as of 22 November 2026: 45 cases, ${open.min} of them open. The most open at`,
    );
    expect(text).toContain('Newest news: 3 February 2026.');
    const { measures, measuresWithoutEnd } = body.steps.at(-1);
    const [inForce, withoutEnd] = [measures, measuresWithoutEnd].map((counts) => counts['liquidation-suspended']);
    expect(text).toContain(`: ${inForce.min} to ${inForce.max}. Of ended cases, with no end on record:`);
    expect(text).toContain(`: ${withoutEnd.min} to ${withoutEnd.max}.`);
  });

  it('mark the part after the newest news, and only where there is one', async () => {
    const text = await page('/cases/statistics');
    expect(text.match(/class="after-news"/g)).toHaveLength(2);
    expect(textOf(text)).toContain('There is no news of these cases after 3 February 2026; that part');
    expect(await page('/cases/statistics?to=2024')).not.toContain('after-news');
  });

  it('end today under a clock that lies after today', async () => {
    const { body } = await api.get('/v1/cases/statistics?interval=year&asOf=2060-01-01');
    expect([body.to, body.steps.at(-1).to]).toEqual(['2026-11-22', '2026-11-22']);
    const text = await page('/cases/statistics?asOf=2060-01-01');
    expect(textOf(text)).toContain('By the records, as of 22 November 2026: 45 cases');
    expect(text).not.toContain('things stood');
  });

  it('draw what is in doubt with a texture of its own, and write ranges in the tables', async () => {
    const text = await page('/cases/statistics?asOf=2024-07-30');
    expect(text).toMatch(/class="series in-doubt"/);
    expect(text).toContain('url(#states-grid)');
    expect(textOf(text)).toContain('In doubt: the day of a step is not known');
    expect(textOf(text)).toContain('resolved: 20 to 21');
    const certain = await page('/cases/statistics?q=tridonex');
    expect(certain).not.toContain('in-doubt');
  });

  it.each([
    '/cases/statistics?q=silao',
    '/cases/statistics?sector=none-such',
    '/cases/statistics?from=2024&to=2024-06',
  ])('are readable of few cases and of none: %s', async (path) => {
    expect(await page(path)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the changes of cases, without script', () => {
  it('tell before and after with their sources, a page at a time, by either clock', async () => {
    const path = '/cases/changes?since=2024-01-01&until=2024-03-31&order=asc&limit=5';
    const first = await page(path);
    const { body } = await api.get(`/v1${path}`);
    for (const { case: one } of body.items) expect(textOf(first)).toContain(one.name.replace(/\s+/g, ' '));
    expect(textOf(first)).toMatch(/Status [a-z ]+ → became [a-z ]+/);
    const next = /<a href="([^"]+)" rel="next"/.exec(first)?.[1]?.replaceAll('&amp;', '&');
    expect(await page(next ?? 'no link')).toContain('rel="prev"');
    expect(textOf(await page('/cases/changes?clock=recorded&limit=5'))).toContain('Recorded on');
    expect(textOf(await page('/cases/changes?since=1990-01-01&until=1990-12-31'))).toContain('Nothing changed');
  });
});

describe('the reconciliation, without script', () => {
  it('tells each claim with what the records add up to, then and now, and why some cannot be compared', async () => {
    const text = await page('/reconciliation');
    const { body } = await api.get('/v1/reconciliation');
    expect(text.match(/<li class="claim"/g)).toHaveLength(body.items.length);
    const told = textOf(text);
    expect(told).toContain('not comparable');
    expect(told).toContain('The claim counts all workers of the plants who gained');
    expect(told).toMatch(/On 30 July 2024, as known now possible: the claim lies in the range 19 to 20 -1 to 0 0/);
    expect(told).toMatch(
      /On 30 July 2024, as known then compatible: only a lower bound is known at least 19 at least -1/,
    );
    expect(told).toContain('1 record may be counted: Fujikura');
    expect(text).toContain('<a href="/facts/fujikura-piedras-negras-resolved">the day of this entry decides it</a>');
    expect(told).toContain('All cases are on record up to 26 August 2024');
    expect(text).toContain('<a href="/cases/gm-silao">GM Silao assembly plant</a>');
  });

  it('says of a figure that a newspaper counted it', async () => {
    const { body } = await api.post('/v1/facts', {
      id: 'counted-by-a-newspaper',
      subject: 'rrm-requests',
      type: 'indicator.reported',
      occurred: '2023-01-15',
      title: 'Five so far',
      body: { value: '5', unit: 'cases', countedBy: 'press' },
      sources: [{ source: 'el-economista-2024-04-11' }],
    });
    await api.get(`/v1/timeline?after=${body.position}&limit=1`);
    expect(textOf(await page('/reconciliation'))).toContain('counted by a newspaper');
    expect(textOf(await page('/reconciliation?lang=es'))).toContain('contado por un periódico');
  });
});

/** How many cases a page says it found. */
const found = (text: string): string => textOf(/<p class="found".*?<\/p>/s.exec(text)?.[0] ?? '');

describe('what is not certain', () => {
  it('is matched on the page of cases where it is asked for, in both languages', async () => {
    const filters = 'status=resolved&asOf=2024-07-30';
    const names = async (match: string): Promise<string[]> => {
      const { body } = await api.get(`/v1/cases?${filters}&limit=200&match=${match}`);
      return body.items.map(({ name }: { name: string }) => name);
    };
    const [certain, possible] = [await names('certain'), await names('possible')];
    expect(possible.length).toBeGreaterThan(certain.length);
    expect(found(await page(`/cases?${filters}`))).toContain(String(certain.length));
    expect(found(await page(`/cases?${filters}&match=possible`))).toContain(String(possible.length));
    expect(await page('/cases')).toContain('match them too');
    expect((await api.get('/cases', { headers: { 'accept-language': 'es' } })).text).toContain('incluirlos también');
  });

  it('is marked on milestones, alone and where other sites frame them', async () => {
    const { body } = await api.get('/v1/milestones?from=0001&limit=200');
    const inDoubt = body.items.filter(({ deadline }: Milestone) => deadline && deadline.possible.length > 0);
    expect(inDoubt.length).toBeGreaterThan(0);
    const { id } = inDoubt[0];
    expect(await page(`/milestones/${id}`)).toContain('may also be:');
    const framed = await page(`/embed/milestones?from=0001&status=all&subject=${id.split('.')[0]}`);
    expect(framed).toContain('may also be:');
    expect(framed).toContain('not legal advice');
  });
});
