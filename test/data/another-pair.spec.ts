import { FACT_TYPES, SAMPLES, TimelineQuery, ValuesQuery } from '#libs/timeline';
import { startTestTimeline, type TestTimeline } from '#libs/testing';

interface ToldFact {
  id: string;
  subject: string;
  type: string;
  sources: { source: string }[];
}

/** The frozen samples as the records of one data set: Norway and Sweden, a fact of every type there is. */
function norwayAndSweden(): object[] {
  const facts = FACT_TYPES.map((type) => ({ occurred: null, ...SAMPLES.get(type)?.data }) as unknown as ToldFact);
  const sources = new Set(facts.flatMap((fact) => fact.sources.map((entry) => entry.source)));
  const subjects = new Map(
    facts.filter((fact) => !fact.type.startsWith('milestone.')).map((fact) => [fact.subject, fact.type.split('.')[0]]),
  );
  return [
    ...[...sources].map((id) => ({ record: 'source', id, title: id, publisher: 'The Example Press' })),
    ...[...subjects].map(([id, type]) => ({ record: 'subject', id, type, name: id, parties: ['NO', 'SE'] })),
    ...facts.map((fact) => ({ record: 'fact', ...fact })),
  ];
}

describe('A data set about another pair of countries', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline();
  });
  afterAll(() => timeline.drop());

  it('is imported through the contract alone, with a fact of every type', async () => {
    const report = await timeline.record(norwayAndSweden());
    expect(report.problems).toEqual([]);
    const types = await timeline.ask(new ValuesQuery('types', { undated: 'include' }));
    expect(types.items.filter((type) => type.facts === 0)).toEqual([]);
    const page = await timeline.ask(new TimelineQuery({ party: 'SE', undated: 'include', limit: '200' }));
    expect(page.items).toHaveLength(FACT_TYPES.length);
  });
});
