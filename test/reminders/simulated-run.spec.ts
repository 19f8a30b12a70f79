import { addDuration, dayOfIso, isoOfDay, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { lines } from '../data/bundled-records.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

const FIRST = '2025-07-01';
const LAST_DAILY = '2026-07-31';
const LAST = '2036-07-31';

interface Bundled extends JsonObject {
  record: string;
  id: string;
}

const last = (edtf: unknown): number | null => (typeof edtf === 'string' ? parseEdtf(edtf).window.latest : null);

/** The day since which a record could be known: as stated, by its sources, or the last day of its window. */
function knownDays(records: readonly Bundled[]): Map<Bundled, string> {
  const published = new Map(
    records.filter(({ record }) => record === 'source').map((one) => [one.id, last(one['publishedOn'])]),
  );
  const found = new Map<Bundled, string>();
  const ofFacts = new Map<unknown, string>();
  for (const record of records) {
    const stated = record['knownSince'];
    const cited = (record['sources'] ?? []) as { source: string }[];
    const days = cited.flatMap(({ source }) => published.get(source) ?? []);
    const day = days.length > 0 ? Math.min(...days) : (last(record['occurred']) ?? dayOfIso(FIRST));
    const known = typeof stated === 'string' ? stated : isoOfDay(day);
    const isGiven = ['source', 'subject'].includes(record.record) || known < FIRST;
    // A correction is never known before the fact that it changes.
    const latest = [isGiven ? FIRST : known, ofFacts.get(record['fact']) ?? FIRST].toSorted().at(-1)!;
    found.set(record, latest);
    if (record.record === 'fact') ofFacts.set(record.id, latest);
  }
  return found;
}

describe('a subscription to everything in the bundled data', () => {
  let service: TestReminders;

  beforeAll(async () => {
    service = await startTestReminders(`${FIRST}T00:00:00Z`);
  });
  afterAll(() => service.drop());

  it('hears from July 2025 to July 2036, each milestone once per lead time, what the reviewed list says', async () => {
    const records = lines.map(({ record }) => record as Bundled);
    const known = knownDays(records);
    const recordOn = async (day: string): Promise<void> => {
      const due = records.filter((record) => known.get(record) === day);
      if (due.length > 0) expect((await service.record(due)).problems).toEqual([]);
    };
    await recordOn(FIRST);
    await service.subscribe({
      channel: { type: 'email', address: 'ana@example.org' },
      timeZone: 'America/Mexico_City',
      leadTimes: ['P90D', 'P30D', 'P7D', 'P0D'],
    });
    const turnAt = async (instant: string): Promise<void> => {
      await service.setClock(instant);
      await service.turn();
    };
    for (let day = FIRST; day <= LAST_DAILY; day = isoOfDay(addDuration(dayOfIso(day), 'P1D'))) {
      await turnAt(`${day}T15:00:00Z`);
      await service.setClock(`${day}T23:00:00Z`);
      if (day !== FIRST) await recordOn(day);
      await service.turn();
    }
    for (let months = 1; ; months += 1) {
      const end = isoOfDay(addDuration(dayOfIso(LAST_DAILY), 'P1M', months));
      if (end > LAST) break;
      for (;;) {
        const { rows } = await service.db.pool.query<{ due: Date | null }>(
          `select min(due_at) as due from planned_reminders where status = 'planned' and due_at < $1`,
          [`${end}T23:59:59Z`],
        );
        if (!rows[0]?.due) break;
        await turnAt(rows[0].due.toISOString());
      }
    }
    const deliveries = await service.deliveries();
    const list = deliveries.map(
      ({ sentAt, status, reason, about }) => `${sentAt ?? `${status} (${reason})`} ${about.join(' + ')}`,
    );
    const reminders = deliveries.flatMap(({ about }) => about).filter((about) => about.startsWith('reminder '));
    expect(reminders.length).toBeGreaterThan(10);
    expect(new Set(reminders).size).toBe(reminders.length);
    for (const [lead, instant] of [
      ['P90D', '2026-04-02T15:00'],
      ['P30D', '2026-06-01T15:00'],
      ['P7D', '2026-06-24T15:00'],
      ['P0D', '2026-07-01T15:00'],
    ])
      expect(list).toContain(`${instant} reminder usmca.joint-review.2026 2026-07-01 ${lead}`);
    expect(list.join('\n')).toMatchSnapshot();
  }, 240_000);
});
