import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { startTestApi, type TestApi } from '../api/test-api.js';
import { DATA, FILES } from '../data/bundled-records.js';

/**
 * The API with the bundled data set, on 22 November 2026.
 *
 * @param assets where the bundle of the pages lies
 * @param settings what differs from the usual settings of specs
 */
export async function startBundledApi(assets?: string, settings: Partial<Settings> = {}): Promise<TestApi> {
  const api = await startTestApi({ clockStart: '2026-11-22T12:00:00Z', assets, settings });
  let position = '0';
  for (const name of FILES) {
    const { body } = await api.request('POST', '/v1/import', {
      headers: { authorization: `Bearer ${api.adminKey}`, 'content-type': 'application/x-ndjson' },
      body: readFileSync(join(DATA, 'us-mexico', name)),
    });
    expect(body).toMatchObject({ refused: 0, problems: [] });
    position = body.position;
  }
  // A busy machine may need more than the five seconds that one answer waits.
  for (const list of ['milestones', 'timeline'])
    await eventually(async () => {
      const { status } = await api.get(`/v1/${list}?after=${position}&limit=1`, { key: api.adminKey });
      expect(status).toBe(200);
    });
  return api;
}
