/** Of each signal, the calls that it would end. */
const calls = new WeakMap<AbortSignal, Set<AbortController>>();

/**
 * Makes a call, which is told by a signal of its own to end after a time or when the given signal says so. One listener
 * stands for all calls of a signal: `AbortSignal.any` for each of thousands costs as much as sending what they send.
 *
 * @param call makes it; `restart` gives it another time from then on, and the words for its end
 * @throws what the call throws
 */
export async function withinTime<Result>(
  ms: number,
  signal: AbortSignal,
  call: (limit: AbortSignal, restart: (ms: number, words: string) => void) => Promise<Result>,
): Promise<Result> {
  const limit = new AbortController();
  if (signal.aborted) limit.abort(signal.reason);
  const others = callsOf(signal);
  others.add(limit);
  const end = (words: string): void => limit.abort(new Error(words));
  let timer = setTimeout(end, ms, `There was no answer within ${ms / 1_000} seconds.`);
  const restart = (again: number, words: string): void => {
    clearTimeout(timer);
    timer = setTimeout(end, again, words);
  };
  try {
    return await call(limit.signal, restart);
  } finally {
    clearTimeout(timer);
    others.delete(limit);
  }
}

function callsOf(signal: AbortSignal): Set<AbortController> {
  const known = calls.get(signal);
  if (known !== undefined) return known;
  const made = new Set<AbortController>();
  calls.set(signal, made);
  signal.addEventListener('abort', () => made.forEach((one) => one.abort(signal.reason)), { once: true });
  return made;
}
