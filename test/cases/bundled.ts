import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { lines } from '../data/bundled-records.js';

/** The bundled data set on a database of its own, queried on 22 November 2026. */
export async function startBundled(): Promise<TestTimeline> {
  const timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
  expect((await timeline.record(lines.map(({ record }) => record))).problems).toEqual([]);
  return timeline;
}
