import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dumpSchema, projectRoot } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '#libs/testing';

describe('migrations/schema.sql', () => {
  const databases: TestDatabase[] = [];

  afterEach(async () => {
    for (const database of databases.splice(0)) await database.drop();
  });

  const database = async (options?: { migrated: boolean }): Promise<TestDatabase> => {
    const made = await createTestDatabase(options);
    databases.push(made);
    return made;
  };

  it('is what the migrations add up to (node scripts/dump-schema.mjs writes it)', async () => {
    expect(await dumpSchema((await database()).db)).toBe(await committed());
  });

  it('makes the same schema in an empty database', async () => {
    const { db } = await database({ migrated: false });
    await db.pool.query(await committed());
    expect(await dumpSchema(db)).toBe(await committed());
  });

  it('tells a table with all that belongs to it', async () => {
    const { db } = await database({ migrated: false });
    await db.pool.query(`
      create table b (n int);
      create table "Odd name" (
        id bigint generated always as identity primary key,
        word text collate "C" not null default 'x',
        size int generated always as (length(word)) stored,
        constraint word_short check (length(word) < 9)
      ) with (fillfactor = 70);
      create unique index word_once on "Odd name" (lower(word)) where size > 1;
      comment on table "Odd name" is 'It''s odd';
      comment on column "Odd name".word is 'A word';
      create table a (odd bigint constraint a_odd references "Odd name");
    `);
    const [, ...told] = (await dumpSchema(db)).split('\n\n');
    expect(told).toEqual([
      `create table "Odd name" (
  id bigint not null generated always as identity,
  word text collate "C" not null default 'x'::text,
  size integer generated always as (length(word)) stored,
  constraint "Odd name_pkey" PRIMARY KEY (id),
  constraint word_short CHECK ((length(word) < 9))
) with (fillfactor=70);
CREATE UNIQUE INDEX word_once ON public."Odd name" USING btree (lower(word)) WHERE (size > 1);
comment on table "Odd name" is 'It''s odd';
comment on column "Odd name".word is 'A word';`,
      'create table a (\n  odd bigint\n);',
      'create table b (\n  n integer\n);\n'.trimEnd(),
      'alter table a add constraint a_odd FOREIGN KEY (odd) REFERENCES "Odd name"(id);\n',
    ]);
  });
});

function committed(): Promise<string> {
  return readFile(join(projectRoot(), 'migrations', 'schema.sql'), 'utf8');
}
