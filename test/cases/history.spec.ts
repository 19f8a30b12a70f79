import { CaseChangesQuery, CaseHistoryQuery, CaseQuery, CasesQuery, type CaseChange } from '#libs/cases';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import type { RawParameters } from '#libs/timeline';
import { startBundled } from './bundled.js';

const gazette = [{ source: 'gazette' }];
const fact = (id: string, type: string, occurred: string | null, body: object = {}, more: object = {}): object => ({
  record: 'fact',
  id,
  subject: 'matter',
  type: `case.${type}`,
  occurred,
  title: id,
  body,
  sources: gazette,
  ...more,
});
/** Positions 1 to 9. */
const RECORDS = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Press' },
  { record: 'source', id: 'release', title: 'Release', publisher: 'Press', publishedOn: '2024-06-20' },
  { record: 'subject', id: 'matter', type: 'case', name: 'Matter', attributes: { company: 'Works' } },
  fact('asked', 'review-requested', '2024-02-01'),
  fact('held', 'measure-taken', '2024-02-01', { kind: 'penalty' }),
  fact('solved', 'resolved', '2024-05-10', { outcome: 'plan' }),
  fact('petition', 'filed', '2024-01-10', {}, { knownSince: '2024-03-01' }),
  {
    record: 'correction',
    id: 'outcome-corrected',
    fact: 'solved',
    changes: { body: { outcome: 'settlement' } },
    reason: 'The release names a settlement.',
    sources: [{ source: 'release' }],
  },
  {
    record: 'retraction',
    id: 'penalty-withdrawn',
    fact: 'held',
    reason: 'It was announced and never imposed.',
    sources: [{ source: 'release' }],
  },
];

describe('The history of a case', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2024-08-01T12:00:00Z' });
    expect((await timeline.record(RECORDS)).problems).toEqual([]);
  });
  afterAll(() => timeline.drop());

  async function steps(raw: RawParameters = {}): Promise<unknown[]> {
    const { items } = await timeline.ask(new CaseHistoryQuery('matter', raw));
    return items.map(({ kind, fact: id, known, changes }) => [
      kind,
      id,
      known.at,
      ...changes.filter(({ field }) => field !== 'measures').map(({ field, before, after }) => [field, before, after]),
    ]);
  }

  it('tells developments in their order, and a correction and a retraction behind the fact, as such', async () => {
    expect(await steps()).toEqual([
      ['development', 'petition', '2024-03-01', ['status', 'noted', 'filed']],
      ['development', 'asked', '2024-02-01', ['status', 'filed', 'review-requested']],
      ['retraction', 'held', '2024-06-20'],
      [
        'development',
        'solved',
        '2024-05-10',
        ['status', 'review-requested', 'resolved'],
        ['outcome', null, 'settlement'],
      ],
      [
        'correction',
        'solved',
        '2024-06-20',
        ['fact.body', { outcome: 'plan' }, { outcome: 'settlement' }],
        ['outcome', 'plan', 'settlement'],
      ],
    ]);
  });

  it('tells what a correction rests on and why, and that a retraction took a measure away', async () => {
    const { items } = await timeline.ask(new CaseHistoryQuery('matter', {}));
    const retraction = items.find(({ kind }) => kind === 'retraction');
    expect(retraction).toMatchObject({
      reason: 'It was announced and never imposed.',
      known: { at: '2024-06-20', basis: 'published' },
      sources: [{ source: 'release' }],
      changes: [{ field: 'measures', before: [expect.objectContaining({ kind: 'penalty' })], after: [] }],
    });
  });

  it('is what was known on a day, and what was on record at a position', async () => {
    expect(await steps({ knownAt: '2024-02-15' })).toEqual([
      ['development', 'asked', '2024-02-01', ['status', 'noted', 'review-requested']],
      ['development', 'held', '2024-02-01'],
    ]);
    expect(await steps({ recordedBy: '6', asOf: '2024-05-09' })).toEqual([
      ['development', 'asked', '2024-02-01', ['status', 'noted', 'review-requested']],
      ['development', 'held', '2024-02-01'],
    ]);
  });

  async function changed(raw: RawParameters): Promise<CaseChange[]> {
    return (await timeline.ask(new CaseChangesQuery(raw))).items;
  }

  it('changes by the day on which a change became known, and a correction is none of the developments', async () => {
    const found = await changed({ clock: 'known' });
    expect(found.map(({ at, kind, facts }) => [at, kind, facts.map(({ id }) => id)])).toEqual([
      ['2024-02-01', 'development', ['asked', 'held']],
      ['2024-05-10', 'development', ['solved']],
      ['2024-06-20', 'retraction', ['held', 'solved']],
    ]);
    expect(await changed({ since: '2024-05-10', until: '2024-06-19' })).toHaveLength(1);
    expect(await changed({ since: '2024-05-11', until: '2024-06-19' })).toEqual([]);
    expect(await changed({ knownAt: '2024-05-09' })).toHaveLength(1);
  });

  it('changes otherwise by the order of recording, counted from a position or a day on', async () => {
    const found = await changed({ clock: 'recorded' });
    expect(
      found.map(({ recordedPosition, kind, changes: [change] }) => [recordedPosition, kind, change?.field]),
    ).toEqual([
      ['4', 'development', 'status'],
      ['5', 'development', 'measures'],
      ['6', 'development', 'status'],
      ['8', 'correction', 'outcome'],
      ['9', 'retraction', 'measures'],
    ]);
    expect((await changed({ since: '6' })).map(({ recordedPosition }) => recordedPosition)).toEqual(['8', '9']);
    expect((await changed({ since: '4', until: '6' })).map(({ recordedPosition }) => recordedPosition)).toEqual([
      '5',
      '6',
    ]);
    const span = { clock: 'recorded', since: '2024-08-01', until: '2024-08-01' };
    expect(await changed(span)).toEqual(found);
    expect(await changed({ ...span, since: '2024-08-02', until: '2024-08-02' })).toEqual([]);
    expect(await changed({ since: found[0]!.at, clock: 'recorded', until: '9' })).toHaveLength(
      found.filter(({ at }) => at > found[0]!.at).length,
    );
    expect(await changed({ recordedBy: '5', clock: 'recorded' })).toHaveLength(2);
  });

  it('changes in pages that go on where the last one ended', async () => {
    for (const clock of ['known', 'recorded']) {
      const all = await changed({ clock });
      const first = await timeline.ask(new CaseChangesQuery({ clock, limit: '2' }));
      const second = await timeline.ask(new CaseChangesQuery({ clock, limit: '2', cursor: first.page.next ?? '' }));
      const back = await timeline.ask(new CaseChangesQuery({ clock, limit: '2', cursor: second.page.prev ?? '' }));
      expect([...first.items, ...second.items]).toEqual(all.slice(0, 4));
      expect(back.items).toEqual(first.items);
    }
    await expect(changed({ since: 'yesterday' })).rejects.toMatchObject({ code: 'PARAMETER_INVALID' });
  });
});

describe('The histories of the bundled cases', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  it('each end where the case stands, every step beginning where the one before it ended', async () => {
    const { items } = await timeline.ask(new CasesQuery({ limit: '200' }));
    expect(items).toHaveLength(46);
    for (const { id, status } of items) {
      const history = await timeline.ask(new CaseHistoryQuery(id, {}));
      let reached = 'noted';
      for (const { before, after } of history.items.flatMap(({ kind, changes }) =>
        kind === 'development' ? changes.filter(({ field }) => field === 'status') : [],
      )) {
        expect({ id, status: before }).toEqual({ id, status: reached });
        reached = String(after);
      }
      expect({ id, status: reached }).toEqual({ id, status });
    }
  });

  it('add up, change by change of the known clock, to the state that is known', async () => {
    const reached = new Map<string, unknown>();
    let cursor: string | null = null;
    do {
      const page: { items: CaseChange[]; page: { next: string | null } } = await timeline.ask(
        new CaseChangesQuery({ clock: 'known', limit: '200', cursor: cursor ?? undefined }),
      );
      for (const { case: one, changes } of page.items)
        for (const { field, after } of changes) if (field === 'status') reached.set(one.id, after);
      cursor = page.page.next;
    } while (cursor);
    const { items } = await timeline.ask(new CasesQuery({ limit: '200' }));
    expect(Object.fromEntries(reached)).toEqual(Object.fromEntries(items.map(({ id, status }) => [id, status])));
  });

  it('differ by clock: what became known in 2024 was all put on record later', async () => {
    const year = { since: '2024-07-31', until: '2024-12-31' };
    const known = await timeline.ask(new CaseChangesQuery({ ...year, clock: 'known' }));
    const recorded = await timeline.ask(new CaseChangesQuery({ ...year, clock: 'recorded' }));
    expect(known.items.map(({ case: { id } }) => id)).toContain('volkswagen-puebla');
    expect(recorded.items).toEqual([]);
    await expect(timeline.ask(new CaseHistoryQuery('usmca', {}))).rejects.toMatchObject({ code: 'CASE_UNKNOWN' });
    expect((await timeline.ask(new CaseQuery('tridonex', {}))).status).toBe('resolved');
  });
});
