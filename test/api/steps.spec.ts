import { startBundledApi } from '../web/bundled-api.js';
import type { TestApi } from './test-api.js';

interface Step {
  from: string;
  to: string;
  added: number;
  corrected: number;
  withdrawn: number;
}

describe('The steps in which a timeline came to be known', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startBundledApi();
  });
  afterAll(() => api.stop());

  /** Every fact of the US-Mexico agreement as it was known at the end of a day, by its id. */
  async function known(day: string): Promise<Map<string, { revision: number }>> {
    const { body } = await api.get(`/v1/timeline?subject=usmca&undated=include&limit=200&knownAt=${day}`);
    return new Map(body.items.map((item: { id: string; revision: number }) => [item.id, item]));
  }

  it('are the differences between what was known on one day and on the next', async () => {
    const { body } = await api.get('/v1/timeline/steps?subject=usmca&undated=include');
    const steps: Step[] = body.steps;
    expect(steps.length).toBeGreaterThan(3);
    let before = new Map<string, { revision: number }>();
    for (const { from, to, ...told } of steps) {
      expect(from).toBe(to);
      const after = await known(to);
      const both = [...after].filter(([id]) => before.has(id));
      expect({ to, ...told }).toEqual({
        to,
        added: after.size - both.length,
        corrected: both.filter(([id, { revision }]) => revision !== before.get(id)?.revision).length,
        withdrawn: before.size - both.length,
      });
      before = after;
    }
  });

  it('name the facts of a step', async () => {
    const all = (await api.get('/v1/timeline/steps?steps=1000')).body.steps as Step[];
    const last = all.at(-1)!;
    const { body } = await api.get(
      `/v1/timeline/steps?since=${all.at(-2)!.to}&until=${last.to}&facts=include&retracted=include`,
    );
    expect(body.steps).toEqual([last]);
    expect(body.facts).toHaveLength(last.added + last.corrected + last.withdrawn);
    for (const { id } of body.facts) expect((await api.get(`/v1/facts/${id}`)).status).toBe(200);
  });

  it('are joined where there are more than were asked for, and nothing is lost', async () => {
    const all = (await api.get('/v1/timeline/steps?steps=1000')).body.steps as Step[];
    const few = (await api.get('/v1/timeline/steps?steps=7')).body.steps as Step[];
    const sum = (steps: Step[]): number => steps.reduce((total, { added }) => total + added, 0);
    expect(few).toHaveLength(7);
    expect([few[0]!.from, few.at(-1)!.to, sum(few)]).toEqual([all[0]!.from, all.at(-1)!.to, sum(all)]);
  });

  it('end where the clocks end', async () => {
    const { body } = await api.get('/v1/timeline/steps?knownAt=2024-09-16');
    expect(body.steps.at(-1).to <= '2024-09-16').toBe(true);
    expect(body.facts).toBeNull();
  });

  it('leave room for the fullest lanes of a density, and count the others together', async () => {
    const whole = (await api.get('/v1/timeline/density?lane=subject&buckets=20')).body;
    const few = (await api.get('/v1/timeline/density?lane=subject&buckets=20&lanes=5')).body;
    expect(whole.others).toBeNull();
    expect(few.lanes).toHaveLength(5);
    expect(few.others.lanes).toBe(whole.lanes.length - 5);
    const counted = [...few.lanes, few.others].reduce((total: number, { total: of }) => total + of, 0);
    expect(counted).toBe(whole.total);
  });
});
