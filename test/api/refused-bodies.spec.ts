import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { startTestApi, type TestApi } from './test-api.js';

/** So large may the answer to a refused body be, in characters. */
const LARGEST = 65_536;
/** Just below what may be sent without a key. */
const SIZE = 60_000;

const inexact = (name: string): string => `{"${name}":[${Array(102).fill('1.00000000000000001').join(',')}]}`;
const names = (count: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}~`.padEnd(SIZE / count, '~'), 1])));

describe('the answer to a refused body', () => {
  let api: TestApi;
  let routes: { method: string; path: string; fields: string[] }[];

  beforeAll(async () => {
    api = await startTestApi();
    const { schemas } = (await api.get('/openapi.json')).body.components;
    const fieldsOf = (method: string, path: string): string[] => {
      const body = OPERATIONS.find((one) => `${one.method} ${one.path}` === `${method} ${path}`)?.body ?? {};
      const name = body['application/json'];
      return name === undefined || name === null ? [] : Object.keys(schemas[name].properties ?? {});
    };
    routes = api.routes
      .filter(({ method, url }) => ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && !url.startsWith('/queues'))
      .map(({ method, url }) => ({
        method,
        path: url.replaceAll(/:\w+/g, 'some'),
        fields: fieldsOf(method, url.replaceAll(/:(\w+)/g, '{$1}')),
      }));
  });
  afterAll(() => api.stop());

  const sizeOf = async (method: string, path: string, body: string, type: string): Promise<number> => {
    const headers = { 'content-type': type, 'x-api-key': api.adminKey };
    return (await api.request(method, path, { headers, body })).text.length;
  };

  it.each([
    ['a long name above many numbers that would be rounded', () => [inexact('~'.repeat(SIZE))]],
    ['unknown fields with long names', () => [names(2), names(90)]],
    ['many unknown fields', () => [names(6_000)]],
    [
      'known fields with long lists of what they cannot hold',
      (fields: string[]) => [JSON.stringify(Object.fromEntries(fields.map((name) => [name, Array(1_000).fill(0)])))],
    ],
    [
      'known fields with a long text, and objects with long names',
      (fields: string[]) => {
        const share = SIZE / Math.max(1, fields.length);
        return ['x'.repeat(share), { ['/'.repeat(share)]: '\0' }].map((value) =>
          JSON.stringify(Object.fromEntries(fields.map((name) => [name, value]))),
        );
      },
    ],
  ])('is bounded on every route: %s', async (_what, bodiesOf) => {
    expect(routes.length).toBeGreaterThan(20);
    const sizes: [string, number][] = [];
    for (const { method, path, fields } of routes)
      for (const body of bodiesOf(fields))
        sizes.push([`${method} ${path}`, await sizeOf(method, path, body, 'application/json')]);
    expect(sizes.filter(([, size]) => size > LARGEST)).toEqual([]);
  });

  it('is bounded for a line of an import, in JSON and in CSV', async () => {
    const line = inexact('~'.repeat(SIZE));
    expect(await sizeOf('POST', '/v1/import?dryRun=true', line, 'application/x-ndjson')).toBeLessThan(LARGEST);
    const csv = `record,id,attributes.${'x'.repeat(SIZE)}\nsubject,a,"[${Array(102).fill('1.00000000000000001').join(',')}]"\n`;
    expect(await sizeOf('POST', '/v1/import?dryRun=true', csv, 'text/csv')).toBeLessThan(LARGEST);
  });

  it('is bounded for an import of many wrong lines, each of which is counted', async () => {
    const count = 15_000;
    const headers = { 'content-type': 'application/x-ndjson', 'x-api-key': api.adminKey };
    const answer = await api.request('POST', '/v1/import?dryRun=true', { headers, body: '{}\n'.repeat(count) });
    expect(answer.body).toMatchObject({ refused: count });
    expect(answer.text.length).toBeLessThan(1_200_000);
  });
});
