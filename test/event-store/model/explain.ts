import type { Append, AppendOptions, AppendResult } from '#libs/event-store';
import type { LogModel, ModelEvent } from './log-model.js';

/** What one writer sent. */
export interface Call {
  appends: Append[];
  options?: AppendOptions;
}

/** A call and what came of it; `unknown` where the writer or its connection died before it heard. */
export interface Outcome extends Call {
  answer: AppendResult[] | 'unknown';
}

/** What is decided in one go: one append, or all of a call that hangs together. */
interface Step extends Call {
  /** In words; null where it is unknown. */
  answer: string | null;
}

/**
 * Looks for an order, one append after the other, in which the model answers every append as it was answered and ends
 * with exactly this log: the promise that appends at the same time are as appends one by one. The appends of one call
 * keep their order, and those of others may come between them. What is of unknown outcome may have been recorded, in
 * its place, or not.
 *
 * @returns the model after that order, or undefined where there is none
 */
export function explain(
  model: LogModel,
  outcomes: readonly Outcome[],
  log: readonly ModelEvent[],
): LogModel | undefined {
  if (!agrees(model, 0, log)) return undefined;
  return search(model, outcomes.map(stepsOf), log, new Set());
}

/**
 * The model is always at a beginning of the log, so that where it stands says all: what led nowhere is not tried again.
 * Only what writes is tried in one order and another. A step that writes nothing and is answered as it was answered can
 * be taken wherever that is so, and one of unknown outcome that writes nothing might as well not have been taken.
 */
function search(
  model: LogModel,
  calls: readonly (readonly Step[])[],
  log: readonly ModelEvent[],
  deadEnds: Set<string>,
): LogModel | undefined {
  const open = calls.map((steps) => pastWhatWritesNothing(model, steps));
  if (model.events.length === log.length && open.flat().every(({ answer }) => answer === null)) return model;
  const place = [model.events.length, ...open.map((steps) => steps.length)].join();
  if (deadEnds.has(place)) return undefined;
  const next = log[model.events.length]?.id;
  for (const [index, steps] of open.entries()) {
    for (const [at, step] of steps.entries()) {
      if (at > 0 && step.answer !== null) break;
      if (!step.appends.some(({ events }) => events.some(({ id }) => id === next))) continue;
      const { answer, after } = model.append(step.appends, step.options);
      const fits = step.answer === null || step.answer === inWords(answer);
      if (!fits || !writes(model, after) || !agrees(after, model.events.length, log)) continue;
      const found = search(after, open.with(index, steps.slice(at + 1)), log, deadEnds);
      if (found) return found;
    }
  }
  deadEnds.add(place);
  return undefined;
}

function pastWhatWritesNothing(model: LogModel, steps: readonly Step[]): readonly Step[] {
  const stop = steps.findIndex((step) => {
    if (step.answer === null) return true;
    const { answer, after } = model.append(step.appends, step.options);
    return writes(model, after) || step.answer !== inWords(answer);
  });
  return stop < 0 ? [] : steps.slice(stop);
}

function writes(before: LogModel, after: LogModel): boolean {
  return after.events.length > before.events.length;
}

function stepsOf({ appends, options = {}, answer }: Outcome): Step[] {
  const told = answer === 'unknown' ? undefined : answer;
  if (options.allOrNothing === true || options.dryRun === true) {
    return [{ appends, options, answer: told === undefined ? null : inWords(told) }];
  }
  return appends.map((append, index) => ({
    appends: [append],
    answer: told === undefined ? null : inWords([told[index]]),
  }));
}

function agrees({ events }: LogModel, from: number, log: readonly ModelEvent[]): boolean {
  if (events.length > log.length) return false;
  return events.slice(from).every((event, index) => inWords(event) === inWords(log[from + index]));
}

/** What a report of a failure says of answers and events, and by which they are compared. */
export function inWords(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return Number(each);
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
