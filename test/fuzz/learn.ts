import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { eventually } from '#libs/testing';
import { KnownValues } from './known-values.js';
import { send, type Outcome } from './send.js';
import type { FuzzedService } from './service.js';

type Fields = Record<string, unknown>;

/** The lists whose items have an id by which they can be read one by one. */
const LISTS = {
  facts: '/v1/timeline?limit=200',
  subjects: '/v1/subjects?limit=200',
  sources: '/v1/sources?limit=200',
  milestones: '/v1/milestones?limit=200',
  cases: '/v1/cases?limit=200',
} as const;
const PAGED = ['/v1/timeline', '/v1/subjects', '/v1/sources', '/v1/milestones', '/v1/cases', '/v1/cases/changes'];
/** So many ids of each kind are used: every request stays printable, and each is used several times. */
const IDS = 30;

/** Reads what valid requests are made of, and makes subscriptions whose tokens they carry. */
export async function learn(service: FuzzedService): Promise<KnownValues> {
  const known = new KnownValues();
  for (const [name, key] of Object.entries(service.keys)) known.setPlace(`key-${name}`, key);
  for (const [collection, path] of Object.entries(LISTS)) {
    const items = (await get(service, path))['items'] as Fields[];
    known.addIds(collection, spread(items.map(({ id }) => String(id))));
    for (const item of items) addValues(known, collection, item);
  }
  const projections = (await get(service, '/v1/projections'))['items'] as Fields[] | undefined;
  known.addIds('projections', projections?.map(({ name }) => String(name)) ?? ['timeline']);
  for (const path of PAGED) {
    const first = await get(service, `${path}?limit=2`);
    const next = (first['page'] as { next?: string | null } | undefined)?.next;
    if (typeof next === 'string') known.addCursor(path, next);
  }
  await makeSubscriptions(service, known);
  return known;
}

/** Filters take what stands in the items of a list. */
function addValues(known: KnownValues, collection: string, item: Fields): void {
  const id = String(item['id']);
  if (collection === 'subjects') {
    known.addSubject(String(item['type']), id);
    known.addValue('subject', id);
    known.addValue('partOf', id);
  }
  if (collection === 'sources') known.addValue('source', id);
  for (const [plural, name] of [
    ['topics', 'topic'],
    ['parties', 'party'],
  ] as const)
    for (const value of (item[plural] as unknown[] | undefined) ?? []) known.addValue(name, String(value));
  for (const [name, value] of Object.entries((item['attributes'] as Fields | undefined) ?? {}))
    if (typeof value === 'string') known.addValue(name, value);
}

/** Calendars need no key, webhooks one, and mail the link that is sent to its address. */
async function makeSubscriptions(service: FuzzedService, known: KnownValues): Promise<void> {
  const filter = { topics: known.valuesOf('topic').slice(0, 1) };
  const hook = { channel: { type: 'webhook', url: 'https://receiver.invalid/hook' } };
  for (let number = 0; number < 4; number++) add(known, await subscribe(service, number, hook, service.keys['write']));
  const mail = await subscribe(service, 20, { channel: { type: 'email', address: 'reader@example.invalid' } });
  const outbox = join(service.dataDir, 'outbox');
  await eventually(async () => {
    const [name] = (await readdir(outbox)).filter((file) => file.endsWith('.eml'));
    if (name === undefined) throw new Error('The confirmation is not in the outbox yet.');
    const { text = '' } = await simpleParser(await readFile(join(outbox, name)));
    const token = /[?&]token=([\w-]+)/.exec(text)?.[1];
    if (token === undefined) throw new Error(`The confirmation has no link with a token: ${text}`);
    known.addSubscription(idIn(mail), token);
  });
  // Calendars come last: requests that erase a subscription take the last ones.
  for (let calendar = 0; calendar < 8; calendar++)
    add(known, await subscribe(service, calendar, { channel: { type: 'calendar' }, filter }));
}

/** Each client has limits of its own, so every subscription is asked for from another address. */
async function subscribe(service: FuzzedService, client: number, body: object, key?: string): Promise<Outcome> {
  const answer = await send(
    {
      method: 'POST',
      target: '/v1/subscriptions',
      headers: [
        ['content-type', 'application/json'],
        ...(key === undefined ? [] : [['authorization', `Bearer ${key}`] as [string, string]]),
      ],
      body: Buffer.from(JSON.stringify(body)),
    },
    { port: service.port, localAddress: addressOf(client), patienceMs: 60_000 },
  );
  if (answer.status !== 201) throw new Error(`No subscription was made: ${answer.status} ${answer.text}`);
  return answer;
}

/** Every token of the answer opens the subscription in one way. */
function add(known: KnownValues, answer: Outcome): void {
  for (const token of new Set(Array.from(answer.text.matchAll(/[?&]token=([\w-]+)/g), ([, found]) => found!)))
    known.addSubscription(idIn(answer), token);
}

function idIn({ text }: Outcome): string {
  return (JSON.parse(text) as { id: string }).id;
}

/** An address of a client of its own, where the system takes all of 127.0.0.0/8 for itself. */
export function addressOf(client: number): string | undefined {
  return process.platform === 'linux' ? `127.0.${1 + Math.floor(client / 250)}.${1 + (client % 250)}` : undefined;
}

async function get(service: FuzzedService, path: string): Promise<Fields> {
  const answer = await fetch(`${service.url}${path}`, {
    headers: { authorization: `Bearer ${service.keys['owner']}` },
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Fields;
}

function spread(ids: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(ids.length / IDS));
  return ids.filter((_id, index) => index % step === 0).slice(0, IDS);
}
