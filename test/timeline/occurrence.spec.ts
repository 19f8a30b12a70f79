import * as fc from 'fast-check';
import { dayOfIso, isoOfDay, parseEdtf } from '#libs/edtf';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  DensityQuery,
  FactQuery,
  factTypeOf,
  occurredBy,
  TimelineQuery,
  ValuesQuery,
  type KnownBasis,
  type RawParameters,
  type StandingFact,
  type TimelineItem,
} from '#libs/timeline';

const [FIRST, LAST] = [dayOfIso('2024-03-01'), dayOfIso('2024-03-20')];
const day = fc.integer({ min: FIRST, max: LAST }).map(isoOfDay);
const maybeDay = fc.option(day, { nil: undefined });
const TYPES = {
  c: ['filed', 'review-requested', 'review-accepted', 'panel-requested', 'panel-decided', 'resolved', 'noted'],
  a: ['signed', 'entered-into-force', 'terminated', 'noted'],
  o: ['founded', 'joined', 'left', 'met'],
  p: ['launched', 'ended', 'planned'],
} as const;
const SUBJECTS = { c: 'case', a: 'agreement', o: 'organization', p: 'programme' } as const;
const fact = fc.constantFrom(...(Object.keys(TYPES) as (keyof typeof TYPES)[])).chain((subject) =>
  fc.record({
    subject: fc.constant(subject),
    type: fc.constantFrom(...TYPES[subject]).map((name) => `${SUBJECTS[subject]}.${name}`),
    occurred: fc.oneof(
      { weight: 4, arbitrary: fc.constant(null) },
      { weight: 3, arbitrary: day },
      fc.constantFrom('2024-03', '../2024-03-12', '2024-03-05/..'),
    ),
    knownSince: maybeDay,
    retracted: fc.boolean(),
  }),
);

/** The same fact as a row of the rule that has no SQL. */
function standing({ id, type, occurred, body, position, title, known }: TimelineItem): StandingFact {
  return {
    fact: {
      id,
      type,
      occurred: occurred === null ? null : parseEdtf(occurred.edtf),
      body,
      position: BigInt(position),
      title,
    },
    plan: factTypeOf(type)?.plans !== undefined,
    known: { day: dayOfIso(known.at), basis: known.basis as KnownBasis },
  };
}

describe('What had occurred by a day, in SQL', () => {
  it('is what the pure rule says of every fact, under all clocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fact, { minLength: 8, maxLength: 14 }),
        fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
        async (facts, drawn) => {
          const timeline = await startTestTimeline({ clockStart: '2024-03-18T09:00:00Z' });
          try {
            const head = await recordAll(timeline, facts);
            const versions: RawParameters[] = [
              {},
              { knownAt: isoOfDay(FIRST + (drawn[0]! % 20)) },
              { recordedBy: String(6 + (drawn[1]! % head)) },
              { knownAt: isoOfDay(FIRST + (drawn[2]! % 20)), recordedBy: String(6 + (drawn[0]! % head)) },
            ];
            for (const version of versions)
              for (let at = FIRST - 1; at <= LAST + 1; at += 3) await compare(timeline, version, at);
          } finally {
            await timeline.drop();
          }
        },
      ),
      { numRuns: 7, endOnFailure: true },
    );
  }, 300_000);
});

async function compare(timeline: TestTimeline, version: RawParameters, at: number): Promise<void> {
  const all = async (raw: RawParameters): Promise<TimelineItem[]> =>
    (await timeline.ask(new TimelineQuery({ ...raw, undated: 'include', limit: '200' }))).items;
  const clocks = { ...version, asOf: isoOfDay(at) };
  const bySubject = Map.groupBy(await all(version), (item) => item.subject.id);
  const expected = [...bySubject.values()].flatMap((items) =>
    occurredBy(items.map(standing), at).map(({ fact: one }) => one.id),
  );
  const shown = await all(clocks);
  expect({ clocks, facts: shown.map(({ id }) => id).toSorted() }).toEqual({ clocks, facts: expected.toSorted() });
  const density = await timeline.ask(new DensityQuery({ ...clocks, undated: 'include' }));
  expect({ clocks, facts: density.total + density.undated }).toEqual({ clocks, facts: expected.length });
  const { items } = await timeline.ask(new ValuesQuery('types', { ...clocks, undated: 'include' }));
  expect({ clocks, facts: items.reduce((sum, { facts }) => sum + facts, 0) }).toEqual({
    clocks,
    facts: expected.length,
  });
  const undated = [...bySubject.values()].flat().filter(({ occurred }) => occurred === null);
  for (const { id } of undated.slice(0, 3)) {
    const found = timeline.ask(new FactQuery(id, clocks)).then(
      () => true,
      () => false,
    );
    expect({ clocks, id, found: await found }).toEqual({ clocks, id, found: expected.includes(id) });
  }
}

/** Records one fact after the other, leaves out what a rule refuses, and withdraws some. */
async function recordAll(
  timeline: TestTimeline,
  facts: readonly { type: string; retracted: boolean }[],
): Promise<number> {
  await timeline.record([
    { record: 'source', id: 's', title: 't', publisher: 'p' },
    ...Object.entries(SUBJECTS).map(([id, type]) => ({ record: 'subject', id, type, name: id })),
  ]);
  let head = 5;
  for (const [index, { retracted, ...one }] of facts.entries()) {
    const body = one.type === 'case.panel-decided' ? { finding: 'denial' } : undefined;
    const record = { record: 'fact', id: `f${index}`, title: 'words', body, sources: [{ source: 's' }], ...one };
    const { recorded } = await timeline.record([JSON.parse(JSON.stringify(record)) as object]);
    head += recorded;
    if (recorded === 1 && retracted && index % 4 === 0) {
      await timeline.record([
        { record: 'retraction', id: `x${index}`, fact: `f${index}`, reason: 'because', sources: [{ source: 's' }] },
      ]);
      head += 1;
    }
  }
  return head;
}
