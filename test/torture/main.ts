/**
 * `npm run torture -- KILLS [--seed N]`: kills the service at random under load, and says what was survived. With
 * `--reminders N [--redis]` so many reminders fall due meanwhile, with the queue in Redis or in Postgres.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { reportLines } from './report.js';
import { remindersReportLines } from './reminders/report.js';
import { tortureReminders } from './reminders/torture.js';
import { torture } from './torture.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, reminders: { type: 'string' }, redis: { type: 'boolean' } },
});
const kills = Number(positionals[0] ?? 40);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error('Say how many kills, a whole number from 1 on, and with --seed N which run to do again.');
  process.exit(2);
}
const reminders = Number(values.reminders ?? 1);
if (!Number.isInteger(reminders) || reminders < 1) {
  console.error('Say how many reminders fall due, a whole number from 1 on.');
  process.exit(2);
}
console.log(`${kills} kills, seed ${seed}`);
if (values.reminders !== undefined) {
  const report = await tortureReminders({ reminders, kills, seed, redis: values.redis === true, say: console.log });
  for (const line of remindersReportLines(report)) console.log(line);
  process.exit(report.findings.length === 0 ? 0 : 1);
}
const enough = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    console.log('No further kills; what was done until now is compared.');
    enough.abort();
  });
}
const report = await torture({ kills, seed, say: (line) => console.log(line), enough: enough.signal });
for (const line of reportLines(report)) console.log(line);
process.exitCode = report.findings.length === 0 ? 0 : 1;
