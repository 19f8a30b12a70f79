import { recorderOfRun } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { startTestTimeline, type TestTimeline } from '#libs/testing';
import {
  DensityQuery,
  FactQuery,
  SubjectsQuery,
  TimelineQuery,
  ValuesQuery,
  type ImportReport,
  type RawParameters,
} from '#libs/timeline';

const sources = [{ source: 'gazette' }];
const gazette = { record: 'source', id: 'gazette', title: 'Gazette', publisher: 'Office', publishedOn: '1960' };
const convention = {
  record: 'subject',
  id: 'convention',
  type: 'agreement',
  name: 'A convention',
  parties: ['NO', 'SE', 'CS'],
};
const fact = (id: string, more: object = {}): JsonObject => ({
  record: 'fact',
  id,
  subject: 'convention',
  type: 'agreement.noted',
  occurred: '1958-03-01',
  title: `A step: ${id}`,
  sources,
  ...more,
});

const matter = (id: string, attributes: JsonObject): JsonObject => ({
  record: 'subject',
  id,
  type: 'case',
  name: 'A matter',
  attributes,
});

const problemsOf = ({ problems }: ImportReport): string[] =>
  problems.map(({ line, type, pointer, detail }) => `${line} ${type} ${pointer}: ${detail}`);

describe('The parties of a fact', () => {
  let timeline: TestTimeline;
  beforeAll(async () => {
    timeline = await startTestTimeline();
    await timeline.record([
      gazette,
      convention,
      { record: 'subject', id: 'un-body', type: 'organization', name: 'A body of the United Nations' },
      fact('of-all'),
      fact('of-sweden', { parties: ['SE'] }),
      fact('of-the-body', { parties: ['un-body', 'SU'] }),
      fact('corrected', { parties: ['SE'] }),
      { record: 'correction', id: 'c1', fact: 'corrected', changes: { parties: null }, reason: 'A slip.', sources },
    ]);
  });
  afterAll(() => timeline.drop());

  const found = async (parameters: RawParameters): Promise<string[]> =>
    (await timeline.ask(new TimelineQuery(parameters))).items.map(({ id }) => id).toSorted();

  it('are those that it names, and its subject’s only where it names none', async () => {
    const { items } = await timeline.ask(new TimelineQuery({}));
    expect(Object.fromEntries(items.map(({ id, parties }) => [id, parties]))).toEqual({
      'of-all': ['NO', 'SE', 'CS'],
      'of-sweden': ['SE'],
      'of-the-body': ['un-body', 'SU'],
      corrected: ['NO', 'SE', 'CS'],
    });
  });

  it('say who acted: to the filter, to the search, in counts and in lanes', async () => {
    expect(await found({ party: 'NO' })).toEqual(['corrected', 'of-all']);
    expect(await found({ party: ['NO', 'SU'] })).toEqual(['corrected', 'of-all', 'of-the-body']);
    expect(await found({ q: 'norway' })).toEqual(['corrected', 'of-all']);
    const { items: values } = await timeline.ask(new ValuesQuery('parties', {}));
    expect(Object.fromEntries(values.map(({ value, facts }) => [value, facts]))).toMatchObject({
      NO: 2,
      SE: 3,
      CS: 2,
      SU: 1,
      'un-body': 1,
    });
    const { lanes } = await timeline.ask(new DensityQuery({ lane: 'party', buckets: '1' }));
    const counts = lanes.map(({ lane, total }) => [lane, total]);
    expect(Object.fromEntries(counts)).toMatchObject({ NO: 2, SE: 3, 'un-body': 1 });
  });

  it('are counted once each where a record names one twice, of a fact as of a subject', async () => {
    const own = await startTestTimeline();
    await own.record([
      gazette,
      { ...convention, parties: ['TV', 'TV'], topics: ['seas', 'seas'] },
      fact('named-twice', { parties: ['WF', 'WF'] }),
      fact('of-its-subject'),
    ]);
    const counts = async (list: 'parties' | 'topics'): Promise<unknown> =>
      (await own.ask(new ValuesQuery(list, {}))).items.map(({ value, facts }) => [value, facts]);
    expect(await counts('parties')).toEqual([
      ['TV', 1],
      ['WF', 1],
    ]);
    expect(await counts('topics')).toEqual([['seas', 2]]);
    const { lanes } = await own.ask(new DensityQuery({ lane: 'party', buckets: '1' }));
    expect(lanes.map(({ lane, total }) => [lane, total])).toEqual([
      ['TV', 1],
      ['WF', 1],
    ]);
    const { items } = await own.ask(new SubjectsQuery({}));
    expect(items).toMatchObject([{ parties: ['TV'], topics: ['seas'] }]);
    await own.drop();
  });

  it('are found by the name of the state of that time', async () => {
    expect(await found({ q: 'czechoslovakia' })).toEqual(['corrected', 'of-all']);
    expect(await found({ q: 'soviet union' })).toEqual(['of-the-body']);
    expect(await found({ q: 'russia' })).toEqual([]);
    expect(await found({ q: 'serbia' })).toEqual([]);
    const { items } = await timeline.ask(new SubjectsQuery({ q: 'czechoslovakia' }));
    expect(items.map(({ id }) => id)).toEqual(['convention']);
  });
});

describe('A record that names a party', () => {
  let timeline: TestTimeline;
  beforeEach(async () => {
    timeline = await startTestTimeline();
    await timeline.record([gazette, { ...convention, parties: [] }]);
  });
  afterEach(() => timeline.drop());

  it('is refused while the organization is not on record, wherever it is named', async () => {
    const review = { outcome: 'extended', confirmations: [{ party: 'a-body', extends: true }] };
    const why = { reason: 'A slip.', sources };
    const cited = sources.map((entry) => ({ ...entry, says: { body: review } }));
    const named = [
      { record: 'subject', id: 'other', type: 'dialogue', name: 'Other', parties: ['SE', 'a-body'] },
      fact('one', { parties: ['a-body'] }),
      fact('two', { type: 'agreement.reviewed', body: review }),
      { record: 'correction', id: 'c1', subject: 'convention', changes: { parties: ['a-body'] }, ...why },
      { record: 'correction', id: 'c2', fact: 'there', changes: { parties: ['a-body'] }, ...why },
      fact('three', { type: 'agreement.reviewed', body: { outcome: 'extended' }, sources: cited }),
      { record: 'correction', id: 'c3', fact: 'there', changes: { title: 'T', sources: cited }, ...why },
      { record: 'correction', id: 'c4', fact: 'there', changes: { title: 'U' }, reason: 'A slip.', sources: cited },
      { record: 'retraction', id: 'r1', fact: 'there', reason: 'A slip.', sources: cited },
    ];
    await timeline.record([fact('there')]);
    const unknown = 'there is no organization "a-body" on record; record it as a subject of type organization first';
    expect(problemsOf(await timeline.record(named))).toEqual([
      `1 /problems/party-unknown /parties/1: ${unknown}`,
      `2 /problems/party-unknown /parties/0: ${unknown}`,
      `3 /problems/party-unknown /body/confirmations/0/party: ${unknown}`,
      `4 /problems/party-unknown /changes/parties/0: ${unknown}`,
      `5 /problems/party-unknown /changes/parties/0: ${unknown}`,
      `6 /problems/party-unknown /sources/0/says/body/confirmations/0/party: ${unknown}`,
      `7 /problems/party-unknown /changes/sources/0/says/body/confirmations/0/party: ${unknown}`,
      `8 /problems/party-unknown /sources/0/says/body/confirmations/0/party: ${unknown}`,
      `9 /problems/party-unknown /sources/0/says/body/confirmations/0/party: ${unknown}`,
    ]);
    const body = { record: 'subject', id: 'a-body', type: 'organization', name: 'A body' };
    expect(await timeline.record([body, ...named])).toMatchObject({ recorded: 10, refused: 0 });
    expect(await timeline.record(named)).toMatchObject({ repeated: 9, refused: 0 });
  });

  it('takes for an organization only a subject of that type', async () => {
    const report = await timeline.record([fact('one', { parties: ['convention'] })]);
    expect(problemsOf(report)).toEqual([expect.stringContaining('no organization "convention" on record')]);
  });

  it('is refused with the code of the country that is meant', async () => {
    const report = await timeline.record(
      ['us', 'UK', 'Norway', 'southern-rhodesia', 'EU'].map((party, index) => fact(`f${index}`, { parties: [party] })),
    );
    expect(report).toMatchObject({ recorded: 0, refused: 5 });
    const details = report.problems.map(({ detail }) => detail).join('\n');
    for (const words of ['write US', 'write GB', 'its code, NO', 'its code, RH', '(European Union)'])
      expect(details).toContain(words);
  });

  it('is refused for the complainant or the respondent of a case as for any party', async () => {
    await timeline.record([matter('there', { complainant: 'NO', respondent: 'SE' })]);
    const changes = { attributes: { respondent: 'a-body' } };
    const report = await timeline.record([
      matter('one', { complainant: 'ZZ' }),
      matter('two', { respondent: 'Norway' }),
      matter('three', { complainant: 'a-body' }),
      { record: 'correction', id: 'c1', subject: 'there', changes, reason: 'A slip.', sources },
    ]);
    expect(problemsOf(report)).toEqual([
      expect.stringMatching(
        /^1 \/problems\/record-invalid \/attributes\/complainant: ISO 3166-1 assigns ZZ to no country/,
      ),
      expect.stringMatching(/^2 \/problems\/record-invalid \/attributes\/respondent: .*its code, NO$/),
      expect.stringMatching(/^3 \/problems\/party-unknown \/attributes\/complainant: .*"a-body"/),
      expect.stringMatching(/^4 \/problems\/party-unknown \/changes\/attributes\/respondent: .*"a-body"/),
    ]);
  });

  it('stays correctable as a case whose complainant was recorded before codes were checked', async () => {
    const data = { id: 'old', type: 'case', name: 'A matter', attributes: { complainant: 'Norway' } };
    await timeline.store.append([
      {
        stream: 'subject-old',
        expectedVersion: 'any',
        events: [{ id: 'subject:old', type: 'subject.recorded', data, metadata: recorderOfRun('operator') }],
      },
    ]);
    const why = { reason: 'A slip.', sources };
    const renamed = { record: 'correction', id: 'c1', subject: 'old', changes: { name: 'The matter' }, ...why };
    const coded = {
      record: 'correction',
      id: 'c2',
      subject: 'old',
      changes: { attributes: { complainant: 'NO' } },
      ...why,
    };
    expect(await timeline.record([renamed, coded])).toMatchObject({ recorded: 2, problems: [] });
    const { items } = await timeline.ask(new SubjectsQuery({ type: 'case' }));
    expect(items).toMatchObject([{ id: 'old', name: 'The matter', attributes: { complainant: 'NO' } }]);
  });

  it('can be sent again where it was recorded before the words of its sources were checked', async () => {
    const says = { body: { outcome: 'foo', confirmations: [{ party: 'ZZ', extends: 'maybe' }] } };
    const cited = sources.map((entry) => ({ ...entry, says }));
    const old = fact('old', { type: 'agreement.reviewed', body: { outcome: 'other' }, sources: cited });
    const { record: _record, ...data } = old;
    await timeline.store.append([
      {
        stream: 'subject-convention',
        expectedVersion: 'any',
        events: [{ id: 'fact:old', type: 'agreement.reviewed', data, metadata: recorderOfRun('operator') }],
      },
    ]);
    expect(await timeline.record([old])).toMatchObject({ repeated: 1, problems: [] });
    expect(problemsOf(await timeline.record([{ ...old, id: 'new' }]))).toEqual([
      expect.stringMatching(/^1 \/problems\/record-invalid \/sources\/0\/says\/body\/outcome: must be one of/),
      expect.stringContaining('/says/body/confirmations/0/party: '),
      expect.stringContaining('/says/body/confirmations/0/extends: '),
    ]);
  });

  it('stays readable and correctable where it was recorded before codes were checked', async () => {
    const old = fact('old', { parties: ['ZZ', 'nobody'] });
    const { record: _record, ...data } = old;
    await timeline.store.append([
      {
        stream: 'subject-convention',
        expectedVersion: 'any',
        events: [{ id: 'fact:old', type: 'agreement.noted', data, metadata: recorderOfRun('operator') }],
      },
    ]);
    expect(await timeline.ask(new FactQuery('old', {}))).toMatchObject({ parties: ['ZZ', 'nobody'] });
    const renamed = {
      record: 'correction',
      id: 'c',
      fact: 'old',
      changes: { title: 'New' },
      reason: 'A slip.',
      sources,
    };
    expect(await timeline.record([renamed])).toMatchObject({ recorded: 1, problems: [] });
    expect(await timeline.ask(new FactQuery('old', {}))).toMatchObject({ title: 'New', parties: ['ZZ', 'nobody'] });
  });
});
