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
type Milestone = { deadline?: Deadline };
type Clocks = { states: Record<string, { min: number; max: number }> };
type Range = { min: number; max: number };
const range = ({ min, max }: Range): string => (min === max ? `${min}` : `${min} to ${max}`);
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
    const hotels = textOf((await page('/cases?q=pmi')).split('<li class="card"')[1]!.split('</li>')[0]!);
    expect(hotels).toContain('Answer to the request for review, due 22 December 2025 : no record');
    expect(hotels.match(/last news/g)).toHaveLength(1);
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
    const text = textOf((await page('/cases?q=pmi&lang=es')).split('<li class="card"')[1]!.split('</li>')[0]!);
    expect(text).toContain(', vencimiento 22 de diciembre de 2025 : sin constancia');
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
    expect(text).toMatch(/End of the review.*done, day unknown by 8 July 2021 at the latest/);
    expect(textOf(await page('/cases/fraenkische-silao'))).toMatch(/Answer to the.*no answer on record; last news/);
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
      'Deadline,Period started,Due,State,Done or ended on,May also be',
      'Answer to the request for review,2021-05-12,2021-05-22,"done, day unknown",by 8 July 2021 at the latest,',
      'End of the review,2021-05-12,2021-06-26,"done, day unknown",by 8 July 2021 at the latest,',
    ]);
    const rows = text.match(/<tr>.*?<\/tr>/gs)?.slice(1) ?? [];
    expect(rows.map((row) => row.includes('remind-link'))).toEqual(rows.map(() => true));
  });

  it('shows no day of an act that only a later act proves: in the table, the drawing, the CSV and the history', async () => {
    const id = 'mas-air.review-response.2023';
    const { body } = await api.get(`/v1/milestones/${id}`);
    const proof = {
      fact: 'mas-air-denial-found',
      occurred: '[2023-08-30..2023-10-18]',
      known: '2023-10-18',
      doneBy: '2023-10-18',
    };
    expect(body.deadline).toMatchObject({ state: 'done-day-unknown', inferred: true, done: null, provedBy: proof });
    // The turn shows the day that was recorded first, before the correction to a window.
    expect(body.history.at(-1)).toMatchObject({ turn: 'met', provedBy: { ...proof, occurred: '2023-10-18' } });
    const html = await page('/cases/mas-air');
    expect(textOf(html)).toContain('done, day unknown by 18 October 2023 at the latest');
    const drawn = [...html.matchAll(/<g [^>]*class="deadline deadline-(.*?)"><text.*?>(.*?)<\/text>(.*?)<\/g>/gs)];
    expect(drawn.map(([, state, title, marks]) => [title, state, marks!.includes('class="done"')])).toEqual([
      ['Decision on the petition', 'met', false],
      ['Answer to the request for review', 'done-day-unknown', false],
      ['Agreement on a course of remediation', 'no-record', false],
      ['End of the review', 'done-day-unknown', true],
    ]);
    const csv = decodeURIComponent(/href="data:text\/csv;charset=utf-8,([^"]+)"/.exec(html)?.[1] ?? '');
    expect(csv).toContain('"done, day unknown",by 18 October 2023 at the latest,\r\n');
    const alone = textOf(await page(`/milestones/${id}`));
    expect(alone).toContain('Shown by a later act: mas-air-denial-found');
    expect(alone).toContain('Done by 18 October 2023 at the latest, as a later act shows, due 9 September 2023');
    expect(alone).not.toMatch(/\bMet\b/);
    const spanish = textOf(await page(`/milestones/${id}?lang=es`));
    expect(spanish).toContain('Realizado a más tardar el 18 de octubre de 2023, como muestra un acto posterior');
    expect(textOf(await page('/cases/mas-air?lang=es'))).toContain(' a más tardar el 18 de octubre de 2023');
  });

  it('says what moved the last day of a petition: no text, but a practice', async () => {
    const moved = await page('/cases/inisa');
    expect(textOf(moved)).toContain(
      'moved to 12 June 2023. Not moved by the text, but from a weekend to the Monday by practice: of eleven requests in the data set bundled with this release',
    );
    expect(textOf(await page('/cases/inisa?lang=es'))).toContain(
      'No lo movió el texto, sino la práctica, de un fin de semana al lunes; de once solicitudes',
    );
    expect(textOf(await page('/cases/mas-air'))).not.toContain('moved to');
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

  it.each([
    ['month', 'The most open at the end of a month: ', 'El máximo de abiertos al final de un mes: '],
    ['year', 'The most open at the end of a year: 0, on', 'El máximo de abiertos al final de un año: 0, el'],
  ])('say at the end of which steps of a %s the most are open', async (interval, english, spanish) => {
    const path = `/cases/statistics?interval=${interval}&asOf=2022-11-30&to=2021`;
    expect(textOf(await page(path))).toContain(english);
    expect(textOf(await page(`${path}&lang=es`))).toContain(spanish);
  });

  it('word ranges and single numbers in Spanish as one says them', async () => {
    const text = textOf(await page('/cases/statistics?lang=es'));
    expect(text).toMatch(/termina en un plazo máximo de entre \d+ y \d+ días \(confianza/);
    expect(text).toMatch(/46 casos \(abiertos: \d+\)/);
    expect(text).toMatch(/Salarios caídos: al menos [^(]+ \(casos con cifra: \d+; casos para los que/);
    expect(textOf(await page('/cases/statistics?q=tridonex'))).toMatch(/\(cases with a figure: 1; cases for which/);
  });

  it('say in words what the API answers', async () => {
    const { body } = await api.get('/v1/cases/statistics?interval=quarter');
    const text = textOf(await page('/cases/statistics'));
    const { kaplanMeier } = body.requestToEnd;
    const { median } = kaplanMeier;
    const low = kaplanMeier.curve.find(({ lower }: { lower: number }) => lower <= 0.5).days;
    const high = kaplanMeier.curve.find(({ upper }: { upper: number }) => upper <= 0.5).days;
    expect(median.min).toBeLessThan(median.max);
    expect(text).toContain(
      `Half of the cases end within ${median.min} to ${median.max} days (95% confidence: ${low} to ${high} days).`,
    );
    const { open } = body.steps.at(-1);
    expect(text).toContain(
      `By the records, as of 22 November 2026: 46 cases, ${open.min} of them open. The most open at the end of a quarter: `,
    );
    expect(text).toContain('Newest news: 10 March 2026.');
    const { measures, measuresWithoutEnd } = body.steps.at(-1);
    const [inForce, withoutEnd] = [measures, measuresWithoutEnd].map((counts) => counts['liquidation-suspended']);
    expect(text).toContain(`: ${range(inForce)}. Of ended cases, with no end on record:`);
    expect(text).toContain(`: ${range(withoutEnd)}.`);
  });

  it('mark the part after the newest news, and only where there is one', async () => {
    const text = await page('/cases/statistics');
    expect(text.match(/class="after-news"/g)).toHaveLength(2);
    expect(textOf(text)).toContain('There is no news of these cases after 10 March 2026; that part');
    expect(await page('/cases/statistics?to=2024')).not.toContain('after-news');
  });

  it('end today under a clock that lies after today', async () => {
    const { body } = await api.get('/v1/cases/statistics?interval=year&asOf=2060-01-01');
    expect([body.to, body.steps.at(-1).to]).toEqual(['2026-11-22', '2026-11-22']);
    const text = await page('/cases/statistics?asOf=2060-01-01');
    expect(textOf(text)).toContain('By the records, as of 22 November 2026: 46 cases');
    expect(text).not.toContain('things stood');
  });

  it('draw what is in doubt with a texture of its own, and write ranges in the tables', async () => {
    const text = await page('/cases/statistics?asOf=2024-02-05');
    expect(text).toMatch(/class="series in-doubt"/);
    expect(text).toContain('url(#states-grid)');
    expect(textOf(text)).toContain('In doubt: the day of a step is not known');
    expect(textOf(text)).toContain('resolved: 14 to 15');
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
    expect(told).toMatch(/On 30 July 2024, as known now agrees 20 0 0/);
    expect(told).toMatch(
      /On 30 July 2024, as known then compatible: only a lower bound is known at least 20 at least 0/,
    );
    expect(told).toContain('1 record may be counted: Mondelēz México');
    expect(text).toContain('<a href="/facts/mondelez-puebla-request">the day of this entry decides it</a>');
    expect(told).toContain(
      'Up to 26 August 2024 as many requests for review are on record as the official count of that day names',
    );
    expect(text).toContain('<a href="/cases/gm-silao">GM Silao assembly plant</a>');
  });

  it('gives a result only by the way of counting that the claim states, and counts those results above', async () => {
    const { body } = await api.get('/v1/reconciliation');
    const ways: { knownNow: { verdict: string } }[][] = body.items.map(({ records }: { records: object[] }) => records);
    expect(ways.some(([, second]) => second?.knownNow.verdict === 'differs')).toBe(true);
    const text = await page('/reconciliation');
    expect(text).not.toContain('<td class="differs">');
    expect(text.match(/<th scope="col">Result</g)).toHaveLength(ways.filter((records) => records.length > 0).length);
    expect(textOf(text)).toContain('Another way of counting than the claim states, for comparison: it has no result.');
    const possible = ways.filter(([first]) => first?.knownNow.verdict === 'possible').length;
    expect(textOf(text)).toMatch(new RegExp(`records as known now: .* possible ${possible}, .* differs 0\\.`));
    const spanish = textOf(await page('/reconciliation?lang=es'));
    expect(spanish).toMatch(new RegExp(`según se sabe ahora: .* posible ${possible}, .* difiere 0\\.`));
    expect(spanish).toContain('Otra forma de contar que la que indica la cifra');
  });

  it('names under a clock its date instead of now, in both languages', async () => {
    const path = '/reconciliation?knownAt=2024-08-31';
    const text = textOf(await page(path));
    expect(text).toContain('comparable with the records as known on 31 August 2024: ');
    expect(text).toContain('On 30 July 2024, as known on 31 August 2024');
    expect(text).not.toContain('as known now');
    const spanish = textOf(await page(`${path}&lang=es`));
    expect(spanish).toContain('El 30 de julio de 2024, según lo que se sabía el 31 de agosto de 2024');
    expect(spanish).not.toContain('se sabe ahora');
    expect(textOf(await page('/reconciliation?recordedBy=845'))).toContain(
      'On 30 July 2024, as recorded by position 845 of the log',
    );
    expect(textOf(await page('/reconciliation?asOf=2024-08-31'))).toContain('On 30 July 2024, as known now');
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
