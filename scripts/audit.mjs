/**
 * Asks the registry which production packages have known holes, and fails on those that are high or critical. A registry
 * that answers no such question fails nothing: CI must not depend on it.
 */
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 120_000 });
const report = reportIn(stdout ?? '');
const counts = report?.metadata?.vulnerabilities;
if (counts === undefined) console.log('audit: the registry did not answer; nothing was checked');
else {
  console.log(`audit: ${counts.critical} critical, ${counts.high} high, ${counts.total} in all`);
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities ?? {}))
    console.log(`audit: ${severity}: ${name} ${range}`);
  if (counts.critical + counts.high > 0) process.exitCode = 1;
}

function reportIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
