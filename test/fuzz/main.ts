/** `npm run fuzz -- REQUESTS [--seed S] [--only K]`: mutated requests against a throw-away service. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.js';
import { reportLines } from './report.js';

const LONGEST_ANSWER_MS = 5_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, only: { type: 'string' } },
});
const requests = Number(positionals[0] ?? 3_000);
const seed = Number(values.seed ?? randomInt(2 ** 31));
const only = values.only === undefined ? undefined : Number(values.only);
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed) || !Number.isInteger(only ?? 0)) {
  console.error('Usage: npm run fuzz -- REQUESTS [--seed S] [--only K]; each is a whole number.');
  process.exit(2);
}
console.log(`${only === undefined ? `${requests} requests` : `request ${only}`}, seed ${seed}`);
const enough = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => enough.abort());
const report = await fuzz({
  requests,
  seed,
  only,
  longestMs: LONGEST_ANSWER_MS,
  say: console.log,
  enough: enough.signal,
});
for (const line of reportLines(report)) console.log(line);
process.exitCode = report.findings.length + report.faults.length === 0 ? 0 : 1;
