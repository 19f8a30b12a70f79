import ICAL from 'ical.js';
import { fact, lines, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

interface Parameter {
  name: string;
  in: string;
}
interface Description {
  paths: Record<string, { get?: { parameters?: Parameter[] } }>;
}

/** Those that are refused, with what the refusal advises. */
const REFUSED = {
  us: 'write US, in capital letters',
  UK: 'UK is not assigned to a country by ISO 3166-1; write GB',
  Mexico: '"Mexico" is a country; write its code, MX',
  ZZ: 'ISO 3166-1 assigns ZZ to no country, now or formerly; a party without a code is an organization on record, by its id',
  'no-body': 'there is no organization "no-body" on record; record it as a subject of type organization first',
  // A subject, but no organization.
  accord: 'there is no organization "accord" on record; record it as a subject of type organization first',
};

describe('the parameter `party`', () => {
  let api: TestApi;
  let lists: string[];
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const records = [
      { ...source(), record: 'source' },
      { ...subject(), record: 'subject' },
      { ...subject({ id: 'river-body', type: 'organization', name: 'River Body', parties: [] }), record: 'subject' },
      { ...fact(), record: 'fact' },
    ];
    const { body } = await api.post('/v1/import', lines(records), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(body).toMatchObject({ recorded: 4, refused: 0 });
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=${body.position}`);
    const { paths } = (await api.get('/openapi.json')).body as Description;
    lists = Object.entries(paths).flatMap(([path, { get }]) =>
      get?.parameters?.some((one) => one.in === 'query' && one.name === 'party')
        ? [path.replace('{id}', 'accord')]
        : [],
    );
  });
  afterAll(() => api.stop());

  it('is taken by lists of every kind', () => {
    for (const path of ['timeline', 'timeline.ics', 'milestones', 'milestones.ics', 'cases', 'subjects', 'parties'])
      expect(lists).toContain(`/v1/${path}`);
  });

  it('that names no party there is is refused by every list, with what to write instead', async () => {
    for (const path of lists)
      for (const [party, detail] of Object.entries(REFUSED)) {
        const answer = await api.get(`${path}?party=NO&party=${party}`);
        expect([path, party, answer.status, answer.body?.errors]).toEqual([
          path,
          party,
          400,
          [expect.objectContaining({ parameter: 'party', detail })],
        ]);
      }
  });

  it('that is a code of today or of the past, or an organization on record, is answered by every list', async () => {
    for (const path of lists)
      for (const party of ['NO', 'SU', 'river-body'])
        expect([path, party, (await api.get(`${path}?party=${party}`)).status]).toEqual([path, party, 200]);
  });
});

describe('the calendar of a subscription to a party', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2026-01-15T12:00:00Z' });
    const plan = { record: 'fact', type: 'milestone.planned', occurred: '2027-03' };
    const records = [
      { ...source(), record: 'source' },
      { ...subject(), record: 'subject' },
      fact({ ...plan, id: 'of-all', occurred: '2027-03-01', title: 'They meet', body: { milestone: 'meeting.2027' } }),
      fact({
        ...plan,
        id: 'of-peru',
        title: 'Peru reports',
        occurred: '2027-03-02',
        parties: ['PE'],
        body: { milestone: 'report-of-peru.2027' },
      }),
      fact({
        ...plan,
        id: 'of-chile',
        title: 'Chile reports',
        occurred: '2027-03-02',
        parties: ['CL'],
        body: { milestone: 'report-of-chile.2027' },
      }),
    ];
    const { body } = await api.post('/v1/import', lines(records), {
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(body.problems).toEqual([]);
    for (const path of ['timeline', 'milestones']) await api.get(`/v1/${path}?after=${body.position}`);
  });
  afterAll(() => api.stop());

  const make = async (parties: string[]): Promise<{ id: string; events: () => Promise<string[]> }> => {
    const form = { channel: { type: 'calendar' }, filter: { parties, kinds: ['milestones'] } };
    const { body } = await api.post('/v1/subscriptions', form, { key: null });
    const { pathname, search } = new URL(body.calendarUrl);
    const events = async (): Promise<string[]> => {
      const { status, text } = await api.get(`${pathname}${search}`);
      expect(status).toBe(200);
      const found = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
      return found.map((event) => String(event.getFirstPropertyValue('summary'))).toSorted();
    };
    return { id: body.id, events };
  };

  it('has what is due by the facts of that party, and nothing of the others', async () => {
    const calendars = await Promise.all([['PE'], ['CL'], ['AR'], ['PE', 'CL']].map(make));
    const [peru, chile, argentina, both] = await Promise.all(calendars.map(({ events }) => events()));
    expect({ peru, chile, argentina, both }).toEqual({
      peru: ['Peru reports'],
      chile: ['Chile reports', 'They meet'],
      argentina: ['They meet'],
      both: ['Chile reports', 'Peru reports', 'They meet'],
    });
  });

  it('is answered also where an earlier release let it name a party that there cannot be', async () => {
    const { id, events } = await make(['PE']);
    const name = (parties: string[]): Promise<unknown> =>
      api.database.db.pool.query('update subscriptions set parties = $2 where id = $1', [id, parties]);
    const before = await events();
    await name(['peru', 'PE']);
    expect(await events()).toEqual(before);
    await name(['peru']);
    expect(await events()).toEqual([]);
  });
});
