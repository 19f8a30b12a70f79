/**
 * Moves the clock of a process by as many milliseconds as the file TORTURE_CLOCK says, which is read again and again:
 * node --import ./moved-clock.mjs …  Timers and `performance.now()` are left as they are, as a jump of a host's clock leaves them.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const READ_MS = 50;
const RealDate = Date;
const realNow = Date.now;
const file = process.env['TORTURE_CLOCK'];
let offset = 0;
let readAt = -Infinity;

function now() {
  if (file !== undefined && performance.now() - readAt > READ_MS) {
    readAt = performance.now();
    try {
      offset = Number(readFileSync(file, 'utf8'));
    } catch {
      // Nobody moves it.
    }
  }
  return realNow() + offset;
}

RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: (target) => new target(now()).toString(),
});
