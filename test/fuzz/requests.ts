import * as fc from 'fast-check';
import type { Description, Operation, Parameter } from './description.js';
import { encoded, HOLDERS, type Body, type Draft, type Holder } from './draft.js';
import { hostileText } from './hostile-values.js';
import type { KnownValues } from './known-values.js';
import { recordsFor, referringToKnown } from './record-bodies.js';
import { valuesOf } from './values-of-schema.js';

const DATES = ['2024', '2024-06-15', '2020-07-01', '2019-01/2025-06', '2024-09-16T12:00:00Z', '2026-01-01', '1', '500'];
const CLOCKS = new Set(['from', 'to', 'since', 'until', 'asOf', 'knownAt', 'recordedBy', 'before', 'edtf']);

/** Operations that keep a worker busy, or end what other requests need, come up less often; those with bodies more often. */
const SELDOM = /rebuild$|replay$|rotate|^DELETE /;

/** The fields of the forms about subscriptions. */
const FIELDS = ['address', 'channel', 'digest', 'subject', 'leadTimes', 'timeZone', 'do', 'email', 'topic', 'kinds'];

/** So many subscriptions are for requests that erase one. */
const EXPENDABLE = 5;

const readers = holders({ nobody: 3, read: 3, write: 3, admin: 3, unknown: 1 });
const writers = holders({ nobody: 2, read: 1, write: 6, admin: 3, unknown: 1 });

function holders(weights: Record<Holder, number>): fc.Arbitrary<Holder> {
  return fc.oneof(...HOLDERS.map((name) => ({ weight: weights[name], arbitrary: fc.constant(name) })));
}

/** Generates valid requests for every operation of the description and for every page. */
export function requestsFor(description: Description, known: KnownValues, pages: Pages): fc.Arbitrary<Draft> {
  const operations = description.operations.map((operation) => ({
    weight: SELDOM.test(`${operation.method} ${operation.path}`) ? 1 : operation.bodies.length > 0 ? 12 : 4,
    arbitrary: ofOperation(operation, description, known),
  }));
  const queries = description.operations.find(({ path }) => path === '/v1/timeline')?.parameters ?? [];
  const shown = [
    ...pages.paths.map((path) => ofPage('GET', path, queries, description, known)),
    ...pages.formPaths.map((path) => ofForm(path, known)),
  ];
  return fc.oneof({ weight: 4, arbitrary: fc.oneof(...operations) }, { weight: 1, arbitrary: fc.oneof(...shown) });
}

/** The paths of the pages, as the router takes them, and of those that take forms. */
export interface Pages {
  paths: readonly string[];
  formPaths: readonly string[];
}

function ofOperation(operation: Operation, description: Description, known: KnownValues): fc.Arbitrary<Draft> {
  const { method, path, parameters } = operation;
  const inQuery = parameters.filter((parameter) => parameter.in === 'query' && parameter.name !== 'token');
  const inHeader = parameters.filter((parameter) => parameter.in === 'header');
  return fc
    .record({
      holder: method === 'GET' ? readers : writers,
      ids: idsFor(path, known, method === 'DELETE'),
      query: fc.tuple(...inQuery.map((parameter) => asked(parameter, path, description, known))),
      headers: fc.tuple(...inHeader.map((parameter) => seldom(textFor(parameter, path, description, known)))),
      body: bodyFor(operation, description, known),
      isBearer: fc.boolean(),
    })
    .map(({ holder: by, ids, query, headers, body, isBearer }) => ({
      target: `${method} ${path}`,
      holder: by,
      method,
      segments: segmentsOf(path, ids.path),
      query: [...(ids.token === null ? [] : [['token', ids.token] as [string, string]]), ...asOneQuery(query.flat())],
      headers: [
        ...keyHeader(by, isBearer),
        ...inHeader.flatMap(({ name }, index): [string, string][] => {
          const value = headers[index];
          return value === null || value === undefined ? [] : [[name, value]];
        }),
        ...(body.type === null ? [] : [['content-type', body.type] as [string, string]]),
      ],
      body: body.body,
    }));
}

function ofPage(
  method: string,
  path: string,
  parameters: readonly Parameter[],
  description: Description,
  known: KnownValues,
): fc.Arbitrary<Draft> {
  return fc
    .record({
      holder: readers,
      ids: idsFor(path, known),
      query: fc.tuple(...parameters.map((parameter) => asked(parameter, path, description, known))),
      language: fc.constantFrom('en', 'es', 'es-MX,es;q=0.9,en;q=0.5'),
      isBearer: fc.boolean(),
    })
    .map(({ holder: by, ids, query, language, isBearer }) => ({
      target: `PAGE ${method} ${path}`,
      holder: by,
      method,
      segments: segmentsOf(path, ids.path),
      query: [...(ids.token === null ? [] : [['token', ids.token] as [string, string]]), ...asOneQuery(query.flat())],
      headers: [...keyHeader(by, isBearer), ['accept', 'text/html'], ['accept-language', language]],
      body: null,
    }));
}

/** A form, as a browser on a page of the service sends it. */
function ofForm(path: string, known: KnownValues): fc.Arbitrary<Draft> {
  const field = fc.constantFrom(...(path === '/appearance' ? ['theme', 'back'] : FIELDS));
  const usual = fc.constantFrom('a@example.invalid', 'email', 'calendar', 'dark', '/', 'daily', 'usmca', 'P30D', 'UTC');
  const value = fc.oneof({ weight: 2, arbitrary: usual }, { weight: 1, arbitrary: hostileText });
  return fc
    .record({
      ids: idsFor(path, known, path.endsWith('/unsubscribe')),
      fields: fc.array(fc.tuple(field, value), { maxLength: 6 }),
    })
    .map(({ ids, fields }) => ({
      target: `PAGE POST ${path}`,
      holder: 'nobody' as const,
      method: 'POST',
      segments: segmentsOf(path, ids.path),
      query: ids.token === null ? [] : [['token', ids.token]],
      headers: [
        ['accept', 'text/html'],
        ['content-type', 'application/x-www-form-urlencoded'],
        ['sec-fetch-site', 'same-origin'],
      ],
      body: { bytes: Buffer.from(fields.map(([name, text]) => `${name}=${encoded(text)}`).join('&')) },
    }));
}

function keyHeader(by: Holder, isBearer: boolean): [string, string][] {
  if (by === 'nobody') return [];
  return isBearer ? [['authorization', `Bearer ~key-${by}~`]] : [['x-api-key', `~key-${by}~`]];
}

/**
 * Values for the parts of a path that stand for something, and the token that belongs to a subscription.
 *
 * @param ends whether the request erases the subscription; the others stay for the requests that follow
 */
function idsFor(
  path: string,
  known: KnownValues,
  ends = false,
): fc.Arbitrary<{ path: string[]; token: string | null }> {
  if (/\/subscriptions\/[{:]id/.test(path) && known.subscriptions.length > 0) {
    const owned = fc.constantFrom(...(ends ? known.subscriptions.slice(-EXPENDABLE) : known.subscriptions));
    return fc
      .tuple(owned, fc.constantFrom(...known.subscriptions), fc.nat(9))
      .map(([own, other, chance]) => ({ path: [own.id], token: chance === 0 ? other.token : own.token }));
  }
  const collection = /^(?:\/v1)?\/(\w+)\//.exec(path)?.[1] ?? '';
  const parts = path.split('/').filter((segment) => /^[{:]/.test(segment));
  return fc
    .tuple(...parts.map(() => fc.constantFrom(...known.idsOf(collection))))
    .map((chosen) => ({ path: chosen, token: null }));
}

function segmentsOf(path: string, ids: readonly string[]): string[] {
  let next = 0;
  return path
    .slice(1)
    .split('/')
    .map((segment) => segment.replace(/\{\w+\}|^:\w+/, () => encoded(ids[next++] ?? 'nobody')));
}

/** A cursor belongs to the filters that it came with: beside others nothing but their comparison would be reached. */
function asOneQuery(query: [string, string][]): [string, string][] {
  const cursor = query.find(([name]) => name === 'cursor');
  return cursor === undefined ? query : [cursor];
}

/** A query parameter with its values; mostly left out, but where it is required. */
function asked(
  parameter: Parameter,
  path: string,
  description: Description,
  known: KnownValues,
): fc.Arbitrary<[string, string][]> {
  const one = textFor(parameter, path, description, known).map((text): [string, string][] => [
    [encoded(parameter.name), encoded(text)],
  ]);
  if (parameter.required === true) return one;
  const weight = parameter.name === 'cursor' ? 2 : 5;
  return fc.oneof({ weight, arbitrary: fc.constant<[string, string][]>([]) }, { weight: 1, arbitrary: one });
}

function textFor(
  { name, schema, example }: Parameter,
  path: string,
  description: Description,
  known: KnownValues,
): fc.Arbitrary<string> {
  if (CLOCKS.has(name)) return fc.constantFrom(...DATES);
  if (name === 'after') return fc.constantFrom('0', '1', '100');
  const values = name === 'cursor' ? known.cursorsOf(path) : known.valuesOf(name);
  if (values.length > 0) return fc.constantFrom(...values);
  const of = schema.type === 'array' && schema.items !== undefined ? schema.items : schema;
  const examples = [example ?? []].flat();
  const generated = valuesOf(of, description).map(String);
  return examples.length > 0 ? fc.oneof(fc.constantFrom(...examples.map(String)), generated) : generated;
}

function seldom(texts: fc.Arbitrary<string>): fc.Arbitrary<string | null> {
  return fc.option(texts, { freq: 1, nil: null });
}

function bodyFor(
  operation: Operation,
  description: Description,
  known: KnownValues,
): fc.Arbitrary<{ type: string | null; body: Body }> {
  if (operation.bodies.length === 0) return fc.constant({ type: null, body: null });
  return fc.oneof(
    ...operation.bodies.map(([type, media]): fc.Arbitrary<{ type: string; body: Body }> => {
      if (type === 'application/x-ndjson')
        return recordsFor(description, known).map((text) => ({ type, body: { bytes: Buffer.from(text) } }));
      if (type !== 'application/json')
        return fc.constant({ type, body: { bytes: Buffer.from(`${String(media.example ?? '')}\n`) } });
      const generated = valuesOf(media.schema ?? {}, description);
      const values = media.example === undefined ? generated : fc.oneof(fc.constant<unknown>(media.example), generated);
      return fc
        .tuple(values, fc.nat())
        .map(([value, choice]) => ({ type, body: { json: referringToKnown(value, known, choice) } }));
    }),
  );
}
