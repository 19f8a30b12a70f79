import { EventStore, type Append } from '#libs/event-store';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { event, to } from './sample-events.js';

describe('the door of the log', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
  });

  afterAll(() => test.drop());

  it.each<[string, Append]>([
    ['a NUL character', to('a', event('1', { text: 'a\0b' }))],
    ['a NUL character in a key', to('a', event('1', { 'a\0b': 1 }))],
    ['a lone surrogate', to('a', event('1', { list: ['\ud800'] }))],
    ['a number that is not finite', to('a', event('1', { n: Infinity }))],
    [
      'a number that is none',
      { ...to('a', event('1')), events: [{ ...event('1'), metadata: { by: 'spec', n: NaN } }] },
    ],
    ['an event that names no recorder', to('a', { ...event('1'), metadata: { requestId: 'r' } as never })],
    ['an event without metadata', to('a', { id: '1', type: 'thing.happened', data: {} } as never)],
    ['an id of 201 characters', to('a', event('x'.repeat(201)))],
    ['an empty stream name', to('', event('1'))],
    ['no event at all', to('a')],
    ['one id twice', to('a', event('1'), event('1'))],
    ['a negative version', { ...to('a', event('1')), expectedVersion: -1 }],
  ])('refuses %s at the door, and with it the whole call', async (_case, append) => {
    await expect(store.append([to('b', event('fine')), append])).rejects.toMatchObject({
      code: 'APPEND_INVALID',
      kind: 'invalid',
      problems: [{ pointer: expect.stringMatching(/^\/1\//), detail: expect.stringMatching(/\w/) }],
    });
    expect((await store.head()).position).toBe(0n);
  });
});
