import { recorderOfRun, redact } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { FACT_TYPES, SAMPLES, whatRemains } from '#libs/timeline';
import { loadPageRenderer } from '../../apps/api/src/pages/page-renderer.js';
import { lines } from './records.js';
import { PUBLIC_URL, startTestApi, type Answer, type TestApi } from './test-api.js';

const cite = { sources: [{ source: 'example-gazette' }] };
const fact = (id: string, subject: string, type: string, occurred: string, body: JsonObject): JsonObject => ({
  record: 'fact',
  id,
  subject,
  type,
  occurred,
  body,
  title: `About ${id}`,
  ...cite,
});

/** A fact of every type, and plans that are still to come at the time of the test. */
const FACTS: JsonObject[] = [
  ...FACT_TYPES.map((type): JsonObject => ({ record: 'fact', occurred: null, ...SAMPLES.get(type)!.data, ...cite })),
  fact('alpha', 'example-accord', 'milestone.planned', '2032-03', { milestone: 'alpha.2032' }),
  fact('beta', 'example-accord', 'milestone.planned', '2032-04', { milestone: 'beta.2032' }),
  fact('beta-moved', 'example-accord', 'milestone.moved', '2032-05', { milestone: 'beta.2032' }),
  fact('panel-requested', 'panel-case', 'case.panel-requested', '2024-09-03', {}),
  fact('panel-decided', 'panel-case', 'case.panel-decided', '2024-11-03', { finding: 'denial' }),
  fact('penalty', 'panel-case', 'case.measure-taken', '2024-11-04', { kind: 'penalty' }),
  fact('entry-denied', 'panel-case', 'case.measure-taken', '2024-11-05', { kind: 'entry-denied' }),
];
const SUBJECTS = new Map(
  FACTS.filter(({ type }) => !String(type).startsWith('milestone.')).map(({ subject, type }) => [
    String(subject),
    String(type).split('.')[0]!,
  ]),
);
const ATTRIBUTES: Readonly<Record<string, JsonObject>> = {
  case: { mechanism: 'usmca-rrm', complainant: 'US', respondent: 'MX' },
  indicator: { measure: 'rrm-requests' },
};

/** What needs a token or the key of an administrator, never ends, or is the same whatever is on record. */
const LEFT_OUT =
  /^\/(v1\/(subscriptions|confirmations|keys|audit|deliveries|projections|stream|dates|log)|openapi|docs|problems)\b/;
/** What a value that is missing looks like where it is written as a text. */
const NO_VALUE = /undefine|\bNaN\b|\[object /;

/** The paths of the service that an answer links to, without queries. */
function linksIn({ text }: Answer): string[] {
  // Lines of a calendar are folded.
  const whole = text.replaceAll('\r\n ', '');
  const found = [...whole.matchAll(/\b(?:href|src)="(\/[^"?#]*)/g), ...whole.matchAll(LINK)];
  return found.map(([, path]) => path!);
}
const LINK = new RegExp(`${PUBLIC_URL.replaceAll('.', '[.]')}(/[\\w./~%-]*[\\w~%/-])`, 'g');

describe('where the body of a fact of every type was redacted', () => {
  let api: TestApi;
  let position: string;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2031-06-01T00:00:00Z' });
    const records = [
      { record: 'source', ...SAMPLES.get('source.recorded')!.data },
      ...[...SUBJECTS].map(([id, type]) => ({
        record: 'subject',
        id,
        type,
        name: `Example ${id}`,
        parties: ['US', 'MX'],
        attributes: ATTRIBUTES[type] ?? {},
      })),
      ...FACTS,
    ];
    const { body } = await api.post('/v1/import', lines(records), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(body).toMatchObject({ problems: [], recorded: records.length });
    for (const { id } of FACTS.filter((one) => one['id'] !== 'entry-denied'))
      position = String(
        await redact(api.database.owner, {
          event: `fact:${String(id)}`,
          ground: 'sealed',
          reason: 'An order',
          recorder: recorderOfRun('operator'),
          remainsOf: whatRemains,
        }),
      );
  });
  afterAll(() => api.stop());

  it('every answer and every page is without a value that is missing, and each link of its own leads somewhere', async () => {
    const { paths } = (await api.get('/openapi.json')).body as { paths: Record<string, object> };
    const { ROUTES } = await loadPageRenderer();
    const found = [
      ...Object.keys(paths).filter((path) => 'get' in paths[path]!),
      ...ROUTES.map(({ path }) => path.replace(':id', '{id}')),
    ].flatMap((path) => {
      const ids = /^(\/v1)?\/subjects\//.test(path)
        ? [...SUBJECTS.keys()]
        : /^(\/v1)?\/cases\//.test(path)
          ? ['example-case', 'panel-case']
          : FACTS.map(({ id }) => String(id));
      if (!path.includes('{id}')) return [path];
      return /\/(subjects|cases|facts)\/\{id\}/.test(path) ? ids.map((id) => path.replace('{id}', id)) : [];
    });
    const more = ['/milestones?status=all', '/v1/milestones?status=upcoming&status=met&status=unconfirmed'];
    const open = [...found, ...more, '/v1/timeline?include=milestones&retracted=include&undated=include&limit=200'];
    expect(open.length).toBeGreaterThan(200);
    const seen = new Set<string>();
    const faults: unknown[] = [];
    await api.get(`/v1/milestones?after=${position}`);
    await api.get(`/v1/timeline?after=${position}`);
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path) || LEFT_OUT.test(path)) continue;
      seen.add(path);
      const answer = await api.get(path);
      const [missing] = NO_VALUE.exec(answer.text) ?? [];
      if (answer.status !== 200 || missing) faults.push({ path, status: answer.status, missing });
      open.push(...linksIn(answer));
    }
    expect(faults).toEqual([]);
  });

  it('no milestone follows from it, and a measure and a state only from what is left', async () => {
    const milestones = await api.get(`/v1/milestones?subject=example-accord&from=2000&after=${position}`);
    expect(milestones).toMatchObject({ status: 200, body: { items: [] } });
    const { body } = await api.get(`/v1/cases/panel-case?after=${position}`);
    expect(body).toMatchObject({ status: 'in-panel', possible: [], outcome: null, closedOn: null });
    expect(body.measures).toMatchObject([{ kind: 'entry-denied', state: 'in-force' }]);
    const statistics = await api.get(`/v1/cases/statistics?interval=year&after=${position}`);
    expect(Object.keys(statistics.body.steps.at(-1).measures)).toEqual(['entry-denied']);
    for (const [subject, state] of [
      ['example-accord-cases', { latest: null }],
      ['example-fund', { last: { amount: null } }],
      ['example-accord', { endsOn: null, lastReview: { outcome: null } }],
    ] as const)
      expect((await api.get(`/v1/subjects/${subject}?after=${position}`)).body.state).toMatchObject(state);
    expect((await api.get(`/v1/reconciliation?after=${position}`)).body.items).toEqual([]);
  });
});
