import { toldOf, type ModelSchedule, type ModelWindow } from './in-time-model.js';
import { startHookReceiver, type HookReceiver } from './outside.js';
import { startTestReminders, type TestReminders } from './test-reminders.js';

/** Makes the random numbers; another one makes another trial. */
const SEED = 14;
const SUBSCRIPTIONS = 50;
const MILESTONES = 500;
const DAY = 1_440;
const START = Date.UTC(2026, 1, 20) / 60_000;
const ZONES = [
  'UTC',
  'America/Mexico_City',
  'America/New_York',
  'Europe/Madrid',
  'Asia/Tokyo',
  'Asia/Kathmandu',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const LEADS = [0, 1, 3, 7, 14, 30, 60, 90];

/** Mulberry32: the same numbers from the same seed, from 0 to below 1. */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomBy(SEED);
const below = (limit: number): number => Math.floor(random() * limit);
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!;
const iso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const dayOf = (year: number, month: number): number => Date.UTC(year, month, 1) / 86_400_000;
const instant = (minute: number): string => new Date(minute * 60_000).toISOString();
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function randomSchedule(): ModelSchedule {
  const [from, to] = [below(48) * 30, below(48) * 30];
  return {
    timeZone: oneOf(ZONES),
    localTime: clock(below(96) * 15),
    digest: oneOf(['none', 'none', 'daily', 'weekly']),
    digestDay: 1 + below(7),
    quietHours: from === to || below(2) === 0 ? null : { from: clock(from), to: clock(to) },
    leads: LEADS.filter(() => below(3) === 0).concat(120),
  };
}

/** A window about a day, of each kind. */
function randomWindow(day: number): ModelWindow {
  const at = new Date(day * 86_400_000);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const later = day + 1 + below(20);
  switch (below(8)) {
    case 0:
      return { edtf: iso(day).slice(0, 7), first: dayOf(year, month), last: dayOf(year, month + 1) - 1 };
    case 1:
      return { edtf: `${year}-22`, first: dayOf(year, 5), last: dayOf(year, 8) - 1 };
    case 2:
      return { edtf: `${year}`, first: dayOf(year, 0), last: dayOf(year + 1, 0) - 1 };
    case 3:
      return { edtf: `${iso(day)}/..`, first: day, last: null };
    case 4:
      return { edtf: `../${iso(day)}`, first: null, last: day };
    case 5:
      return { edtf: `[${iso(day)}..${iso(later)}]`, first: day, last: later };
    default:
      return { edtf: iso(day), first: day, last: day };
  }
}

const subject = (nth: number) => ({ record: 'subject', id: `treaty-${nth}`, type: 'agreement', name: `Treaty ${nth}` });

describe('milestones that are recorded at any distance before their day, on it and after it', () => {
  let service: TestReminders;
  let hooks: HookReceiver;

  beforeAll(async () => {
    hooks = await startHookReceiver();
    service = await startTestReminders(instant(START));
  });
  afterAll(async () => {
    await service.drop();
    await hooks.stop();
  });

  it('are announced once for each lead time, at the minute of the model', async () => {
    const subjects = Array.from({ length: SUBSCRIPTIONS }, (_, nth) => subject(nth));
    await service.record([
      { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'The Gazette' },
      ...subjects,
    ]);
    const schedules = subjects.map(randomSchedule);
    for (const [nth, { leads, ...schedule }] of schedules.entries())
      await service.subscribe({
        channel: { type: 'webhook', url: `${hooks.url}/${nth}` },
        filter: { subjects: [`treaty-${nth}`] },
        leadTimes: leads.map((lead) => `P${lead}D`),
        ...schedule,
      });

    const milestones = Array.from({ length: MILESTONES }, (_, nth) => {
      const day = START / DAY + below(150);
      const window = randomWindow(day);
      // Mostly up to 100 days before the day, at times on the day, and at times after it.
      const distance = oneOf([0, 0, -1 - below(5), ...Array.from({ length: 7 }, () => below(100))]);
      const recorded = Math.max(START + 1, (day - distance) * DAY + below(DAY));
      return { id: `plan-${nth}`, of: nth % SUBSCRIPTIONS, window, recorded };
    }).toSorted((one, other) => one.recorded - other.recorded);
    const expected = milestones.flatMap(({ id, of, window, recorded }) => {
      const leads = toldOf(recorded, window, schedules[of]!);
      return leads.map(({ lead, minute }) => {
        // What is told together is one message, which speaks of its nearest lead time.
        const together = leads.filter((other) => other.minute === minute);
        const nearest = together.toSorted((one, other) => one.lead - other.lead)[0]!;
        return `${id} ${window.edtf} P${lead}D ${instant(minute)}${nearest.passed ? ' passed' : ''}`;
      });
    });

    const told: string[] = [];
    /** Moves the clock to a minute; what arrives then is told at that minute. */
    const turnAt = async (minute: number): Promise<void> => {
      await service.setClock(instant(minute));
      await service.turn();
      for (const { body } of hooks.arrived.splice(0)) told.push(...lineOf(body, minute));
    };
    const dueUntil = async (minute: number): Promise<void> => {
      for (;;) {
        const { rows } = await service.db.pool.query<{ due: Date | null }>(
          `select min(due_at) as due from planned_reminders where status = 'planned' and due_at <= $1`,
          [instant(minute)],
        );
        if (rows[0]!.due === null) return;
        await turnAt(Math.ceil(rows[0]!.due.getTime() / 60_000));
      }
    };
    for (const { id, of, window, recorded } of milestones) {
      await dueUntil(recorded - 1);
      await service.setClock(instant(recorded));
      const report = await service.record([
        {
          record: 'fact',
          id,
          subject: `treaty-${of}`,
          type: 'milestone.planned',
          occurred: window.edtf,
          knownSince: instant(recorded).slice(0, 10),
          title: `The plan ${id}`,
          body: { milestone: `${id}.2026` },
          sources: [{ source: 'gazette' }],
        },
      ]);
      expect(report.problems).toEqual([]);
      await turnAt(recorded);
    }
    await dueUntil(START + 2_000 * DAY);

    expect(told.filter((line) => line.endsWith(' passed')).length).toBeGreaterThan(MILESTONES);
    expect(told.toSorted()).toEqual(expected.toSorted());
  }, 600_000);
});

interface Item {
  kind: string;
  milestone: { id: string; window: string };
  leadTime: string;
  missed: string[];
  late: boolean;
  passed?: boolean;
}

/** What a message tells, a line for each lead time; the nearest lead time says whether its time had passed. */
function lineOf(body: string, minute: number): string[] {
  const { data } = JSON.parse(body) as { data: Item & { items?: Item[] } };
  return (data.items ?? [data]).flatMap(({ milestone, leadTime, missed, late, passed }) =>
    [leadTime, ...missed].map((lead) => {
      const name = milestone.id.split('.')[1]!;
      return `${name} ${milestone.window} ${lead} ${instant(minute)}${late && passed ? ' passed' : ''}`;
    }),
  );
}
