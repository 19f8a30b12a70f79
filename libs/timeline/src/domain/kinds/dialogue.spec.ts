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
    .map(({ rule, occasion, window, afterwards }) => [`${rule}.${occasion}`, window, afterwards]);

describe('the next meeting of a dialogue', () => {
  const yearly = fact('established', '2013', { every: 'P1Y' });

  it('is expected once after the last meeting, no more precisely than its rhythm, and is never overdue', () => {
    expect(expected(yearly)).toEqual([['next-meeting.2014', '2014', 'unconfirmed']]);
    expect(expected(yearly, fact('held', '2014-05-20'), fact('held', '2016-02-25'))).toEqual([
      ['next-meeting.2017', '2017', 'unconfirmed'],
    ]);
    expect(expected(fact('established', '2020-01', { every: 'P6M' }))).toEqual([
      ['next-meeting.2020-07', '2020-07', 'unconfirmed'],
    ]);
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
});
