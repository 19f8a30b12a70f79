import { openDatabase } from '#libs/database';
import { EventStore } from '#libs/event-store';
import { ProjectionRunner } from './projection-runner.js';
import { defineView, type View } from './view.js';

/** A view that does nothing, changed as a spec needs it. */
function view(change: Partial<View> = {}): View {
  return defineView({ name: 'seen', version: 1, tables: ['seen'], apply: async () => undefined, ...change });
}

describe('declaring views', () => {
  it('keeps what was declared', () => {
    expect(view({ name: 'case-history_2' })).toMatchObject({ name: 'case-history_2', version: 1, tables: ['seen'] });
  });

  it.each([
    [{ name: 'Bad Name' }, 'cannot name a view'],
    [{ version: 0 }, 'whole numbers from 1 on'],
    [{ version: 1.5 }, 'whole numbers from 1 on'],
    [{ tables: [] }, 'names no table'],
  ])('refuses %j', (change, sentence) => {
    expect(() => view(change)).toThrow(sentence);
  });

  it('refuses two views of one name', async () => {
    const unconnected = openDatabase('postgres://localhost/nowhere');
    const store = new EventStore(unconnected);
    expect(() => new ProjectionRunner(unconnected, store, [view(), view()])).toThrow('Two views have the same name');
    await unconnected.close();
  });
});
