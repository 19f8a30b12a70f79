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

/**
 * Looks for an order, one call after the other, in which the model answers every call as it was answered and ends with
 * exactly this log: the promise that appends at the same time are as appends one by one. A call of unknown outcome may
 * have been taken, at any place, or not.
 *
 * @returns the model after that order, or undefined where there is none
 */
export function explain(model: LogModel, calls: readonly Outcome[], log: readonly ModelEvent[]): LogModel | undefined {
  if (!agrees(model, log)) return undefined;
  if (calls.every(({ answer }) => answer === 'unknown') && model.events.length === log.length) return model;
  for (const [index, call] of calls.entries()) {
    const { answer, after } = model.append(call.appends, call.options);
    if (call.answer !== 'unknown' && inWords(answer) !== inWords(call.answer)) continue;
    const found = explain(after, calls.toSpliced(index, 1), log);
    if (found !== undefined) return found;
  }
  return undefined;
}

function agrees({ events }: LogModel, log: readonly ModelEvent[]): boolean {
  return events.length <= log.length && events.every((event, index) => inWords(event) === inWords(log[index]));
}

/** What a report of a failure says of answers and events, and by which they are compared. */
export function inWords(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return Number(each);
    if (each === null || typeof each !== 'object' || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
