import type { RemindersTortureReport } from './torture.js';

/** What was done and what was survived, for people. */
export function remindersReportLines(report: RemindersTortureReport): string[] {
  const { kills, faults, findings } = report;
  const complaints = [...report.complaints].toSorted(([, a], [, b]) => b - a).slice(0, 20);
  return [
    `Queue on ${report.queue}: ${totalOf(kills)} kills with -9 (${eachOf(kills)}), wiped ${report.wipes} time, seed ${report.seed};`,
    `  ${totalOf(faults)} faults (${eachOf(faults)});`,
    `  the mail server answered ${report.mailHits} times by a fault, receivers ${report.hookHits} times;`,
    `  then everything was killed, and three days later by its clock it was started again.`,
    `${report.messages} messages arrived, for ${report.reminders} reminders; ${report.late} of them marked late, as they should be.`,
    `${report.skipped} no longer helped and are on record as skipped; ${report.ended} were ended since there is no such mailbox,`,
    `  and ${report.unwanted} were not sent to receivers that had answered 410.`,
    `${report.repeats} arrived once more, under the same id. The receivers refused ${report.refused} and did not answer ${report.unanswered}.`,
    `Settled ${Math.round(report.firstSeconds)} s after the first was due, and ${Math.round(report.lateSeconds)} s after waking up.`,
    ...complaints.map(([complaint, count]) => `  ${count} × ${complaint}`),
    findings.length === 0 ? 'Nothing was lost, and nothing told twice.' : `${findings.length} findings:`,
    ...findings.slice(0, 50).map((finding) => `  - ${finding}`),
  ];
}

function totalOf(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}

function eachOf(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
