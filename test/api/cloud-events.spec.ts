import { CloudEvent, HTTP } from 'cloudevents';
import { asTheyStand, lines } from '../data/bundled-records.js';
import { startBundledApi } from '../web/bundled-api.js';
import type { TestApi } from './test-api.js';

const BATCH = 'application/cloudevents-batch+json';
let api: TestApi;
beforeAll(async () => {
  api = await startBundledApi();
});
afterAll(() => api.stop());

describe('CloudEvents', () => {
  it.each([
    ['the export', '/v1/export', lines.length],
    ['the timeline', '/v1/timeline.cloudevents.json?undated=include', asTheyStand('fact').length],
  ])('of %s pass the SDK in strict mode, every one', async (_what, path, count) => {
    const answer = await api.get(path, { headers: { accept: BATCH } });
    expect(answer.headers.get('content-type')).toContain(BATCH);
    const headers = { 'content-type': `${BATCH}; charset=utf-8` };
    const events = HTTP.toEvent({ headers, body: answer.text }) as CloudEvent[];
    expect(events).toHaveLength(count);
    for (const event of events) expect(new CloudEvent({ ...event.toJSON() }, true).validate()).toBe(true);
    expect(new Set(events.map(({ id, source }) => `${source} ${id}`)).size).toBe(count);
  });
});
