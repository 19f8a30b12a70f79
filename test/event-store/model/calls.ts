import * as fc from 'fast-check';
import type { Append, AppendOptions, NewEvent } from '#libs/event-store';
import type { Call } from './explain.js';
import type { LogModel } from './log-model.js';
import { WRITERS, type Writer } from './real-log.js';
import { RECORDER } from '../sample-events.js';

/** A call before it is known where the streams stand. */
export interface PlannedCall {
  writer: Writer;
  appends: PlannedAppend[];
  options: AppendOptions;
}

interface PlannedAppend {
  stream: string;
  /** A number is counted from the version that the model has when the call is made. */
  expected: 'any' | 'no-stream' | 'stream-exists' | number;
  requires: string[];
  events: NewEvent[];
}

const STREAMS = ['a', 'b', 'c'];
const nameArb = fc.tuple(fc.constantFrom(...STREAMS), fc.nat(12)).map(([stream, n]) => `${stream}${n}`);

/** Few streams, few ids, mostly the same content under one id: so that repeats, conflicts and races are frequent. */
const appendArb: fc.Arbitrary<PlannedAppend> = fc.constantFrom(...STREAMS).chain((stream) =>
  fc.record({
    stream: fc.constant(stream),
    expected: fc.oneof(
      { weight: 3, arbitrary: fc.constant('any' as const) },
      { weight: 1, arbitrary: fc.constant('no-stream' as const) },
      { weight: 1, arbitrary: fc.constant('stream-exists' as const) },
      { weight: 3, arbitrary: fc.constantFrom(0, 0, 0, -1, 1) },
    ),
    requires: fc.oneof(
      { weight: 5, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.uniqueArray(nameArb, { minLength: 1, maxLength: 2 }) },
    ),
    events: fc
      .uniqueArray(fc.nat(12), { minLength: 1, maxLength: 3 })
      .chain((numbers) => fc.tuple(...numbers.map((n) => eventArb(`${stream}${n}`)))),
  }),
);

/** So many events that the next call of the same process is already on its way while they are written. */
const manyArb: fc.Arbitrary<PlannedAppend> = fc
  .tuple(fc.constantFrom(...STREAMS), fc.nat(5), fc.constantFrom('any' as const, 0))
  .map(([stream, n, expected]) => {
    const ids = Array.from({ length: 70 }, (_, index) => `${stream}-many-${n}-${index}`);
    const events = ids.map((id) => ({ id, type: 'thing.happened', data: { said: id }, metadata: RECORDER }));
    return { stream, expected, requires: [], events };
  });

function eventArb(usual: string): fc.Arbitrary<NewEvent> {
  const plain = { id: usual, type: 'thing.happened', data: { said: usual }, metadata: RECORDER };
  return fc.oneof(
    { weight: 16, arbitrary: fc.constant(plain) },
    { weight: 1, arbitrary: fc.constant({ ...plain, data: { said: 'something else' } }) },
    { weight: 1, arbitrary: fc.constant({ ...plain, type: 'thing.else' }) },
    { weight: 1, arbitrary: fc.constant({ ...plain, metadata: { by: 'another' } }) },
    // Another stream's id, which is a conflict wherever both are used.
    { weight: 1, arbitrary: fc.constant({ ...plain, id: `a${usual.slice(1)}` }) },
  );
}

/** A call of some writer. */
export const callArb: fc.Arbitrary<PlannedCall> = fc.record({
  writer: fc.constantFrom(...WRITERS),
  appends: fc
    .array(fc.oneof({ weight: 12, arbitrary: appendArb }, { weight: 1, arbitrary: manyArb }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((appends) => appends.map((append) => ({ ...append, events: withDistinctIds(append.events) }))),
  options: fc.oneof(
    { weight: 6, arbitrary: fc.constant({}) },
    { weight: 2, arbitrary: fc.constant({ allOrNothing: true }) },
    { weight: 1, arbitrary: fc.constant({ dryRun: true }) },
  ),
});

/** The call as it is sent, with the versions that the streams have in the model now. */
export function callNow({ appends, options }: PlannedCall, model: LogModel): Call {
  return {
    options,
    appends: appends.map(({ stream, expected, requires, events }): Append => {
      const version = typeof expected === 'number' ? Math.max(0, model.versionOf(stream) + expected) : expected;
      return { stream, expectedVersion: version, requires, events };
    }),
  };
}

function withDistinctIds(events: NewEvent[]): NewEvent[] {
  return events.filter(({ id }, index) => events.findIndex((each) => each.id === id) === index);
}
