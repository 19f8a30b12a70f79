/**
 * `npm run torture -- KILLS [--seed N]`: kills the service at random under load, and says what was survived. With
 * `--reminders N [--faults N] [--outage S] [--redis]` so many reminders fall due meanwhile, with so many faults of mail server,
 * receivers, rows, Postgres, Redis and clock beside the kills, Postgres away for S seconds once, and the queue in Redis or in
 * Postgres.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { reportLines } from './report.js';
import { remindersReportLines } from './reminders/report.js';
import { tortureReminders } from './reminders/torture.js';
import { torture } from './torture.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    reminders: { type: 'string' },
    faults: { type: 'string' },
    outage: { type: 'string' },
    redis: { type: 'boolean' },
  },
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
const faults = Number(values.faults ?? 0);
const outage = Number(values.outage ?? 120);
if (!Number.isInteger(faults) || faults < 0 || !(outage > 0)) {
  console.error('Say how many faults, a whole number, and for how many seconds Postgres is away.');
  process.exit(2);
}
console.log(`${kills} kills, ${faults} faults, seed ${seed}`);
if (values.reminders !== undefined) {
  const began = performance.now();
  const report = await tortureReminders({
    reminders,
    kills,
    faults,
    outageMs: outage * 1_000,
    longestMs: 8_000,
    seed,
    redis: values.redis === true,
    say: (line) => console.log(`${Math.round((performance.now() - began) / 1_000)} s: ${line}`),
  });
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
