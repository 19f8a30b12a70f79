import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { bytesOf, encoded, setHeader, type Draft } from './draft.js';
import { hostileText, hostileValue } from './hostile-values.js';

/** One change of a request: what is changed, where, and what is put there. */
export interface Mutation {
  kind: keyof typeof KINDS;
  /** Chooses a place: the n-th field, parameter or byte, counted around. */
  place: number;
  text: string;
  value: unknown;
}

type Change = (draft: Draft, mutation: Mutation) => void;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'];
const TYPES = [
  ['application/json', 'application/json; charset=utf-16', 'application/json;charset=', 'text/plain', 'text/csv'],
  ['application/x-ndjson', 'application/xml', 'multipart/form-data', 'multipart/form-data; boundary=x', 'x', ';'],
  ['application/x-www-form-urlencoded', 'application/merge-patch+json', 'application/JSON ; a="b', '*/*', ''],
].flat();
const HEADERS: readonly [name: string, ...values: string[]][] = [
  ['accept', 'text/html', 'text/html;q=0.1, application/atom+xml', 'text/calendar', '*', ';;;', 'x/y;q=abc', ','],
  ['accept-language', 'es', '*', 'x'.repeat(2_000), 'en;q=', ';'],
  ['accept-encoding', 'br', 'gzip;q=0', 'identity;q=0, *;q=0', 'x'.repeat(500)],
  ['authorization', 'Bearer', 'Bearer ', 'Basic Og==', 'Basic %%%', `Bearer ${'x'.repeat(5_000)}`, 'Bearer é', 'x'],
  ['content-encoding', 'gzip', 'br', 'identity', 'x'],
  ['content-type', ...TYPES],
  ['cookie', 'theme=dark', 'theme=%00', 'theme=', ';;;=', 'a=b; '.repeat(300), '__proto__=1', 'theme=%zz'],
  ['expect', '100-continue'],
  ['forwarded', 'for=1.2.3.4;host=evil.example', 'for="['],
  ['host', 'evil.example', '', '127.0.0.1', '[::1', 'a b', 'localhost:99999'],
  ['idempotency-key', 'fuzz', '"', 'x'.repeat(400), '', '__proto__'],
  ['if-match', '"1"', '"999999999999"', '*', 'W/"1"', '1', '"1", "2"', '"', '"-1"', '"1e3"'],
  ['if-none-match', '*', '"1"', 'W/"x", "y"', ',', '"'],
  ['if-modified-since', 'Thu, 01 Jan 1970 00:00:00 GMT', 'x'],
  ['last-event-id', '1', '-1', '99999999999999999999', 'x', ''],
  ['origin', 'https://evil.example', 'null', 'http://127.0.0.1', '%'],
  ['prefer', 'wait=10', 'return=minimal'],
  ['range', 'bytes=0-1', 'bytes=9-1', 'x'],
  ['referer', 'https://evil.example/', '%'],
  ['sec-fetch-site', 'cross-site', 'same-origin', 'none', 'x'],
  ['transfer-encoding', 'chunked'],
  ['upgrade', 'websocket', 'h2c'],
  ['x-api-key', '', 'x', 'x'.repeat(5_000), 'é'],
  ['x-forwarded-for', '1.2.3.4', '1.2.3.4, ::1', 'x', ','.repeat(200)],
  ['x-forwarded-host', 'evil.example'],
  ['x-forwarded-proto', 'https', 'x'],
  ['x-http-method-override', 'DELETE'],
  ['x-request-id', 'fuzz', '\u00e9', 'x'.repeat(200), '{"a":1}'],
];

/** Every change of one field of a JSON body. */
const FIELD_CHANGES: ((parent: Record<string, unknown>, key: string, mutation: Mutation) => void)[] = [
  (parent, key, { value }) => (parent[key] = value),
  (parent, key, { text }) => (parent[key] = text),
  (parent, key) => delete parent[key],
  (parent, key) => (parent[key] = [parent[key]]),
  (parent, key) => (parent[key] = { [key]: parent[key] }),
  (parent, key) => {
    const value = parent[key];
    parent[key] = typeof value === 'string' ? `${value}\u0000` : JSON.stringify(value);
  },
  // A number as the key of a list would give it thousands of millions of places.
  (parent, _key, { text, value }) => (Array.isArray(parent) ? parent.push(value) : (parent[text] = value)),
  (parent, key, { text }) => (parent[key] = Array.from({ length: 101 }, () => text)),
];

const KINDS = {
  field: (draft, mutation) => {
    if (draft.body === null || !('json' in draft.body)) return;
    const fields = fieldsIn(draft.body.json);
    const { place } = mutation;
    const field = fields[place % fields.length];
    if (field === undefined) draft.body.json = mutation.value;
    else FIELD_CHANGES[Math.floor(place / fields.length) % FIELD_CHANGES.length]!(...field, mutation);
  },
  'whole body': (draft, { value }) => (draft.body = { json: value }),
  'bytes of the body': (draft, { place, text }) => {
    const bytes = bytesOf(draft.body) ?? Buffer.alloc(0);
    const at = bytes.length === 0 ? 0 : place % bytes.length;
    const put = [Buffer.from(text), Buffer.from([0xff]), Buffer.from([0x00]), Buffer.alloc(0)][place % 4]!;
    const rest = place % 3 === 0 ? Buffer.alloc(0) : bytes.subarray(at + (place % 2));
    draft.body = { bytes: Buffer.concat([bytes.subarray(0, at), put, rest]) };
  },
  'encoding of the body': (draft, { place }) => {
    const bytes = bytesOf(draft.body);
    if (bytes === null) return;
    const text = bytes.toString('utf8');
    const forms = [
      () => Buffer.from(text, 'utf16le'),
      () => Buffer.from(text, 'latin1'),
      () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
      () => gzipSync(bytes),
      () => Buffer.from(text.replaceAll('\n', '\r')),
      () => Buffer.from(text.replaceAll('"', "'")),
    ];
    draft.body = { bytes: forms[place % forms.length]!() };
  },
  'duplicate key': (draft) => {
    const bytes = bytesOf(draft.body);
    const [found] = /"\w+":("[^"]*"|\d+)/.exec(bytes?.toString('utf8') ?? '') ?? [];
    if (bytes !== null && found !== undefined)
      draft.body = { bytes: Buffer.from(bytes.toString('utf8').replace(found, `${found},${found}`)) };
  },
  'large body': (draft, { place }) => {
    const unit = ['[', '{"a":', ' ', 'x\n', '"', '\u0000', '[1,', 'é'][place % 8]!;
    const bytes = [2_000, 70_000, 300_000, 1_048_576, 1_100_000][Math.floor(place / 8) % 5]!;
    draft.body = { bytes: Buffer.from(unit.repeat(Math.ceil(bytes / Buffer.byteLength(unit)))) };
  },
  'query value': (draft, { place, text }) => {
    const pair = draft.query[place % draft.query.length];
    if (pair !== undefined) pair[1] = encoded(text);
    else draft.query.push(['q', encoded(text)]);
  },
  'query parameter': (draft, { place, text }) => {
    const name = [encoded(text), 'cursor', 'limit', 'after', '__proto__[]', 'a[b]', 'q', 'token', ''][place % 9]!;
    draft.query.push([name, encoded(text)]);
  },
  'query repeated': (draft, { place }) => {
    const pair = draft.query[place % draft.query.length];
    if (pair !== undefined)
      draft.query.push(...Array.from({ length: 1 + (place % 210) }, () => [...pair] as typeof pair));
  },
  'query as it is': (draft, { place }) => {
    const raw = ['%', '%zz', '%ED%A0%80', '%00', '&&&', '=', '?', '%FF%FE', '+', ';', '"<>', '%u0041'][place % 12]!;
    draft.query.push(['q', raw]);
  },
  cursor: (draft, { place, value }) => {
    const cursor = draft.query.find(([name]) => name === 'cursor');
    if (cursor !== undefined) cursor[1] = encoded(forged(cursor[1], place, value));
  },
  'path segment': (draft, { place, text }) => (draft.segments[place % draft.segments.length] = encoded(text)),
  'path as it is': (draft, { place }) => {
    const raw = ['%', '%zz', '%00', '%ED%A0%80', '..', '.', '', '%2e%2e', '%2F', ';', 'A', '%FF', '~', '"'][
      place % 14
    ]!;
    const at = place % draft.segments.length;
    if (place % 2 === 0) draft.segments[at] = raw;
    else draft.segments.splice(at, 0, raw);
  },
  'path case': (draft) => (draft.segments = draft.segments.map((segment) => segment.toUpperCase())),
  'path end': (draft, { place }) => draft.segments.push(['', 'x', '/', '.json', 'history'][place % 5]!),
  method: (draft, { place }) => (draft.method = METHODS[place % METHODS.length]!),
  header: (draft, { place }) => {
    const [name, ...values] = HEADERS[place % HEADERS.length]!;
    setHeader(draft, name, values[Math.floor(place / HEADERS.length) % values.length]!);
  },
  'header text': (draft, { place, text }) => {
    const [name] = HEADERS[place % HEADERS.length]!;
    setHeader(draft, name, text);
  },
  'content type': (draft, { place }) => setHeader(draft, 'content-type', TYPES[place % TYPES.length]!),
  'no key': (draft) => {
    draft.headers = draft.headers.filter(([name]) => name !== 'authorization' && name !== 'x-api-key');
  },
} satisfies Record<string, Change>;

/** Changes that say most about a body or a query come up more often than those that every route answers alike. */
const WEIGHTS: Partial<Record<keyof typeof KINDS, number>> = {
  field: 10,
  'query value': 6,
  'path segment': 3,
  header: 4,
  cursor: 8,
};

/** Generates one change. */
export const mutations: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.oneof(
    ...(Object.keys(KINDS) as (keyof typeof KINDS)[]).map((kind) => ({
      weight: WEIGHTS[kind] ?? 2,
      arbitrary: fc.constant(kind),
    })),
  ),
  place: fc.noBias(fc.nat(1_000_000)),
  text: hostileText,
  value: hostileValue,
});

/** The request with the changes; the one that is given stays as it is. */
export function mutated(draft: Draft, changes: readonly Mutation[]): Draft {
  const copy = structuredClone(draft);
  // A clone of bytes is no Buffer any more.
  if (draft.body !== null && 'bytes' in draft.body) copy.body = { bytes: draft.body.bytes };
  // Values are cloned as well: a later change may reach into what an earlier one put there.
  for (const change of changes) KINDS[change.kind](copy, { ...change, value: structuredClone(change.value) });
  return copy;
}

/** Every field of a JSON value, with the object or list that holds it. */
function fieldsIn(value: unknown): [parent: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as Record<string, unknown>;
  return Object.keys(parent)
    .slice(0, 50)
    .flatMap((key) => [[parent, key] as [Record<string, unknown>, string], ...fieldsIn(parent[key])]);
}

/** Numbers at and beyond the ends of int4 and of safe integers. */
const NUMBERS = [2_147_483_647, 2_147_483_648, -2_147_483_648, -2_147_483_649, 0.5, 2 ** 53, -0];

/** A cursor with another value in the place of one of its own, encoded as the service encodes it. */
function forged(cursor: string, place: number, value: unknown): string {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    const all = fieldsIn(parts);
    const numeric = all.filter(([parent, key]) => typeof parent[key] === 'number');
    const fields = numeric.length > 0 && place % 3 > 0 ? numeric : all;
    const [parent, key] = fields[place % fields.length]!;
    const isNumber = typeof parent[key] === 'number';
    parent[key] = isNumber ? NUMBERS[Math.floor(place / 3) % NUMBERS.length] : value;
    return Buffer.from(JSON.stringify(parts)).toString('base64url');
  } catch {
    return `${cursor}x`;
  }
}
