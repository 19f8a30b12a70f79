import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { DatedFact } from '../kind.js';
import { dialogue } from './dialogue.js';

const fact = (name: string, occurred: string | null, body: JsonObject = {}): DatedFact => ({
  id: `${name}-${occurred}`,
  type: `dialogue.${name}`,
  title: name,
  occurred: occurred === null ? null : parseEdtf(occurred),
  body,
  position: 1n,
});
const expected = (...facts: DatedFact[]): string[][] =>
  dialogue
    .milestones(facts, { id: 'forum', name: 'The forum', attributes: {} })
    .map(({ rule, occasion, window, afterwards, metBy }) => [
      `${rule}.${occasion}`,
      window,
      afterwards,
      ...(metBy === undefined ? [] : [metBy]),
    ]);

const because = (...facts: DatedFact[]): string | undefined =>
  dialogue.milestones(facts, { id: 'forum', name: 'The forum', attributes: {} }).at(-1)?.because;

describe('the next meeting of a dialogue', () => {
  const yearly = fact('established', '2013', { every: 'P1Y' });

  it('is expected once after the last meeting, no more precisely than its rhythm, and is never overdue', () => {
    expect(expected(yearly)).toEqual([['next-meeting.2014', '2014', 'unconfirmed']]);
    expect(expected(yearly, fact('held', '2014-05-20'), fact('held', '2016-02-25')).at(-1)).toEqual([
      'next-meeting.2017',
      '2017',
      'unconfirmed',
    ]);
    expect(expected(fact('established', '2020-01', { every: 'P6M' }))).toEqual([
      ['next-meeting.2020-07', '2020-07', 'unconfirmed'],
    ]);
  });

  it('meets what was expected, late where it came late; after a missed one the series sleeps until a meeting is recorded', () => {
    const asleep = [yearly, fact('held', '2014-05-20'), fact('held', '2016-02-25')];
    expect(expected(...asleep)).toEqual([
      ['next-meeting.2014', '2014', 'unconfirmed', 'held-2014-05-20'],
      ['next-meeting.2015', '2015', 'unconfirmed', 'held-2016-02-25'],
      ['next-meeting.2017', '2017', 'unconfirmed'],
    ]);
    expect(expected(...asleep, fact('held', '2021-09-09')).slice(2)).toEqual([
      ['next-meeting.2017', '2017', 'unconfirmed', 'held-2021-09-09'],
      ['next-meeting.2022', '2022', 'unconfirmed'],
    ]);
  });

  it('is expected once, also where a second meeting falls into one period', () => {
    expect(expected(yearly, fact('held', '2014-02'), fact('held', '2014-11'))).toEqual([
      ['next-meeting.2014', '2014', 'unconfirmed', 'held-2014-02'],
      ['next-meeting.2015', '2015', 'unconfirmed'],
    ]);
  });

  it('is the announced one where one is announced, so that no two are expected', () => {
    const held = fact('held', '2024-10-10');
    const planned = fact('planned', '2026-02');
    expect(expected(yearly, held, planned)).toEqual([['next-meeting.2014', '2014', 'unconfirmed', 'held-2024-10-10']]);
    expect(expected(yearly, held, planned, fact('held', '2026-02-11')).at(-1)).toEqual([
      'next-meeting.2027',
      '2027',
      'unconfirmed',
    ]);
  });

  it('says in words what it is counted from', () => {
    expect(because(yearly)).toBe('a meeting every year, counted from its beginning');
    expect(because(fact('established', '2013', { every: 'P6M' }), fact('held', '2014-05-20'))).toBe(
      'a meeting every 6 months, counted from the last meeting on record',
    );
  });

  it('is not moved by a meeting of another level', () => {
    const ministers = fact('established', '2021', { every: 'P1Y', level: 'ministerial' });
    expect(expected(ministers, fact('held', '2022-09', { level: 'officials' }))).toEqual(expected(ministers));
    expect(expected(ministers, fact('held', '2022-09'))).not.toEqual(expected(ministers));
  });

  it('is none where no source tells a rhythm', () => {
    expect(expected(fact('established', '2013'), fact('held', '2014'))).toEqual([]);
    expect(expected(fact('established', null, { every: 'P1Y' }))).toEqual([]);
  });

  it('is no more precise than the meeting that it is counted from', () => {
    expect(expected(fact('established', '2020', { every: 'P6M' }))).toEqual([
      ['next-meeting.2020-07', '2020-07/2021-06', 'unconfirmed'],
    ]);
  });

  it('follows from a rhythm on record without a founding', () => {
    expect(expected(fact('scheduled', null, { every: 'P1Y' }), fact('held', '2024-10-10'))).toEqual([
      ['next-meeting.2025', '2025', 'unconfirmed'],
    ]);
  });
});

describe('so many meetings in each period', () => {
  const thrice = fact('scheduled', null, { times: 3, per: 'P1Y' });

  it('are expected in the whole period, with a count and no month', () => {
    expect(expected(thrice, fact('held', '2024-03'))).toEqual([['next-meeting.2024', '2024', 'unconfirmed']]);
    expect(because(thrice, fact('held', '2024-03'))).toBe('3 meetings every year, of which 1 on record in this period');
  });

  it('are met by the last of so many, after which those of the next period are expected', () => {
    const three = [fact('held', '2024-03'), fact('held', '2024-06'), fact('held', '2024-10')];
    expect(expected(thrice, ...three)).toEqual([
      ['next-meeting.2024', '2024', 'unconfirmed', 'held-2024-10'],
      ['next-meeting.2025', '2025', 'unconfirmed'],
    ]);
  });

  it('do not count a meeting whose date reaches beyond the period, and start after the day of the rhythm', () => {
    expect(expected(thrice, fact('held', '2024-12/2025-01'))).toEqual([]);
    expect(expected(fact('scheduled', '2013-05', { times: 2, per: 'P1Y' }))).toEqual([
      ['next-meeting.2014', '2014', 'unconfirmed'],
    ]);
  });

  it('may be counted over several years or months', () => {
    const halfYearly = fact('scheduled', null, { times: 2, per: 'P6M' });
    expect(expected(halfYearly, fact('held', '2024-03-05'), fact('held', '2024-07-01'))).toEqual([
      ['next-meeting.2024-03', '2024-03/2024-08', 'unconfirmed', 'held-2024-07-01'],
      ['next-meeting.2024-09', '2024-09/2025-02', 'unconfirmed'],
    ]);
  });

  it.each([{}, { every: 'P1Y', times: 3, per: 'P1Y' }, { times: 3 }, { per: 'P1Y' }])(
    'are refused where the rhythm is stated by neither or both ways: %j',
    (body) => {
      expect(dialogue.facts['scheduled']!.body.safeParse(body).success).toBe(false);
    },
  );
});
