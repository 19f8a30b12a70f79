import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { request, type Dispatcher } from 'undici';
import type { JsonObject } from '#libs/kernel';
import type { Service } from './service.js';

/** Imports and answers how many lines were recorded; every one has to be. */
export async function send(service: Service, body: Readable): Promise<number> {
  const answer = await request(`${service.address}/v1/import`, {
    method: 'POST',
    headers: { ...service.headers, 'content-type': 'application/x-ndjson' },
    body,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const report = (await answer.body.json()) as { recorded: number; repeated: number; refused: number };
  if (answer.statusCode === 200 && report.refused === 0 && report.repeated === 0) return report.recorded;
  throw new Error(`The import answered ${answer.statusCode}: ${JSON.stringify(report).slice(0, 500)}`);
}

/** Records one fact and answers its position. */
export async function post(service: Service, fact: JsonObject, dispatcher?: Dispatcher): Promise<string> {
  const body = { ...fact };
  delete body['record'];
  const answer = await request(`${service.address}/v1/facts`, {
    dispatcher,
    method: 'POST',
    headers: { ...service.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 201) throw new Error(`A fact was answered with ${answer.statusCode}: ${text}`);
  return (JSON.parse(text) as { position: string }).position;
}

/** Waits until the timeline reflects a position, asking again where it is behind, and finds the fact in it. */
export async function readAfter(
  service: Service,
  fact: JsonObject,
  position: string,
  dispatcher?: Dispatcher,
): Promise<void> {
  const query = new URLSearchParams({ after: position, subject: String(fact['subject']), limit: '200' });
  for (;;) {
    const answer = await request(`${service.address}/v1/timeline?${query.toString()}`, { dispatcher });
    const text = await answer.body.text();
    if (answer.statusCode === 409) continue;
    const { items } = JSON.parse(text) as { items?: { id: string }[] };
    if (items?.some(({ id }) => id === fact['id'])) return;
    throw new Error(`The fact at ${position} was not in the timeline: ${answer.statusCode} ${text.slice(0, 300)}`);
  }
}

/** Waits until the service says that its views reflect everything that is on record. */
export async function untilCaughtUp(service: Service): Promise<void> {
  for (;;) {
    const answer = await request(`${service.address}/health/ready`);
    await answer.body.dump();
    if (answer.statusCode === 200) return;
    await wait(100);
  }
}
