import * as fc from 'fast-check';
import {
  CaseChangesQuery,
  CaseHistoryQuery,
  CasesQuery,
  CaseStatisticsQuery,
  ReconciliationQuery,
  type CaseItem,
} from '#libs/cases';
import { dayOfIso, isoOfDay } from '#libs/edtf';
import { MilestonesQuery } from '#libs/milestones';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { FactQuery, SubjectQuery, TimelineQuery } from '#libs/timeline';
import type { Sent } from '../timeline/plain-fold.js';
import { measureStates } from './answers.js';
import {
  isBeforeOpening,
  isListed,
  occurredFacts,
  plainCase,
  plainChanges,
  plainFacts,
  plainReviewEnd,
  plainStateOrder,
  plainStates,
  type PlainClocks,
  type PlainFact,
} from './plain-cases.js';

const TODAY = '2024-06-15';
const [FIRST, LAST] = [dayOfIso('2024-02-01'), dayOfIso('2024-06-30')];
const CASES = ['c0', 'c1', 'c2'];
const RRM = { mechanism: 'usmca-rrm', complainant: 'US' };
const SOURCES = ['s0', 's1', 's2'];
const day = fc.integer({ min: FIRST, max: dayOfIso(TODAY) }).map(isoOfDay);
const maybeDay = fc.option(day, { nil: undefined });
const cited = fc
  .uniqueArray(fc.constantFrom(...SOURCES), { minLength: 1, maxLength: 2 })
  .map((ids) => ids.map((source) => ({ source })));
const occurred = fc.oneof(
  { weight: 4, arbitrary: day },
  fc.constant(null),
  fc.constantFrom('2024-03', '../2024-05-10', '2024-04-01/2024-05-20', '2024-03-05/..', '2024-02~'),
);
const outcome = fc.constantFrom('plan', 'settlement', 'none');
const kind = fc.constantFrom('penalty', 'entry-denied');
const ending = fc.record({ outcome, workersBenefited: fc.option(fc.nat(9), { nil: undefined }) });
const STEPS = ['filed', 'review-accepted', 'denial-found', 'remediation-agreed', 'panel-requested', 'noted'];
const said = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom(...STEPS, 'filed', 'reopened', 'withdrawn'),
      body: fc.constant(undefined),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constantFrom('resolved', 'closed'), body: ending }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom('measure-taken', 'measure-lifted'), body: fc.record({ kind }) }),
  },
  fc.record({
    type: fc.constant('panel-decided'),
    body: fc.record({ finding: fc.constantFrom('denial', 'no-denial') }),
  }),
);
/** Every case may come to one request for review, which starts its clocks. */
const request = fc.record({
  said: fc.constant({ type: 'review-requested', body: undefined }),
  occurred,
  knownSince: maybeDay,
  sources: cited,
});
const newFact = fc.record({ of: fc.constantFrom(...CASES), said, occurred, knownSince: maybeDay, sources: cited });
const change = fc.record({
  target: fc.nat(),
  changes: fc.option(
    fc.oneof(
      fc.record({ occurred }),
      fc.record({ title: fc.constant('other words') }),
      fc.record({ sources: cited }),
      fc.record({ knownSince: day }),
    ),
    { nil: undefined },
  ),
  sources: cited,
  knownSince: maybeDay,
});

interface Asked {
  clocks: PlainClocks;
  raw: Record<string, string>;
}

describe('The clocks of every answer about cases', () => {
  it('let through exactly what a plain fold over the records gives, alone and together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(maybeDay, { minLength: 3, maxLength: 3 }),
        fc.tuple(request, request, request),
        fc.array(newFact, { minLength: 9, maxLength: 14 }),
        fc.array(change, { minLength: 3, maxLength: 7 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 5, maxLength: 5 }),
        async (published, requests, others, changes, drawn) => {
          const timeline = await startTestTimeline({ clockStart: `${TODAY}T09:00:00Z` });
          try {
            const facts = [...requests.map((one, index) => ({ ...one, of: CASES[index]! })), ...others];
            const sent = await recordAll(timeline, published, facts, changes);
            for (const asked of questions(drawn, sent.at(-1)!.position)) {
              const all = plainFacts(sent, asked.clocks, dayOfIso(TODAY));
              await compareFacts(timeline, asked, all);
              await compareCases(timeline, asked, all);
              await compareHistories(timeline, asked, all);
              await compareFigures(timeline, asked, all);
              await compareChanges(timeline, asked, sent);
              await compareClaim(timeline, asked, sent, all);
            }
          } finally {
            await timeline.drop();
          }
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  }, 300_000);
});

const dayAt = (at: number): number => FIRST - 5 + (at % (LAST - FIRST + 10));

/** Every clock alone, none, and some of them together. */
function questions(drawn: readonly [number, number, number][], head: number): Asked[] {
  const positionAt = (at: number): number => 1 + (at % head);
  const [[a, b, c]] = drawn as [[number, number, number]];
  const clocks: PlainClocks[] = [
    { upTo: null, knownAt: null, asOf: null },
    { upTo: positionAt(a), knownAt: null, asOf: null },
    { upTo: null, knownAt: dayAt(b), asOf: null },
    { upTo: null, knownAt: null, asOf: dayAt(c) },
    ...drawn.map(([x, y, z]) => ({
      upTo: x % 4 === 0 ? null : positionAt(x),
      knownAt: y % 4 === 0 ? null : dayAt(y),
      asOf: z % 4 === 0 ? null : dayAt(z),
    })),
  ];
  return clocks.map((one) => ({
    clocks: one,
    raw: {
      ...(one.upTo !== null && { recordedBy: String(one.upTo) }),
      ...(one.knownAt !== null && { knownAt: isoOfDay(one.knownAt) }),
      ...(one.asOf !== null && { asOf: isoOfDay(one.asOf) }),
    },
  }));
}

/** Records one record after the other; those that a rule refuses are left out. */
async function recordAll(
  timeline: TestTimeline,
  published: readonly (string | undefined)[],
  facts: readonly { of: string; said: { type: string; body?: object } }[],
  changes: readonly { target: number; changes?: object }[],
): Promise<Sent[]> {
  const records = [
    ...published.map((publishedOn, index) => ({
      record: 'source',
      id: `s${index}`,
      title: 't',
      publisher: 'p',
      publishedOn,
    })),
    ...CASES.map((id) => ({ record: 'subject', id, type: 'case', name: id, attributes: RRM })),
    {
      record: 'subject',
      id: 'count',
      type: 'indicator',
      name: 'n',
      attributes: { measure: 'rrm-requests', mechanism: 'usmca-rrm' },
    },
    {
      record: 'fact',
      id: 'claim',
      subject: 'count',
      type: 'indicator.reported',
      occurred: '2024-05-01',
      title: 'A count',
      body: { value: '2', unit: 'cases' },
      sources: [{ source: 's0' }],
    },
    ...facts.map(({ of, said: { type, body }, ...fact }, index) => ({
      record: 'fact',
      id: `f${index}`,
      subject: of,
      type: `case.${type}`,
      title: 'words',
      body,
      ...fact,
    })),
    ...changes.map(({ target, changes: fields, ...told }, index) => ({
      record: fields ? 'correction' : 'retraction',
      id: `x${index}`,
      fact: `f${target % facts.length}`,
      reason: 'because',
      ...(fields && { changes: fields }),
      ...told,
    })),
  ].map((record) => JSON.parse(JSON.stringify(record)) as Sent);
  const sent: Sent[] = [];
  for (const record of records) {
    const { recorded, position } = await timeline.record([record]);
    if (recorded === 1) sent.push({ ...record, position: Number(position) });
  }
  return sent;
}

const ofCases = ({ subject }: PlainFact): boolean => CASES.includes(subject);
/** The day that what depends on today is judged for; everything was recorded on the same day. */
const todayOf = ({ clocks: { asOf, knownAt } }: Asked): number => asOf ?? knownAt ?? dayOfIso(TODAY);

async function compareFacts(timeline: TestTimeline, { raw, clocks }: Asked, all: readonly PlainFact[]): Promise<void> {
  const expected = CASES.flatMap((id) => occurredFacts(all, id, clocks.asOf).map((fact) => fact.id)).toSorted();
  const page = await timeline.ask(new TimelineQuery({ ...raw, subjectType: 'case', undated: 'include', limit: '200' }));
  expect({ raw, facts: page.items.map(({ id }) => id).toSorted() }).toEqual({ raw, facts: expected });
  for (const id of ['f0', 'f1']) {
    const fact = all.find((one) => one.id === id && expected.includes(id));
    const told = timeline.ask(new FactQuery(id, raw)).then(
      (found) => (found.status === 'retracted' ? null : [found.occurred?.edtf ?? null, found.title, found.revision]),
      () => null,
    );
    expect({ raw, told: await told }).toEqual({ raw, told: fact ? [fact.occurred, fact.title, fact.revision] : null });
  }
}

async function compareCases(timeline: TestTimeline, asked: Asked, all: readonly PlainFact[]): Promise<void> {
  const { raw, clocks } = asked;
  const { items } = await timeline.ask(new CasesQuery(raw));
  const listed = CASES.filter((id) => items.some((item) => item.id === id));
  // Under a clock a case is listed where a fact is on record and known that may have occurred.
  expect({ raw, listed }).toEqual({
    raw,
    listed: CASES.filter((id, index) => 4 + index <= (clocks.upTo ?? Infinity) && isListed(all, id, clocks)),
  });
  for (const id of listed) {
    const facts = occurredFacts(all, id, clocks.asOf);
    const {
      status,
      outcome: ended,
      openedOn,
      requestedOn,
      closedOn,
      measures,
      possible,
      lastNews,
    }: CaseItem = items.find((item) => item.id === id)!;
    const { endedBy: _endedBy, ...plain } = plainCase(plainStateOrder(all, id, clocks.asOf));
    const taken = measures.filter(({ state }) => state !== null);
    const shown = taken.map((one) => ({ kind: one.kind, since: one.since, until: one.until, state: one.state }));
    expect({ raw, id, status, outcome: ended, openedOn, requestedOn, closedOn, measures: shown }).toEqual({
      raw,
      id,
      ...plain,
    });
    const states = plainStates(all, id, clocks.asOf);
    const others = [...new Set(states.map((one) => one.status))].filter((one) => one !== status).toSorted();
    expect({ raw, id, measures: measureStates(measures) }).toEqual({
      raw,
      id,
      measures: measureStates(states.flatMap((one) => one.measures)),
    });
    const news = facts.filter(({ known }) => known.basis !== 'recorded').map(({ known }) => known.at);
    expect({ raw, id, possible, lastNews }).toEqual({
      raw,
      id,
      possible: others,
      lastNews: news.length === 0 ? null : isoOfDay(Math.max(...news)),
    });
    const subject = await timeline.ask(new SubjectQuery(id, raw));
    expect({ raw, id, status: subject.state['status'], others: subject.possible, facts: subject.facts }).toEqual({
      raw,
      id,
      status: plain.status,
      others,
      facts: facts.length,
    });
    const due = await timeline.ask(new MilestonesQuery({ ...raw, from: '0001', subject: id }));
    const end = due.items.find(
      (item) => item.id.startsWith(`${id}.review-end.`) && item.window.earliest === item.window.latest,
    );
    const own = all.filter((fact) => fact.subject === id && !fact.retracted);
    const told = end ? { window: end.window.edtf, status: end.status } : null;
    expect({ raw, id, told }).toEqual({ raw, id, told: plainReviewEnd(facts, own, todayOf(asked)) });
  }
}

async function compareHistories(
  timeline: TestTimeline,
  { raw, clocks }: Asked,
  all: readonly PlainFact[],
): Promise<void> {
  for (const id of CASES.filter((_id, index) => 4 + index <= (clocks.upTo ?? Infinity))) {
    const facts = plainStateOrder(all, id, clocks.asOf);
    const { items } = await timeline.ask(new CaseHistoryQuery(id, raw));
    const developments = items.filter((item) => item.kind === 'development');
    const steps = developments.filter(({ type }) => type !== 'case.noted');
    // Before the case is open its steps change nothing.
    const waiting = occurredFacts(all, id, clocks.asOf).filter(({ type }) => type !== 'case.noted');
    expect({ raw, id, told: steps.map(({ fact, changes }) => [fact, changes]) }).toEqual({
      raw,
      id,
      told: (facts.length === 0 ? waiting : facts).map((fact, index) => [
        fact.id,
        plainChanges(plainCase(facts.slice(0, index)), plainCase(facts.slice(0, index + 1))),
      ]),
    });
    expect(developments.map(({ fact }) => fact).toSorted()).toEqual(
      occurredFacts(all, id, clocks.asOf)
        .map((fact) => fact.id)
        .toSorted(),
    );
  }
}

/** Counts are held against every order of the facts; how long cases took is bounded in `case-figures.spec.ts`. */
async function compareFigures(timeline: TestTimeline, asked: Asked, all: readonly PlainFact[]): Promise<void> {
  const { raw, clocks } = asked;
  const { ended, groups, workers, requestToEnd } = await timeline.ask(
    new CaseStatisticsQuery({ ...raw, groupBy: 'status', interval: 'quarter' }),
  );
  const opened = CASES.filter((id) => !isBeforeOpening(all, id, clocks.asOf));
  const worlds = opened.map((id) => plainStates(all, id, clocks.asOf));
  const range = (fits: (state: (typeof worlds)[number][number]) => boolean): { min: number; max: number } => ({
    min: worlds.filter((states) => states.every(fits)).length,
    max: worlds.filter((states) => states.some(fits)).length,
  });
  const statuses = [...new Set(worlds.flat().map(({ status }) => status))].filter((status) => status !== 'noted');
  const counted = groups.filter(({ value }) => value !== 'noted').map(({ value, cases }) => [value, cases]);
  expect({ raw, ended, counted }).toEqual({
    raw,
    ended: range(({ endedBy }) => endedBy !== null),
    counted: statuses.toSorted().map((name) => [name, range(({ status }) => status === name)]),
  });
  const begun = opened.filter((id) =>
    occurredFacts(all, id, clocks.asOf).some(({ type }) => type === 'case.review-requested'),
  ).length;
  const { ended: over, open, unknown } = requestToEnd;
  expect(over.max + open.max + unknown.max).toBeGreaterThanOrEqual(begun);
  const settled = range(({ status }) => ['resolved', 'closed'].includes(status));
  expect(workers.known.min + workers.unknown.min).toBeLessThanOrEqual(settled.min);
  expect(workers.known.max + workers.unknown.max).toBeGreaterThanOrEqual(settled.max);
}

async function compareChanges(timeline: TestTimeline, { raw, clocks }: Asked, sent: readonly Sent[]): Promise<void> {
  const head = sent.at(-1)!.position;
  for (const clock of ['known', 'recorded'] as const) {
    const known = clock === 'known';
    const ceiling = known ? (clocks.knownAt ?? LAST) : (clocks.upTo ?? head);
    const at = (point: number): PlainClocks => (known ? { ...clocks, knownAt: point } : { ...clocks, upTo: point });
    const expected: unknown[] = [];
    let before = CASES.map(() => plainCase([]));
    for (let point = known ? FIRST - 1 : 1; point <= Math.min(ceiling, known ? LAST : head); point += 1) {
      const facts = plainFacts(sent, at(point), dayOfIso(TODAY));
      const after = CASES.map((id) => plainCase(plainStateOrder(facts, id, clocks.asOf)));
      CASES.forEach((id, index) => {
        const changes = plainChanges(before[index]!, after[index]!);
        if (changes.length > 0) expected.push([known ? isoOfDay(point) : String(point), id, changes]);
      });
      before = after;
    }
    const { items } = await timeline.ask(new CaseChangesQuery({ ...raw, clock, limit: '200' }));
    const told = items.map((item) => [known ? item.at : item.recordedPosition, item.case.id, item.changes]);
    const [given, due] = [told, expected].map((changes) => changes.map((one) => JSON.stringify(one)).toSorted());
    expect({ raw, clock, given }).toEqual({ raw, clock, given: due });
    const places = items.map(({ basis, at: moment }) => `${basis === 'recorded' ? 1 : 0} ${moment}`);
    expect(places).toEqual(places.toSorted());
  }
}

/** The claim is of 1 May: what was requested by then, as known under the clocks and as known on that day. */
async function compareClaim(
  timeline: TestTimeline,
  { raw, clocks }: Asked,
  sent: readonly Sent[],
  all: readonly PlainFact[],
): Promise<void> {
  const claimed = dayOfIso('2024-05-01');
  const { items } = await timeline.ask(new ReconciliationQuery(raw));
  const seen = all.some(({ id }) => id === 'claim') && (clocks.asOf ?? claimed) >= claimed;
  const count = (knownAt: number | null): string => {
    const facts = plainFacts(sent, { ...clocks, knownAt }, dayOfIso(TODAY)).filter(ofCases);
    const isRequested = (id: string): boolean =>
      plainStateOrder(facts, id, claimed).some(({ type }) => type === 'case.review-requested');
    return String(CASES.filter(isRequested).length);
  };
  const least = items.map((one) =>
    one.records.map(({ knownNow: now, knownThen: by }) => [now.value.min, by.value.min]),
  );
  const then = Math.min(claimed, clocks.knownAt ?? claimed);
  expect({ raw, least }).toEqual({ raw, least: seen ? [[[count(clocks.knownAt), count(then)]]] : [] });
}
