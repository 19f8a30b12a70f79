import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, pendingMigrations, projectRoot } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

describe('migrations', () => {
  let folder: string;
  let test: TestDatabase;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-migrations-'));
    test = await createTestDatabase({ migrated: false });
    await writeFile(
      join(folder, '0001_letters.sql'),
      "create table letters (letter text primary key);\ninsert into letters values ('a');\n",
    );
    await writeFile(
      join(folder, '0002_more.sql'),
      'create function letter_count() returns bigint language sql as $$ select count(*) from letters; $$;\n' +
        "insert into letters values ('b');\n",
    );
  });

  afterEach(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  it('applies every file once, in the order of the names', async () => {
    expect(await pendingMigrations(test.db, { folder })).toEqual(['0001_letters', '0002_more']);
    expect(await migrate(test.db, { folder })).toEqual({ applied: ['0001_letters', '0002_more'] });
    expect(await migrate(test.db, { folder })).toEqual({ applied: [] });
    expect(await pendingMigrations(test.db, { folder })).toEqual([]);
    expect((await test.db.pool.query('select letter_count()')).rows).toEqual([{ letter_count: '2' }]);
  });

  it('reads only numbered SQL files, not the schema that they add up to', async () => {
    await writeFile(join(folder, 'schema.sql'), 'this is not run');
    await writeFile(join(folder, 'README.md'), 'nor is this');
    expect(await pendingMigrations(test.db, { folder })).toEqual(['0001_letters', '0002_more']);
  });

  it('lets eight processes race and one of them do the work', async () => {
    const racers = Array.from({ length: 8 }, () => openDatabase(test.url, { max: 3 }));
    try {
      const results = await Promise.all(racers.map((racer) => migrate(racer, { folder })));
      expect(results.filter((result) => result.applied.length > 0)).toEqual([
        { applied: ['0001_letters', '0002_more'] },
      ]);
      expect((await test.db.pool.query('select letter_count()')).rows).toEqual([{ letter_count: '2' }]);
    } finally {
      await Promise.all(racers.map((racer) => racer.close()));
    }
  });

  it('leaves the database as it was when a file fails in its middle, and names the file', async () => {
    await writeFile(
      join(folder, '0003_broken.sql'),
      "insert into letters values ('c');\ninsert into nowhere values (1);\n",
    );
    await expect(migrate(test.db, { folder })).rejects.toThrow(
      'Migration 0003_broken failed: relation "nowhere" does not exist',
    );
    expect(await pendingMigrations(test.db, { folder })).toEqual(['0001_letters', '0002_more', '0003_broken']);
    expect((await test.db.pool.query("select to_regclass('letters') as found")).rows).toEqual([{ found: null }]);
  });

  it('keeps what was applied before when only the new file fails', async () => {
    await migrate(test.db, { folder });
    await writeFile(join(folder, '0003_broken.sql'), "insert into letters values ('c');\nselect 1/0;\n");
    await expect(migrate(test.db, { folder })).rejects.toThrow('Migration 0003_broken failed: division by zero');
    expect((await test.db.pool.query('select letter_count()')).rows).toEqual([{ letter_count: '2' }]);
  });

  it('refuses a database that a later release has migrated', async () => {
    await migrate(test.db, { folder });
    await rm(join(folder, '0002_more.sql'));
    await expect(migrate(test.db, { folder })).rejects.toThrow(
      /was not made by this release.*run the release that made it/,
    );
  });
});

describe('The migrations of this release', () => {
  let folder: string;
  let test: TestDatabase;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dateline-migrations-'));
    test = await createTestDatabase({ migrated: false });
  });
  afterEach(async () => {
    await test.drop();
    await rm(folder, { recursive: true });
  });

  it('number the topics of facts without parties anew', async () => {
    const own = join(projectRoot(), 'migrations');
    const released = (await readdir(own)).filter((name) => /^\d{4}_/.test(name) && name < '0035');
    for (const name of released) await copyFile(join(own, name), join(folder, name));
    await migrate(test.db, { folder });
    const numbers = async (): Promise<Set<string>> =>
      new Set(
        (await test.db.pool.query<{ words: string }>('select words from timeline')).rows.map(({ words }) => words),
      );
    await test.db.pool.query(
      `insert into timeline (fact_id, position, recorded_at, recorded_from, known_from, subject_id, subject_type,
         subject_name, type, first_day, last_day, sort_start, title, body, topics, parties, related, sources, source_ids,
         disputed, known_day, known_basis, retracted, revision, corrected, meets, search)
       select id, 1, now(), 1, 0, 'forum', 'dialogue', 'Forum', 'dialogue.held', 0, 0, 0, 'Held', '{}', topics, '{}', '{}',
         '[]', '{}', false, 0, 'stated', false, 1, false, '{}', ''
         from (values ('one', '{space}'::text[]), ('other', '{trade}')) facts(id, topics)`,
    );
    expect((await numbers()).size).toBe(1);
    await migrate(test.db);
    expect((await numbers()).size).toBe(2);
  });
});
