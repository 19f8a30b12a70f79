import { Test } from '@nestjs/testing';
import { sql } from 'kysely';
import { DatabaseModule } from '#libs/database';
import { EventStore, EventStoreModule } from '#libs/event-store';
import { Checkpoints, defineView, ProjectionsModule } from '#libs/projections';
import { createTestDatabase } from '#libs/testing';
import { event, to } from '../event-store/sample-events.js';
import { PATIENCE_MS } from './seen-view.js';

describe('an application', () => {
  it('keeps its views up to date from its start until it is closed, in the newest shape of every event', async () => {
    const test = await createTestDatabase();
    await test.db.pool.query('create table titles (title text)');
    await new EventStore(test.db).append([to('a', event('old', { name: 'first' }))]);
    const titles = defineView({
      name: 'titles',
      version: 1,
      tables: ['titles'],
      apply: async (tx, events) => {
        for (const { data } of events) await sql`insert into titles values (${data['title']})`.execute(tx);
      },
    });
    const rename = { type: 'thing.happened', from: 1, up: ({ name }: { name?: unknown }) => ({ title: String(name) }) };
    const application = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRoot({ url: test.url }),
        EventStoreModule.forRoot({ upcasters: [rename] }),
        ProjectionsModule.forRoot({ views: [titles] }),
      ],
    }).compile();
    await application.init();
    const [recorded] = await application.get(EventStore).append([to('a', event('new', { title: 'second' }))]);
    expect(recorded).toEqual({ outcome: 'appended', position: 2n, version: 2 });
    expect(await application.get(Checkpoints).waitFor('titles', 2n, PATIENCE_MS)).toBe(2n);
    await application.close();
    await new EventStore(test.db).append([to('a', event('later'))]);
    const { rows } = await test.db.pool.query('select title from titles');
    expect(rows).toEqual([{ title: 'first' }, { title: 'second' }]);
    expect(await new Checkpoints(test.db).status()).toMatchObject([{ name: 'titles', position: 2n, lag: 1n }]);
    await test.drop();
  });
});
