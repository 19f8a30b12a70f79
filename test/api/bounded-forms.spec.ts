import { OPERATIONS } from '../../apps/api/src/openapi/operations.js';
import { startTestApi, type Answer, type TestApi } from './test-api.js';

interface Schema {
  type?: string;
  maxItems?: number;
  maxLength?: number;
  uniqueItems?: boolean;
  enum?: unknown;
  const?: unknown;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** Every schema below one, with where it stands. */
function schemasIn(schema: Schema, at: string): [string, Schema][] {
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = schema;
  return [
    [at, schema],
    ...Object.entries(properties).flatMap(([name, one]) => schemasIn(one, `${at}.${name}`)),
    ...(items === undefined ? [] : schemasIn(items, `${at}[]`)),
    ...[...anyOf, ...oneOf, ...allOf].flatMap((one) => schemasIn(one, at)),
  ];
}

describe('a body that is sent without a key', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('has a bound for each of its lists and texts, in the description', async () => {
    const { schemas } = (await api.get('/openapi.json')).body.components;
    const names = OPERATIONS.filter(({ scope }) => scope === 'open' || scope === 'read').flatMap(({ body }) =>
      Object.values(body ?? {}).flatMap((name) => name ?? []),
    );
    expect([...new Set(names)].toSorted()).toEqual([
      'Subscription',
      'SubscriptionDraft',
      'SubscriptionPatch',
      'SubscriptionSettings',
    ]);
    const found = [...new Set(names)].flatMap((name) => schemasIn(schemas[name] as Schema, name));
    const lists = found.filter(([, { type }]) => type === 'array');
    const texts = found.filter(([, one]) => one.type === 'string' && one.enum === undefined && one.const === undefined);
    expect([lists.length, texts.length].every((length) => length > 6)).toBe(true);
    expect(lists.filter(([, one]) => one.maxItems === undefined || one.uniqueItems !== true)).toEqual([]);
    expect(texts.filter(([, { maxLength }]) => maxLength === undefined)).toEqual([]);
  });

  const subscribe = (fields: object): Promise<Answer> =>
    api.post('/v1/subscriptions', { channel: { type: 'calendar' }, ...fields }, { key: null });

  it.each([
    ['/filter/kinds', 3, (list: string[]) => ({ filter: { kinds: list } })],
    ['/filter/topics', 100, (list: string[]) => ({ filter: { topics: list } })],
    ['/leadTimes', 20, (list: string[]) => ({ leadTimes: list })],
  ])('is refused for a list that is too long by one problem, whatever it holds: %s', async (pointer, maximum, form) => {
    const { status, body } = await subscribe(form(Array<string>(9_000).fill('')));
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { pointer, detail: expect.any(String), code: 'too_big', params: { maximum, origin: 'array' } },
    ]);
  });

  it.each([
    ['/filter/kinds', { filter: { kinds: ['developments', 'developments'] } }],
    ['/leadTimes', { leadTimes: ['P1D', 'P1D'] }],
  ])('is refused for a list that names one thing twice: %s', async (pointer, form) => {
    expect((await subscribe(form)).body.errors).toEqual([
      { pointer, detail: 'must not name one thing twice', code: 'custom', params: { rule: 'repeated' } },
    ]);
  });
});
