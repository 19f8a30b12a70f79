import type { TortureReport } from './torture.js';

/** What was done and what was survived, for people. */
export function reportLines(report: TortureReport): string[] {
  const { kills, figures, findings, blows } = report;
  const total = Object.values(kills).reduce((sum, each) => sum + each, 0);
  const each = Object.entries(kills).map(([victim, count]) => `${victim} ${count}`);
  const takeovers = blows.flatMap(({ takeoverMs }) => (takeoverMs === undefined ? [] : [takeoverMs]));
  const sorted = takeovers.toSorted((a, b) => a - b);
  const complaints = [...report.complaints].toSorted(([, a], [, b]) => b - a).slice(0, 20);
  return [
    `${total} kills with -9 in ${Math.round(report.seconds)} seconds (${each.join(', ')}), seed ${report.seed}.`,
    `${figures.requests} requests, ${figures.unknown} of them without an answer that says what became of them;`,
    `  ${figures.foundRecorded} records were sent again and found recorded, ${figures.givenUp} requests were given up.`,
    `${report.sent} records were sent, ${report.acknowledged} acknowledged; ${report.events} events are in the log,`,
    `  ${report.unheard} of which nobody ever heard. The longest wait for an acknowledgement was ${words(figures.longestMs)}.`,
    `${report.rows} rows of views were compared with a rebuild.`,
    takeovers.length === 0
      ? 'No worker was killed that held a view while the other one was at work.'
      : `${takeovers.length} times a worker was killed that held views, and the next one went on: ` +
        `median ${words(sorted[Math.floor(sorted.length / 2)]!)}, longest ${words(sorted.at(-1)!)}.`,
    `${report.rebuilds.asked} rebuilds were asked for between the kills, and ${report.rebuilds.ended} have ended.`,
    `Programs could not start ${report.couldNotStart} times, because Postgres was away.`,
    ...complaints.map(([complaint, count]) => `  ${count} × ${complaint}`),
    findings.length === 0 ? 'All of it was survived.' : `${findings.length} findings:`,
    ...findings.slice(0, 50).map((finding) => `  - ${finding}`),
  ];
}

function words(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
