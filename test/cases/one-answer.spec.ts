import { randomInt } from 'node:crypto';
import { CasesQuery, CaseStatisticsQuery, type CaseItem } from '#libs/cases';
import { dayOfIso, isoOfDay } from '#libs/edtf';
import type { TestTimeline } from '#libs/testing';
import {
  SubjectsQuery,
  TimelineQuery,
  type RawParameters,
  type SubjectAnswer,
  type TimelineItem,
} from '#libs/timeline';
import { startBundled } from './bundled.js';
import { occurredFacts, plainCase, plainOrders, plainStateOrder, type PlainFact } from './plain-cases.js';

const TODAY = dayOfIso('2026-11-22');
const CLOCKS = 200;

interface Drawn {
  knownAt?: string;
  recordedBy?: string;
  asOf?: string;
}

const day = (): string => isoOfDay(randomInt(dayOfIso('2021-01-01'), TODAY + 20));

/** The clocks alone and together, on days of the years of the data. */
function drawClocks(head: number): Drawn[] {
  return Array.from({ length: CLOCKS }, (_, index) => ({
    ...((index % 8) & 1 && { asOf: day() }),
    ...((index % 8) & 2 && { knownAt: day() }),
    ...((index % 8) & 4 && { recordedBy: String(randomInt(Math.floor(head / 2), head + 1)) }),
  }));
}

async function pages<Item>(ask: (raw: RawParameters) => Promise<{ items: Item[]; page: { next: string | null } }>) {
  const found: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, page } = await ask({ limit: '200', ...(cursor !== undefined && { cursor }) });
    found.push(...items);
    if (page.next === null) return found;
    cursor = page.next;
  }
}

describe('The timeline, the cases and the subjects of the bundled data', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startBundled();
  });
  afterAll(() => timeline.drop());

  const facts = (clocks: Drawn): Promise<TimelineItem[]> =>
    pages((raw) => timeline.ask(new TimelineQuery({ ...raw, ...clocks, undated: 'include' })));
  const subjects = (clocks: Drawn): Promise<SubjectAnswer[]> =>
    pages((raw) => timeline.ask(new SubjectsQuery({ ...raw, ...clocks })));
  const cases = (clocks: Drawn): Promise<CaseItem[]> =>
    pages((raw) => timeline.ask(new CasesQuery({ ...raw, ...clocks })));

  it('agree for every subject and case under 200 clocks, and with the words of the contract', async () => {
    const { position } = await timeline.ask(new TimelineQuery({ limit: '1' }));
    for (const clocks of drawClocks(Number(position))) {
      const { asOf, ...versions } = clocks;
      const standing = (await facts(versions)).map(plainFact);
      const shown = asOf === undefined ? standing : (await facts(clocks)).map(plainFact);
      const at = asOf === undefined ? null : dayOfIso(asOf);
      const found = await cases(clocks);
      const { cases: counted } = await timeline.ask(new CaseStatisticsQuery({ ...clocks, interval: 'year' }));
      expect({ clocks, listed: found.length }).toEqual({ clocks, listed: counted.max });
      const bySubject = Map.groupBy(shown, ({ subject }) => subject);
      for (const subject of await subjects(clocks)) {
        const own = bySubject.get(subject.id) ?? [];
        expect({ clocks, id: subject.id, facts: subject.facts }).toEqual({ clocks, id: subject.id, facts: own.length });
        if (subject.type !== 'case') continue;
        const one = found.find(({ id }) => id === subject.id);
        // A case of which nothing is known by then, or of which nothing can have occurred, is in no list and in no count.
        if (!one) {
          expect({ clocks, id: subject.id, status: subject.state['status'], possible: subject.possible }).toEqual({
            clocks,
            id: subject.id,
            status: 'noted',
            possible: [],
          });
          continue;
        }
        const { nextMilestone: _next, attributes: _attributes, id, name: _name, lastNews, possible, ...state } = one;
        expect({ clocks, id, state: subject.state, possible: subject.possible }).toMatchObject({
          clocks,
          id,
          state,
          possible,
        });
        expect({ clocks, id, facts: own.map((fact) => fact.id).toSorted() }).toEqual({
          clocks,
          id,
          facts: occurredFacts(standing, id, at)
            .map((fact) => fact.id)
            .toSorted(),
        });
        const statuses = plainOrders(standing, id, at).map((order) => plainCase(order).status);
        const news = own.flatMap(({ known }) => (known.basis === 'recorded' ? [] : [known.at]));
        expect({ clocks, id, status: one.status, possible, lastNews }).toEqual({
          clocks,
          id,
          status: plainCase(plainStateOrder(standing, id, at)).status,
          possible: [...new Set(statuses)].filter((status) => status !== one.status).toSorted(),
          lastNews: news.length === 0 ? null : isoOfDay(Math.max(...news)),
        });
      }
    }
  }, 600_000);
});

function plainFact(item: TimelineItem): PlainFact {
  return {
    id: item.id,
    subject: item.subject.id,
    position: Number(item.position),
    type: item.type,
    title: item.title,
    occurred: item.occurred?.edtf ?? null,
    body: item.body,
    subjectName: item.subject.name,
    parties: item.parties,
    sources: [],
    known: { at: dayOfIso(item.known.at), basis: item.known.basis },
    retracted: false,
    revision: item.revision,
  };
}
