import { readFileSync } from 'node:fs';

/** The memory of a process in bytes (resident set); undefined where the system does not say (no `/proc`). */
export function memoryOf(pid: number): number | undefined {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1];
  return found === undefined ? undefined : Number(found) * 1_024;
}

/**
 * How long the main thread of a process was ready to run and waited for a core since it began, in milliseconds; 0 where
 * the system does not say. On a busy machine this is the part of an answer's time that is not the service's own.
 */
export function waitedForCoreMs(pid: number): number {
  return Number(read(`/proc/${pid}/schedstat`).split(' ')[1] ?? 0) / 1e6;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The growth between two quarters of a series, the second and the last, by their medians. */
export function growthOf(series: readonly number[]): number {
  const quarter = Math.floor(series.length / 4);
  if (quarter === 0) return 0;
  return median(series.slice(-quarter)) - median(series.slice(quarter, 2 * quarter));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
