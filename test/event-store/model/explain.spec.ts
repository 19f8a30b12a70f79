import type { AppendResult } from '#libs/event-store';
import { event, to } from '../sample-events.js';
import { explain, type Outcome } from './explain.js';
import { contentOf, LogModel, type ModelEvent } from './log-model.js';

const appended = (position: number, version: number): AppendResult[] => [
  { outcome: 'appended', position: BigInt(position), version },
];
const calls = (...answers: Outcome['answer'][]): Outcome[] =>
  answers.map((answer, index) => ({
    appends: [{ ...to('s', event(`${index}`)), expectedVersion: 'no-stream' as const }],
    answer,
  }));
const logOf = (...indexes: number[]): ModelEvent[] =>
  indexes.map((index, place) => {
    const sent = event(`${index}`);
    return { stream: 's', version: place + 1, id: sent.id, content: contentOf('s', sent) };
  });

/** A call of two appends. */
const two = (...answer: AppendResult[]): Outcome => ({
  appends: [to('s', event('0')), { ...to('s', event('1')), expectedVersion: 'stream-exists' }],
  answer,
});

const large = (name: string): Outcome['appends'] =>
  ['a', 'b', 'c'].map((stream) => ({
    stream,
    expectedVersion: 'any',
    events: Array.from({ length: 70 }, (_, index) => event(`${name}-${stream}-${index}`)),
  }));

describe('looking for an order that explains the answers of writers at the same time', () => {
  const refused: AppendResult[] = [{ outcome: 'wrong-version', actual: 1 }];

  it('finds the one that there is', () => {
    expect(explain(new LogModel(), calls(refused, appended(1, 1)), logOf(1))?.events).toEqual(logOf(1));
  });

  it.each<[string, Outcome[], ModelEvent[]]>([
    ['two writers won that expected no stream', calls(appended(1, 1), appended(2, 2)), logOf(0, 1)],
    ['an acknowledged event is not in the log', calls(appended(1, 1)), []],
    ['an event is in the log twice', calls(appended(1, 1)), logOf(0, 0, 1)],
    ['an event is in the log that nobody sent', calls(appended(1, 1)), logOf(0, 1)],
    ['another event is at the position that was told', calls(appended(1, 1), refused), logOf(1)],
    ['everybody was refused', calls(refused, refused), []],
    ['an event of a refused append is in the log', calls(refused), logOf(0)],
  ])('finds none where %s', (_what, outcomes, log) => {
    expect(explain(new LogModel(), outcomes, log)).toBeUndefined();
  });

  it('lets the appends of others come between those of one call, which keep their order', () => {
    const between = { appends: [to('s', event('2'))], answer: appended(2, 2) };
    const both = two(appended(1, 1)[0]!, appended(3, 3)[0]!);
    expect(explain(new LogModel(), [both, between], logOf(0, 2, 1))?.events).toEqual(logOf(0, 2, 1));
    const turned = two(appended(3, 3)[0]!, appended(1, 1)[0]!);
    expect(explain(new LogModel(), [turned, between], logOf(1, 2, 0))).toBeUndefined();
  });

  it('lets a call of unknown outcome have been taken or not, but not both', () => {
    expect(explain(new LogModel(), calls('unknown', 'unknown'), [])?.events).toEqual([]);
    expect(explain(new LogModel(), calls('unknown', refused), logOf(0))?.events).toEqual(logOf(0));
    expect(explain(new LogModel(), calls('unknown', refused), [])).toBeUndefined();
    expect(explain(new LogModel(), calls('unknown', appended(1, 1)), logOf(1))?.events).toEqual(logOf(1));
  });

  it('goes no further into what nobody heard of than the log leads, however many large calls there were', () => {
    const unheard = ['1', '2', '3', '4', '5'].map((name): Outcome => ({ appends: large(name), answer: 'unknown' }));
    // The last call came first, and of each call the second append was not taken.
    const end = unheard.toReversed().reduce((model, { appends: [first, , third] }) => {
      return model.append([first!, third!]).after;
    }, new LogModel());
    expect(explain(new LogModel(), unheard, end.events)?.events).toEqual(end.events);
    const other = [...end.events.slice(0, -1), { ...end.events.at(-1)!, content: 'something else' }];
    expect(explain(new LogModel(), unheard, other)).toBeUndefined();
  });
});
