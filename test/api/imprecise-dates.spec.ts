import { parse } from 'csv-parse/sync';
import { fact, lines, source, subject } from './records.js';
import { startTestApi, type TestApi } from './test-api.js';

/** Facts by id, each with the date that it has. */
const DATES = {
  extent: '2024-05-05/2024-05-09',
  'some-day': '[2024-05-05..2024-05-09]',
  spring: '2024-21~',
  decade: '202X?',
  'decade-to': '201X/2024-05-09',
  'one-day': '2024-05-07/2024-05-07',
} as const;

describe('facts with imprecise dates', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clockStart: '2036-01-15T12:00:00Z' });
    const facts = Object.entries(DATES).map(([id, occurred]) => ({
      record: 'fact',
      ...fact({ id, occurred, type: 'agreement.noted', title: id }),
    }));
    const records = [{ record: 'source', ...source() }, { record: 'subject', ...subject() }, ...facts];
    const headers = { 'content-type': 'application/x-ndjson' };
    const { body } = await api.post('/v1/import', lines(records), { headers });
    expect(body).toMatchObject({ recorded: records.length, refused: 0, problems: [] });
    await api.get('/v1/timeline?after=8');
  });
  afterAll(() => api.stop());

  async function idsOf(query: string): Promise<string[]> {
    const { body } = await api.get(`/v1/timeline?${query}`);
    return (body.items as { id: string }[]).map(({ id }) => id).toSorted();
  }

  it.each([
    ['2024-05-04', ['decade-to']],
    ['2024-05-05', ['decade-to', 'extent']],
    ['2024-05-06', ['decade-to', 'extent']],
    ['2024-05-07', ['decade-to', 'extent', 'one-day']],
    ['2024-05-08', ['decade-to', 'extent', 'one-day']],
    ['2024-05-09', ['decade-to', 'extent', 'one-day', 'some-day']],
    ['2024-05-31', ['decade-to', 'extent', 'one-day', 'some-day', 'spring']],
    ['2029-12-31', ['decade', 'decade-to', 'extent', 'one-day', 'some-day', 'spring']],
  ])('have certainly occurred by %s where their beginning ends by then', async (day, ids) => {
    expect(await idsOf(`asOf=${day}`)).toEqual(ids);
  });

  it('lie in a period certainly only with their whole window, and possibly with any day of it', async () => {
    expect(await idsOf('from=2024-05-05&to=2024-05-09&match=certain')).toEqual(['extent', 'one-day', 'some-day']);
    expect(await idsOf('from=2024-05-06&to=2024-05-09&match=certain')).toEqual(['one-day']);
    expect(await idsOf('from=2024-05-09&to=2024-05-09&match=possible')).toEqual([
      'decade',
      'decade-to',
      'extent',
      'some-day',
      'spring',
    ]);
  });

  it('are ordered by their first day, then by the earlier end', async () => {
    const { body } = await api.get('/v1/timeline');
    const ids = (body.items as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(['decade-to', 'decade', 'spring', 'extent', 'some-day', 'one-day']);
  });

  it('are answered with their window, precision and words', async () => {
    const { body } = await api.get('/v1/timeline');
    const occurred = Object.fromEntries(
      (body.items as { id: string; occurred: unknown }[]).map((item) => [item.id, item.occurred]),
    );
    expect(occurred).toMatchObject({
      'some-day': {
        edtf: '[2024-05-05..2024-05-09]',
        earliest: '2024-05-05',
        latest: '2024-05-09',
        precision: 'interval',
        text: 'some day from 5 to 9 May 2024',
      },
      'one-day': { earliest: '2024-05-07', latest: '2024-05-07', precision: 'day', text: '7 May 2024' },
      spring: { earliest: '2024-03-01', latest: '2024-05-31', precision: 'season', text: 'about spring 2024' },
      decade: { precision: 'decade', text: 'perhaps the 2020s' },
      'decade-to': { earliest: '2010-01-01', latest: '2024-05-09', text: 'the 2010s to 9 May 2024' },
    });
  });

  it('say in every format that no day of the range is fixed', async () => {
    const words = 'some day from 5 to 9 May 2024';
    const { text: csv } = await api.get('/v1/timeline.csv');
    const rows = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows.find(({ id }) => id === 'some-day')).toMatchObject({
      'occurred.edtf': DATES['some-day'],
      'occurred.text': words,
    });
    const { text: calendar } = await api.get('/v1/timeline.ics');
    const unfolded = calendar.replaceAll('\r\n ', '');
    expect(unfolded).toContain(`SUMMARY:some-day (${words})`);
    expect(unfolded).toMatch(/SUMMARY:extent\r\n/);
    expect(unfolded).toMatch(/SUMMARY:one-day\r\n/);
    const { body } = await api.get('/v1/timeline.timelinejs.json');
    expect(body.events).toContainEqual(expect.objectContaining({ unique_id: 'some-day', display_date: words }));
    for (const path of ['/v1/timeline.atom', '/v1/timeline.feed.json'])
      expect((await api.get(path)).text).toContain(words);
  });

  it('are read from CSV as they are from JSON', async () => {
    const csv = [
      'record,id,subject,type,occurred,title,sources.0.source',
      'fact,from-csv,accord,agreement.noted,[2024-05-05..2024-05-09],From a spreadsheet,sheet',
      'fact,number,accord,agreement.noted,45551,A number of a day,sheet',
    ].join('\n');
    const { body } = await api.post('/v1/import?dryRun=true', csv, { headers: { 'content-type': 'text/csv' } });
    expect(body).toMatchObject({ refused: 1, problems: [{ line: 3, detail: expect.stringContaining('2024-09-16') }] });
  });

  it('name what is proposed for a refused one beside the sentence', async () => {
    const { status, body } = await api.post('/v1/facts', fact({ id: 'refused', occurred: '1990?~' }));
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/occurred', params: { rule: 'two-marks', proposed: '1990%' } }] },
    });
    const { body: guess } = await api.get('/v1/dates?edtf=2019-20');
    expect(guess.errors).toMatchObject([{ params: { rule: 'no-month-or-season', meant: ['2019/2020'] } }]);
  });
});
