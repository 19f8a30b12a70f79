import { MilestonesQuery, type MilestonesPage } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import type { RawParameters } from '#libs/timeline';

const planned = (occasion: string, occurred: string): object => ({
  record: 'fact',
  id: `plan-${occasion}`,
  subject: 'treaty',
  type: 'milestone.planned',
  occurred,
  title: occasion,
  body: { milestone: `inspection.${occasion}` },
  sources: [{ source: 'gazette' }],
});
const records = [
  { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette', publishedOn: '2020-01-01' },
  { record: 'subject', id: 'treaty', type: 'agreement', name: 'River Treaty' },
  planned('a', '2021-05-01'),
  planned('b', '2024'),
  planned('c', '2026-03-01'),
  planned('running', '2026'),
  planned('today', '2026-11-22'),
  planned('next', '2026-12-01'),
  planned('later', '2030'),
];

const occasions = ({ items }: MilestonesPage): string[] => items.map(({ id }) => id.split('.').at(-1)!);

describe('The list of milestones', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline({ clockStart: '2026-11-22T12:00:00Z' });
    await timeline.record(records);
  });
  afterAll(() => timeline.drop());

  const list = (raw: RawParameters = {}): Promise<MilestonesPage> => timeline.ask(new MilestonesQuery(raw));
  const AHEAD = ['running', 'today', 'next', 'later'];

  it('begins with what is due next, and leads back to what is over', async () => {
    const page = await list();
    expect(occasions(page)).toEqual(AHEAD);
    expect(page.page.next).toBeNull();
    const before = await list({ cursor: page.page.prev! });
    expect(occasions(before)).toEqual(['a', 'b', 'c']);
    expect(before.page.prev).toBeNull();
    expect(occasions(await list({ cursor: before.page.next! }))).toEqual(AHEAD);
  });

  it.each([
    [{}, 'unconfirmed', 'upcoming'],
    [{ knownAt: '2026-02-28' }, 'upcoming', 'upcoming'],
    [{ knownAt: '2026-03-01' }, 'due', 'upcoming'],
    [{ recordedBy: '2026-12-01T12:00:00Z' }, 'unconfirmed', 'due'],
    [{ knownAt: '2026-02-28', recordedBy: '2026-12-01T12:00:00Z' }, 'upcoming', 'upcoming'],
    [{ asOf: '2026-03-01', knownAt: '2026-02-28' }, 'due', 'upcoming'],
  ])('judges what is due for the day of the clocks: %j', async (clocks, ofMarch, ofDecember) => {
    const { items } = await list({ ...clocks, from: '0001' });
    const statuses = new Map(items.map(({ id, status }) => [id.split('.').at(-1), status]));
    expect([statuses.get('c'), statuses.get('next')]).toEqual([ofMarch, ofDecember]);
  });

  it.each([
    [{}, {}],
    [{ asOf: '2025-01-01' }, {}],
    [{ subject: 'treaty' }, { knownAt: '2026-03-01' }],
  ])('is walked both ways by one item at a time, each once: %j %j', async (filters, clocks) => {
    const raw = { ...filters, ...clocks, limit: '1' };
    const first = await list(raw);
    const walk = async (direction: 'next' | 'prev'): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor = first.page[direction]; cursor !== null;) {
        const page = await list({ ...raw, cursor });
        found.push(...occasions(page));
        cursor = page.page[direction];
      }
      return found;
    };
    const over = (await walk('prev')).toReversed();
    const whole = [...over, ...occasions(first), ...(await walk('next'))];
    const all = await list({ ...filters, ...clocks, from: '0001' });
    expect(whole.toSorted()).toEqual(occasions(all).toSorted());
    const days = new Map(all.items.map(({ id, window }) => [id.split('.').at(-1)!, window.latest!]));
    expect(over.every((one) => days.get(one)! < all.today)).toBe(true);
    expect(whole.slice(over.length).every((one) => days.get(one)! >= all.today)).toBe(true);
  });

  it('leads back where nothing is due any more', async () => {
    const page = await list({ subject: 'treaty', asOf: '2040-01-01' });
    expect(occasions(page)).toEqual([]);
    expect(occasions(await list({ subject: 'treaty', asOf: '2040-01-01', cursor: page.page.prev! }))).toHaveLength(7);
  });

  it.each([{ from: '2021' }, { status: ['unconfirmed', 'due', 'upcoming'] }])(
    'begins with the first by window where it is narrowed in time or by status: %j',
    async (raw) => {
      const page = await list(raw);
      expect(occasions(page)).toEqual(['a', 'b', 'running', 'c', 'today', 'next', 'later']);
      expect(page.page.prev).toBeNull();
    },
  );
});
