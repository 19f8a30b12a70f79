import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#libs/database';
import type { JsonObject } from '#libs/kernel';

/** A line of the bundled data set. */
export interface Line {
  file: string;
  line: number;
  record: JsonObject;
}

/** A fact of the bundled data set. */
export interface Fact extends JsonObject {
  id: string;
  subject: string;
  type: string;
  occurred: string | null;
  title: string;
  sources: { source: string; locator?: string }[];
}

/** The files of the bundled data set, in the order in which they are imported. */
export const FILES = [
  '1-fact-sheet-2024.ndjson',
  '2-rrm-cases.ndjson',
  '3-later.ndjson',
  '4-corrections.ndjson',
  '5-cases-and-review-2026.ndjson',
];

export const DATA = join(projectRoot(), 'data');

/** The fact sheet on which the first file rests. */
export const SHEET = 'state-fact-sheet-2024';

export const lines: readonly Line[] = FILES.flatMap((file) =>
  readFileSync(join(DATA, 'us-mexico', file), 'utf8')
    .split('\n')
    .map((text, index) => ({ file, line: index + 1, text }))
    .filter(({ text }) => text !== '')
    .map(({ text, ...at }) => ({ ...at, record: JSON.parse(text) as JsonObject })),
);

/** The records of a kind as they stand: with every correction in it, and without what was retracted. */
export function asTheyStand(kind: 'fact' | 'source' | 'subject'): Line[] {
  const standing = new Map<string, Line>();
  for (const line of lines) {
    const { record } = line;
    if (record['record'] === kind) standing.set(String(record['id']), line);
    if (record['record'] === 'retraction' && kind === 'fact') standing.delete(String(record['fact']));
    const corrected = standing.get(String(record[kind]));
    if (record['record'] === 'correction' && corrected)
      standing.set(String(record[kind]), {
        ...corrected,
        record: { ...corrected.record, ...(record['changes'] as JsonObject) },
      });
  }
  return [...standing.values()];
}
