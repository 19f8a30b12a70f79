import { openClock } from '#libs/database';
import { EventStore, type LookedUp, type LookUp, recorderOfRun } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { eventually, startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, ImportRecords, ImportRecordsHandler, type ImportLine, type ImportReport } from '#libs/timeline';

const source = { record: 'source', id: 'paper', title: 'A paper', publisher: 'An office' };
const later = { record: 'source', id: 'book', title: 'A book', publisher: 'An office' };
const pact = { record: 'subject', id: 'pact', type: 'agreement', name: 'A pact' };
const cited = [{ source: 'paper' }];

const noted = (id: string): JsonObject => ({
  record: 'fact',
  id,
  subject: 'pact',
  type: 'agreement.noted',
  occurred: '2020-01-01',
  title: `Noted: ${id}`,
  sources: cited,
});
const inForce = (occurred: string): object => ({ ...noted('force'), type: 'agreement.entered-into-force', occurred });
const terminated = (occurred: string): object => ({ ...noted('ended'), type: 'agreement.terminated', occurred });
const renamed = (id: string, fact: string): object => ({
  record: 'correction',
  id,
  fact,
  changes: { title: `Renamed by ${id}` },
  reason: 'for the sake of the test',
  sources: cited,
});
const withdrawn = (id: string, fact: string): object => ({
  record: 'retraction',
  id,
  fact,
  reason: 'for the sake of the test',
  sources: cited,
});
/** More than the lines that are decided at once. */
const many = (name: string): object[] => Array.from({ length: 1_500 }, (_, index) => noted(`${name}-${index}`));

describe('An import of many lines', () => {
  let timeline: TestTimeline;
  beforeEach(async () => {
    timeline = await startTestTimeline();
  });
  afterEach(() => timeline.drop());

  it('decides on later lines by earlier ones, however far back they stand and whatever is still on its way', async () => {
    const report = await importing([
      source,
      pact,
      inForce('2019-05-01'),
      noted('first'),
      noted('gone'),
      ...many('one'),
      renamed('once', 'first'),
      withdrawn('away', 'gone'),
      ...many('two'),
      renamed('twice', 'first'),
      renamed('too-late', 'gone'),
      terminated('2018-01-01'),
      noted('one-7'),
      { ...noted('one-8'), title: 'Something else' },
      renamed('of-nothing', 'nothing'),
    ]);
    expect(report).toMatchObject({ recorded: 3_008, repeated: 1, refused: 4 });
    expect(report.problems.map(({ line, type }) => [line, type])).toEqual([
      [3_009, '/problems/fact-retracted'],
      [3_010, '/problems/order-broken'],
      [3_012, '/problems/id-taken'],
      [3_013, '/problems/fact-unknown'],
    ]);
    expect(await timeline.ask(new FactQuery('first', {}))).toMatchObject({ title: 'Renamed by twice', revision: 3 });
  });

  it('decides again what another writer overtook, and what was decided or refused on top of it', async () => {
    await importing([source, pact, noted('early')]);
    let meddled = false;
    const report = await importing(
      [
        ...many('one'),
        withdrawn('away', 'early'),
        ...many('two').slice(0, 600),
        renamed('too-late', 'early'),
        ...many('three'),
      ],
      async (line) => {
        // While a batch is on its way, another writer corrects the subject that all lines are about.
        if (line !== 1_200) return;
        const [result] = await timeline.store.append([
          {
            stream: 'subject-pact',
            expectedVersion: 'any',
            events: [
              {
                id: 'fact:meddling',
                type: 'agreement.noted',
                data: noted('meddling'),
                metadata: recorderOfRun('operator'),
              },
            ],
          },
        ]);
        meddled = result?.outcome === 'appended';
      },
    );
    expect(meddled).toBe(true);
    expect(report).toMatchObject({ recorded: 3_601, repeated: 0, refused: 1 });
    expect(report.problems.map(({ line, type }) => [line, type])).toEqual([[2_102, '/problems/fact-retracted']]);
    const stream = await timeline.store.readStream('subject-pact');
    expect(stream).toHaveLength(1 + 1 + 3_601 + 1);
    expect(stream.map(({ version }) => version)).toEqual(stream.map((_, index) => index + 1));
  });

  it('knows a fact of the batch before that comes into the log between two looks at it', async () => {
    await importing([source, pact, noted('old')]);
    const head = await timeline.owner.pool.connect();
    const store = new StoreWithPause(timeline.db);
    const importer = new ImportRecordsHandler(store, await openClock(timeline.db));
    const before = (await store.head()).position;
    const report = await importer.execute(
      new ImportRecords(
        linesOf(
          [noted('new'), ...many('one').slice(0, 999), renamed('a', 'old'), renamed('b', 'new')],
          async (line) => {
            if (line !== 1_000) return;
            // The first thousand lines cannot be written until the next ones have been looked up.
            await head.query('begin; select from log_head for update');
            store.pause = async (ids) => {
              if (!ids.includes('correction:b')) return;
              await head.query('commit');
              await eventually(async () => expect((await store.head()).position).toBe(before + 1_000n));
            };
          },
        ),
        recorderOfRun('operator'),
      ),
    );
    head.release();
    expect(report).toMatchObject({ recorded: 1_002, refused: 0, problems: [] });
    expect(await timeline.ask(new FactQuery('new', {}))).toMatchObject({ title: 'Renamed by b' });
  });

  it('lets a correction give a fact a source that nothing else in it names', async () => {
    const sources = [{ source: 'paper' }, { source: 'book' }];
    await importing([source, later, pact, noted('first')]);
    expect(await importing([{ ...renamed('more', 'first'), changes: { sources } }])).toMatchObject({ recorded: 1 });
    const missing = { ...renamed('less', 'first'), changes: { sources: [{ source: 'nowhere' }] } };
    expect((await importing([missing])).problems[0]?.pointer).toBe('/changes/sources/0/source');
  });

  function importing(records: object[], meanwhile?: (line: number) => Promise<void>): Promise<ImportReport> {
    return timeline.execute(new ImportRecords(linesOf(records, meanwhile), recorderOfRun('operator')));
  }
});

/** The log, with a pause after what was looked up. */
class StoreWithPause extends EventStore {
  pause: (ids: readonly string[]) => Promise<void> = async () => {};

  override async lookUp(wanted: LookUp): Promise<LookedUp> {
    const found = await super.lookUp(wanted);
    await this.pause(wanted.ids ?? []);
    return found;
  }
}

async function* linesOf(
  records: object[],
  meanwhile: (line: number) => Promise<void> = async () => {},
): AsyncIterable<ImportLine> {
  for (const [index, input] of records.entries()) {
    await meanwhile(index + 1);
    yield { line: index + 1, input, columnOf: () => 1 };
  }
}
