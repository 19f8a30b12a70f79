import * as fc from 'fast-check';
import { dayOfIso, isoOfDay } from '#libs/edtf';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import { TimelineQuery } from '#libs/timeline';
import { plainFold, type Seen, type Sent } from './plain-fold.js';

const TODAY = '2024-06-15';
const day = fc.integer({ min: dayOfIso('2024-06-01'), max: dayOfIso('2024-06-20') }).map(isoOfDay);
const sourceIds = ['s0', 's1', 's2'];
const cited = fc
  .uniqueArray(fc.constantFrom(...sourceIds), { minLength: 1, maxLength: 3 })
  .map((ids) => ids.map((source) => ({ source })));
const title = fc.constantFrom('one', 'two', 'three', 'four');
const occurred = fc.option(
  fc.constantFrom('2024-06-02', '2024-06-05', '2024-05', '2024-06-01/2024-06-08', '../2024-06-09', '2024-06-03/..'),
  { nil: null },
);
const parties = fc.subarray(['NO', 'SE', 'body']);
const maybeDay = fc.option(day, { nil: undefined });

/** What may come after the first sources, subjects and facts, each naming one of them. */
const later = fc.oneof(
  fc.record({
    record: fc.constant('correction'),
    fact: fc.constantFrom('f0', 'f1'),
    changes: fc.oneof(
      fc.record({ title }),
      fc.record({ occurred }),
      fc.record({ title, knownSince: day }),
      fc.record({ parties }),
      fc.record({ knownSince: fc.constant(null), title }),
      fc.record({ sources: cited, title }),
      fc.record({ sources: cited }),
    ),
    sources: cited,
    knownSince: maybeDay,
    reason: fc.constant('because'),
  }),
  fc.record({
    record: fc.constant('retraction'),
    fact: fc.constantFrom('f0', 'f1'),
    sources: cited,
    knownSince: maybeDay,
    reason: fc.constant('because'),
  }),
  fc.record({
    record: fc.constant('correction'),
    source: fc.constantFrom(...sourceIds),
    changes: fc.record({ publishedOn: fc.option(day, { nil: null }) }),
    sources: cited,
    reason: fc.constant('because'),
  }),
  fc.record({
    record: fc.constant('correction'),
    subject: fc.constant('subject'),
    changes: fc.oneof(fc.record({ name: title }), fc.record({ parties })),
    sources: cited,
    knownSince: maybeDay,
    reason: fc.constant('because'),
  }),
);

describe('The three clocks', () => {
  const open: TestTimeline[] = [];
  afterAll(() => Promise.all(open.map((timeline) => timeline.drop())));

  it('let through exactly what a plain fold over the records gives, for every knownAt and recordedBy, alone and together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(maybeDay, { minLength: 3, maxLength: 3 }),
        fc.array(fc.record({ occurred, knownSince: maybeDay, title, parties, sources: cited }), {
          minLength: 2,
          maxLength: 2,
        }),
        fc.array(later, { maxLength: 7 }),
        async (published, facts, changes) => {
          const timeline = await startTestTimeline({ clockStart: `${TODAY}T09:00:00Z` });
          open.push(timeline);
          const records = [
            ...published.map((publishedOn, index) => ({
              record: 'source',
              id: `s${index}`,
              title: 't',
              publisher: 'p',
              ...(publishedOn && { publishedOn }),
            })),
            { record: 'subject', id: 'body', type: 'organization', name: 'A body' },
            { record: 'subject', id: 'subject', type: 'organization', name: 'zero', parties: ['FI'] },
            ...facts.map((fact, index) => ({
              record: 'fact',
              id: `f${index}`,
              subject: 'subject',
              type: 'organization.noted',
              ...fact,
            })),
            ...changes.map((change, index) => ({ id: `c${index}`, ...change })),
          ].map((record) => JSON.parse(JSON.stringify(record)) as Sent);
          const sent = await sendOneByOne(timeline, records);
          const head = sent.at(-1)?.position ?? 0;
          const ends = [1, ...sent.map((record) => record.position), head];
          for (const upTo of new Set(ends))
            for (let knownAt = dayOfIso('2024-05-31'); knownAt <= dayOfIso('2024-06-21'); knownAt += 1) {
              const expected = plainFold(sent, upTo, knownAt, dayOfIso(TODAY));
              expect(await seenUnder(timeline, { recordedBy: String(upTo), knownAt: isoOfDay(knownAt) })).toEqual(
                expected,
              );
            }
          const latest = plainFold(sent, head, dayOfIso('2024-12-31'), dayOfIso(TODAY));
          expect(await seenUnder(timeline, {})).toEqual(latest);
          await timeline.drop();
          open.pop();
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 240_000);
});

/** Records one record after the other; those that a rule refuses (a fact retracted before) are left out. */
async function sendOneByOne(timeline: TestTimeline, records: readonly Sent[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (const record of records) {
    const { position: _position, ...line } = record;
    const report = await timeline.record([line]);
    if (report.recorded === 1) sent.push({ ...record, position: Number(report.position) });
  }
  return sent;
}

async function seenUnder(timeline: TestTimeline, clocks: Record<string, string>): Promise<Map<string, Seen>> {
  const page = await timeline.ask(new TimelineQuery({ ...clocks, undated: 'include', retracted: 'include' }));
  return new Map(
    page.items.map((item) => [
      item.id,
      {
        type: item.type,
        title: item.title,
        occurred: item.occurred?.edtf ?? null,
        body: item.body,
        subjectName: item.subject.name,
        parties: item.parties,
        sources: item.sources.map((entry) => entry.source),
        known: { at: dayOfIso(item.known.at), basis: item.known.basis },
        retracted: item.status === 'retracted',
        revision: item.revision,
      },
    ]),
  );
}
