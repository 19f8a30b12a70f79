import { dayOfIso, parseEdtf } from '#libs/edtf';
import { deadlineStateOn, type DatedFact } from '#libs/timeline';
import { deriveMilestones } from './derive-milestones.js';

type Given = [type: string, occurred: string, body?: DatedFact['body']];

const REQUESTED: Given = ['review-requested', '2024-02-01'];
const moved = (to: string, decidedOn: string, body: DatedFact['body'] = { basis: 'agreement' }): Given => [
  'milestone.moved',
  to,
  { milestone: 'review-response.2024', decidedOn, ...body },
];
const suspended = (from: string): Given => ['proceedings-suspended', from];
const resumed = (on: string): Given => ['proceedings-resumed', on];
const accepted = (on: string): Given => ['review-accepted', on];

/** The state, and as it counts the last day, of a deadline of a case whose review was requested on 1 February 2024. */
function stands(given: readonly Given[], rule = 'review-response'): { state: string; lastDay: string } {
  const facts = [REQUESTED, ...given].map(([type, occurred, body = {}], index): DatedFact => {
    const id = `fact-${index}`;
    const full = type.includes('.') ? type : `case.${type}`;
    return { id, type: full, occurred: parseEdtf(occurred), body, position: BigInt(index + 1), title: type };
  });
  const inOrder = facts.toSorted((one, other) => one.occurred!.window.earliest! - other.occurred!.window.earliest!);
  const subject = { id: 'c', type: 'case', name: 'The case', topics: [], parties: [] };
  const found = deriveMilestones({ ...subject, attributes: { mechanism: 'usmca-rrm' } }, inOrder);
  const { deadline } = found.find((one) => one.rule === rule)!;
  return { state: deadlineStateOn(deadline!, dayOfIso('2024-05-05')), lastDay: deadline!.readings[0]!.lastDay };
}

// The last day by the text is 11 February.
describe('A last day that was extended and whose proceedings were suspended', () => {
  it.each<[string, Given[], { state: string; lastDay: string }]>([
    [
      'moves by the suspension after the decision, also from the day that the extension names',
      [moved('2024-02-13', '2024-02-05'), suspended('2024-02-06'), resumed('2024-02-26'), accepted('2024-02-28')],
      { state: 'met', lastDay: '2024-03-04' },
    ],
    [
      'is open while they are suspended',
      [moved('2024-02-13', '2024-02-05'), suspended('2024-02-06')],
      { state: 'open', lastDay: '2024-02-13/..' },
    ],
    [
      'moves by a suspension within the extended period',
      [moved('2024-03-01', '2024-02-05'), suspended('2024-02-08'), resumed('2024-02-18'), accepted('2024-03-09')],
      { state: 'met', lastDay: '2024-03-11' },
    ],
    [
      'moves by a suspension that began only after the last day by the text',
      [moved('2024-03-01', '2024-02-05'), suspended('2024-02-20'), resumed('2024-02-25'), accepted('2024-03-06')],
      { state: 'met', lastDay: '2024-03-06' },
    ],
    [
      'is the day of an extension that was decided after the suspension',
      [suspended('2024-02-06'), resumed('2024-02-16'), moved('2024-03-01', '2024-02-20'), accepted('2024-03-02')],
      { state: 'late', lastDay: '2024-03-01' },
    ],
    [
      'is either day where the extension was decided during the suspension',
      [suspended('2024-02-06'), resumed('2024-02-26'), moved('2024-03-05', '2024-02-20'), accepted('2024-03-10')],
      { state: 'done-day-unknown', lastDay: '2024-03-05/2024-03-25' },
    ],
    [
      'is either day where no source says whether the extension was decided before the suspension',
      [suspended('2024-02-06'), resumed('2024-02-09'), moved('2024-03-05', '2024-02'), accepted('2024-03-07')],
      { state: 'done-day-unknown', lastDay: '2024-02-14/2024-03-08' },
    ],
  ])('%s', (_name, facts, expected) => {
    expect(stands(facts)).toEqual(expected);
  });

  it('leaves the end of the review open while they are suspended', () => {
    expect(stands([moved('2024-02-13', '2024-02-05'), suspended('2024-02-06')], 'review-end').state).toBe('open');
  });
});

describe('An extension to a day before the last day without it', () => {
  const facts = [suspended('2024-02-06'), resumed('2024-02-26'), accepted('2024-03-01')];

  it('shortens no period where it is an agreement, or no source says what it rests on', () => {
    for (const body of [{ basis: 'agreement' }, {}] as DatedFact['body'][])
      expect(stands([...facts, moved('2024-02-29', '2024-02-27', body)])).toEqual({
        state: 'met',
        lastDay: '2024-03-02',
      });
  });

  it('shortens it where an order or a law names the earlier day', () => {
    for (const basis of ['order', 'law'])
      expect(stands([...facts, moved('2024-02-29', '2024-02-27', { basis })])).toEqual({
        state: 'late',
        lastDay: '2024-02-29',
      });
  });
});

describe('A period whose start may lie before its text was in force', () => {
  it('starts on the first day of the text at the earliest', () => {
    const facts: DatedFact[] = ['2020', '2020-02/2020-03'].map((occurred, index) => {
      const id = `requested-${index}`;
      return {
        id,
        type: 'case.review-requested',
        occurred: parseEdtf(occurred),
        body: {},
        position: BigInt(index + 1),
        title: id,
      };
    });
    const subject = {
      id: 'c',
      type: 'case',
      name: 'C',
      topics: [],
      parties: [],
      attributes: { mechanism: 'usmca-rrm' },
    };
    const windows = facts.map((fact) => deriveMilestones(subject, [fact]).map(({ id, window }) => [id, window]));
    expect(windows).toEqual([
      [
        ['c.review-response.2020', '2020-07-11/2021-01-10'],
        ['c.review-end.2020', '2020-08-15/2021-02-14'],
      ],
      [],
    ]);
  });
});
