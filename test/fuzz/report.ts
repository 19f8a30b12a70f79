import type { FuzzReport } from './fuzz.js';

const MEBIBYTE = 1_048_576;

/** What was sent and what was found, for people. */
export function reportLines(report: FuzzReport): string[] {
  const { seed, sent, statuses, memory, reached, findings, faults } = report;
  const table = [...statuses].toSorted(([a], [b]) => a.localeCompare(b)).map(([status, count]) => `${status} ${count}`);
  const memories = Object.entries(memory).map(([program, figure]) =>
    figure === undefined
      ? `${program} unknown`
      : `${program} ${Math.round(figure.last / MEBIBYTE)} MB (${Math.round(figure.growth / MEBIBYTE)} MB more than in the second quarter)`,
  );
  return [
    `${sent} requests in ${Math.round(report.seconds)} s, seed ${seed}.`,
    `Statuses: ${table.join(', ')}.`,
    `${reached.succeeded} of ${reached.targets} operations and pages answered at least once below 400.`,
    `Slowest answer: ${(report.slowestMs / 1_000).toFixed(1)} s, ${report.slowest.slice(0, 200)}`,
    `Memory: ${memories.join(', ')}.`,
    `${report.events} events were recorded.`,
    ...faults.map((fault) => `FAULT: ${fault}`),
    ...findings.flatMap(({ fault, target, status, count, index, shown }) => [
      `FINDING (${count} times): ${target} ${fault}, status ${status}. Repeat: npm run fuzz -- 1 --seed ${seed} --only ${index}`,
      ...shown.map((line) => `    ${line}`),
    ]),
    findings.length + faults.length === 0
      ? 'Nothing was found.'
      : `${findings.length} findings, ${faults.length} faults.`,
  ];
}
