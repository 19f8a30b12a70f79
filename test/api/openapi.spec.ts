import { readFile } from 'node:fs/promises';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { FACT_TYPES, SAMPLES, SUBJECT_TYPES, validateRecord, type RecordKind } from '#libs/timeline';
import { ANSWER_SCHEMAS, type AnswerName } from '../../apps/api/src/openapi/answers.js';
import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { RECORD_SCHEMAS } from '../../apps/api/src/openapi/records.js';
import { correction, fact, lines, retraction, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

describe('the description of the API', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const plan = { id: 'review', type: 'milestone.planned', occurred: '2026-07-01', title: 'Review' };
    const says = { sources: [{ source: 'sheet', says: { occurred: '2020-08' } }] };
    const answer = await api.post(
      '/v1/import',
      lines([
        { record: 'source', ...source() },
        { record: 'subject', ...subject() },
        { record: 'subject', ...subject({ id: 'annex', partOf: 'accord' }) },
        {
          record: 'subject',
          ...subject({ id: 'matter', type: 'case', attributes: { mechanism: 'usmca-rrm', complainant: 'US' } }),
        },
        { record: 'fact', ...fact({ id: 'petition', subject: 'matter', type: 'case.filed', occurred: '2026-01-05' }) },
        { record: 'subject', ...subject({ id: 'count', type: 'indicator', attributes: { measure: 'rrm-requests' } }) },
        {
          record: 'fact',
          ...fact({ id: 'claim', subject: 'count', type: 'indicator.reported', body: { value: '1', unit: 'cases' } }),
        },
        { record: 'fact', ...fact() },
        { record: 'fact', ...fact({ id: 'disputed', ...says }) },
        { record: 'fact', ...fact({ ...plan, body: { milestone: 'joint-review.2026' } }) },
        { record: 'correction', fact: 'accord-in-force', ...correction() },
        { record: 'retraction', fact: 'disputed', ...retraction() },
        'no json',
      ]),
      { headers: { 'content-type': 'application/x-ndjson' } },
    );
    expect(answer.body).toMatchObject({ recorded: 12, refused: 1 });
    ANSWER_SCHEMAS.ImportReport.parse(answer.body);
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=12`);
  });
  afterAll(() => api.stop());

  it('lints clean by the recommended rules', async () => {
    const { text } = await api.get('/openapi.json');
    const problems = await lintFromString({ source: text, config: await createConfig({ extends: ['recommended'] }) });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)).toEqual(
      [],
    );
  });

  it('says of every array what it holds, and nowhere that a value may be anything', async () => {
    const { text } = await api.get('/openapi.json');
    const vague: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const { type, items, prefixItems } = value as Record<string, unknown>;
      const isArray = type === 'array' || (Array.isArray(type) && type.includes('array'));
      if (isArray && items === undefined && prefixItems === undefined) vague.push(path);
      for (const [name, entry] of Object.entries(value)) if (name !== 'example') look(entry, `${path}/${name}`);
    };
    look(JSON.parse(text), '');
    expect(vague).toEqual([]);
  });

  it('describes the headers that answers carry', async () => {
    const { body } = await api.get('/openapi.json');
    const lacking: string[] = [];
    for (const path of ['/v1/timeline', '/v1/cases', '/v1/topics', '/health/live', '/problems']) {
      const described = Object.keys(body.paths[path].get.responses[200].headers).map((name) => name.toLowerCase());
      const { headers } = await api.get(path === '/v1/timeline' ? `${path}?limit=1` : path);
      for (const name of ['link', 'ratelimit', 'ratelimit-policy', 'x-request-id'])
        if (headers.has(name) && !described.includes(name)) lacking.push(`${path} ${name}`);
    }
    expect(lacking).toEqual([]);
    for (const status of [429, 503])
      expect(body.components.responses[`Problem${status}`].headers).toHaveProperty('Retry-After');
  });

  it('has the version of the release and examples that are taken', async () => {
    const { body } = await api.get('/openapi.json');
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    expect(body).toMatchObject({ openapi: '3.1.0', info: { version: manifest.version } });
    const kinds: Record<string, RecordKind> = {
      '/v1/sources': 'source',
      '/v1/subjects': 'subject',
      '/v1/facts': 'fact',
      '/v1/facts/{id}/corrections': 'correction',
      '/v1/subjects/{id}/corrections': 'correction',
      '/v1/sources/{id}/corrections': 'correction',
      '/v1/facts/{id}/retractions': 'retraction',
    };
    for (const [path, kind] of Object.entries(kinds)) {
      const { example } = body.paths[path].post.requestBody.content['application/json'];
      expect(validateRecord(kind, example).kind).toBe(kind);
    }
  });

  it('describes every call that the server takes, and no other', async () => {
    const { body } = await api.get('/openapi.json');
    const described = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
    for (const { method, path } of OPERATIONS) {
      const asked = path.replace('{id}', 'nobody').replace('{code}', 'parameter-invalid');
      // The stream would never end, so it is asked for what it refuses.
      const answer = await api.request(method, path === '/v1/stream' ? `${asked}?since=never` : asked);
      expect([method, path, answer.body?.type === '/problems/route-unknown', answer.status === 405]).toEqual([
        method,
        path,
        false,
        false,
      ]);
    }
  });

  it('tells every subject type and fact type apart, each fact type with a frozen sample', async () => {
    const { schemas } = (await api.get('/openapi.json')).body.components;
    expect(Object.keys(schemas.Subject.discriminator.mapping)).toEqual([...SUBJECT_TYPES]);
    expect(Object.keys(schemas.Fact.discriminator.mapping)).toEqual([...FACT_TYPES]);
    for (const type of FACT_TYPES)
      expect(schemas[`Fact.${type}`]).toMatchObject({ title: expect.stringContaining(type), examples: [{ type }] });
  });

  it('describes records as they are taken', () => {
    const kinds: Record<string, [string, RecordKind]> = {
      'source.recorded': ['Source', 'source'],
      'subject.recorded': ['SubjectFields', 'subject'],
      'fact.corrected': ['FactCorrection', 'correction'],
      'subject.corrected': ['SubjectCorrection', 'correction'],
      'source.corrected': ['SourceCorrection', 'correction'],
      'fact.retracted': ['Retraction', 'retraction'],
    };
    for (const [type, { data }] of SAMPLES) {
      const [name, kind] = kinds[type] ?? ['FactFields', 'fact' as const];
      const schema = RECORD_SCHEMAS[name]!;
      const described = schema.safeParse(kind === 'fact' ? { occurred: null, ...data } : data);
      expect([type, described.error?.message]).toEqual([type, undefined]);
      const unknown = { ...data, occurred: data['occurred'] ?? null, nonsense: 1 };
      expect(schema.safeParse(unknown).success).toBe(false);
      expect(() => validateRecord(kind, unknown)).toThrow(/not valid/);
    }
  });

  it.each<[string, AnswerName]>([
    ['/v1/timeline?include=milestones&retracted=include', 'Timeline'],
    ['/v1/timeline/density?lane=topic', 'Density'],
    ['/v1/timeline.timelinejs.json?include=milestones', 'TimelineJs'],
    ['/v1/timeline.feed.json?retracted=include', 'JsonFeed'],
    ['/v1/timeline.feed.json?limit=1', 'JsonFeed'],
    ['/v1/changes', 'Changes'],
    ['/v1/milestones', 'Milestones'],
    ['/v1/milestones/matter.petition-review.2026', 'MilestoneDetail'],
    ['/v1/subjects', 'Subjects'],
    ['/v1/subjects/accord', 'SubjectDetail'],
    ['/v1/facts/accord-in-force', 'FactDetail'],
    ['/v1/facts/disputed', 'FactDetail'],
    ['/v1/cases', 'Cases'],
    ['/v1/cases/matter', 'CaseDetail'],
    ['/v1/cases/matter/history', 'CaseHistory'],
    ['/v1/cases/changes', 'CaseChanges'],
    ['/v1/cases/statistics?groupBy=status', 'CaseStatistics'],
    ['/v1/reconciliation', 'Reconciliation'],
    ['/v1/cases/changes?since=1', 'CaseChanges'],
    ['/v1/sources', 'Sources'],
    ['/v1/sources/sheet', 'SourceDetail'],
    ['/v1/topics', 'Values'],
    ['/v1/types', 'Values'],
    ['/v1/parties', 'Values'],
    ['/health/ready', 'Readiness'],
    ['/v1/timeline?limit=0', 'Problem'],
    ['/v1/facts/nobody', 'Problem'],
  ])('describes what %s answers', async (path, name) => {
    const { body } = await api.get(path);
    if (Array.isArray(body.items)) expect(body.items).not.toHaveLength(0);
    expect(ANSWER_SCHEMAS[name].safeParse(body).error?.message).toBeUndefined();
  });

  it('describes what a write and the list of projections answer', async () => {
    const written = await api.post('/v1/sources', source({ id: 'another' }));
    expect(ANSWER_SCHEMAS.Written.safeParse(written.body).error?.message).toBeUndefined();
    const projections = await api.get('/v1/projections', { key: api.adminKey });
    expect(ANSWER_SCHEMAS.Projections.safeParse(projections.body).error?.message).toBeUndefined();
  });

  it('has a page that loads nothing from elsewhere, with nothing inline', async () => {
    const page = await api.get('/docs/');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(page.text.match(/(?:src|href)="(?:\w+:)?\/\/[^"]*"/g)).toBeNull();
    expect(page.text).not.toMatch(/<style|style="|<script>/);
    const moved = await fetch(`${api.url}/docs`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/docs/']);
  });

  it('has a page whose script is fetched once for each release, compressed, and known again by its ETag', async () => {
    const { text } = await api.get('/docs/');
    const named = `/docs/${/src="(swagger-ui-bundle\.js[^"]*)"/.exec(text)![1]!}`;
    const asked = (path: string, headers: Record<string, string>) => fetch(`${api.url}${path}`, { headers });
    for (const encoding of ['br', 'gzip']) {
      const script = await asked(named, { 'accept-encoding': encoding });
      expect(script.headers.get('content-type')).toMatch(/javascript/);
      expect(script.headers.get('content-encoding')).toBe(encoding);
      expect(Number(script.headers.get('content-length'))).toBeLessThan(500_000);
      expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await script.text()).length).toBeGreaterThan(1_000_000);
    }
    const unnamed = await asked('/docs/swagger-ui-bundle.js', {});
    expect(unnamed.headers.get('cache-control')).toBe('no-cache');
    await unnamed.arrayBuffer();
    const again = await asked('/docs/swagger-ui-bundle.js', { 'if-none-match': unnamed.headers.get('etag')! });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });
});
