import { readFileSync } from 'node:fs';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

const FILES = ['1-fact-sheet-2024', '2-rrm-cases', '3-later'];

/** The bundled data set on a database of its own, asked on 22 November 2026. */
export async function startBundled(): Promise<TestTimeline> {
  const timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
  const records = FILES.flatMap((name) =>
    readFileSync(`data/us-mexico/${name}.ndjson`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as object),
  );
  expect((await timeline.record(records)).problems).toEqual([]);
  return timeline;
}
