import type { RemindersTortureReport } from './torture.js';

/** What was done and what was survived, for people. */
export function remindersReportLines(report: RemindersTortureReport): string[] {
  const { kills, findings } = report;
  const total = Object.values(kills).reduce((sum, each) => sum + each, 0);
  const each = Object.entries(kills).map(([victim, count]) => `${victim} ${count}`);
  const complaints = [...report.complaints].toSorted(([, a], [, b]) => b - a).slice(0, 20);
  return [
    `Queue on ${report.queue}: ${total} kills with -9 (${each.join(', ')}), wiped ${report.wipes} time, seed ${report.seed};`,
    `  then everything was killed, and three days later by its clock it was started again.`,
    `${report.messages} messages arrived, for ${report.reminders} reminders; ${report.late} of them after the sleep, all marked late,`,
    `  each for the two lead times that were missed. ${report.skipped} no longer helped and are on record as skipped.`,
    `${report.repeats} arrived once more, under the same id. The receivers refused ${report.refused} and did not answer ${report.unanswered}.`,
    `Settled ${Math.round(report.firstSeconds)} s after the first was due, and ${Math.round(report.lateSeconds)} s after waking up.`,
    ...complaints.map(([complaint, count]) => `  ${count} × ${complaint}`),
    findings.length === 0 ? 'Nothing was lost, and nothing told twice.' : `${findings.length} findings:`,
    ...findings.slice(0, 50).map((finding) => `  - ${finding}`),
  ];
}
