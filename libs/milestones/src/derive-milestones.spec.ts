import { parseEdtf } from '#libs/edtf';
import type { DatedFact } from '#libs/timeline';
import { deriveMilestones } from './derive-milestones.js';
import type { Milestone } from './milestone.js';

const forum = { id: 'forum', type: 'dialogue', name: 'Forum', topics: [], parties: [], attributes: {} };
const accord = { ...forum, id: 'accord', type: 'agreement', name: 'Accord' };

/** Facts in timeline order; their positions are that order unless one is given. */
const told = (...facts: [type: string, occurred: string | null, body?: object, position?: number][]): DatedFact[] =>
  facts.map(([type, occurred, body = {}, position], index) => ({
    id: `${type.split('.')[1]}-${index}`,
    type,
    occurred: occurred === null ? null : parseEdtf(occurred),
    body: body as DatedFact['body'],
    position: BigInt(position ?? index + 1),
    title: type,
  }));
const brief = (milestones: readonly Milestone[]): (string | null)[][] =>
  milestones.map((milestone) => [milestone.id, milestone.window, milestone.metBy, milestone.cancelledBy]);

/** An agreement that ended on a day, with no review on record. */
const ended = (day: string): DatedFact[] =>
  told(['agreement.entered-into-force', '2020-07-01', { reviewEvery: 'P6Y' }], ['agreement.terminated', day]);

describe('Milestones', () => {
  it('of a rule and of a plan that names it are one; the narrower window holds', () => {
    const facts = told(
      ['agreement.entered-into-force', '2020-07-01', { reviewEvery: 'P6Y' }],
      ['milestone.planned', '2026', { milestone: 'joint-review.2026' }],
    );
    expect(brief(deriveMilestones(accord, facts))).toEqual([
      ['accord.joint-review.2026', '2026-07-01', null, null],
      ['accord.joint-review-recommendations.2026', '2026-06-01', null, null],
    ]);
  });

  it('are neither named nor settled by facts whose bodies were redacted', () => {
    const words = ['planned', 'moved', 'met', 'cancelled', 'outstanding'] as const;
    const redacted = told(...words.map((word): [string, string] => [`milestone.${word}`, '2027-03']));
    expect(deriveMilestones(forum, redacted)).toEqual([]);
    const [plan] = told(['milestone.planned', '2027-03', { milestone: 'hearing.2027' }, 9]);
    expect(deriveMilestones(forum, [...redacted, plan!])).toMatchObject([
      { id: 'forum.hearing.2027', metBy: null, cancelledBy: null, outstandingBy: null, derivedFrom: [plan!.id] },
    ]);
  });

  it('keep their id when a source moves them', () => {
    const facts = told(
      ['milestone.planned', '2026-11-17', { milestone: 'hearing.2026' }],
      ['milestone.moved', '2026-12-03/2026-12-05', { milestone: 'hearing.2026' }],
    );
    expect(brief(deriveMilestones(forum, facts))).toEqual([
      ['forum.hearing.2026', '2026-12-03/2026-12-05', null, null],
    ]);
  });

  it('that are planned by their type are met by an act of that kind within the window, and by no other', () => {
    const planned: [string, string] = ['dialogue.planned', '2026-02'];
    expect(brief(deriveMilestones(forum, told(planned, ['dialogue.held', '2026-02-11'])))).toEqual([
      ['forum.meeting.2026-02', '2026-02', 'held-1', null],
    ]);
    expect(brief(deriveMilestones(forum, told(planned, ['dialogue.held', '2026-03-02'])))).toEqual([
      ['forum.meeting.2026-02', '2026-02', null, null],
    ]);
  });

  it('are cancelled by what makes them moot on or before their last day, and by nothing after it', () => {
    const cancellers = ['2026-07-01', '2026-07-02'].map(
      (day) => deriveMilestones(accord, ended(day)).find(({ rule }) => rule === 'joint-review')?.cancelledBy,
    );
    expect(cancellers).toEqual(['terminated-1', null]);
  });

  it('are cancelled by an end of which not every day lies by their last day only where it is taken as early as it can lie', () => {
    const facts = ended('[2026-06-01..2026-08-01]');
    const cancelled = ([undefined, 'first', 'last'] as const).map((on) => {
      const supposed = on && { on, windows: new Map(), known: new Map(), places: new Map() };
      return deriveMilestones(accord, facts, supposed).find(({ rule }) => rule === 'joint-review')?.cancelledBy;
    });
    expect(cancelled).toEqual([null, 'terminated-1', null]);
  });

  it('are met or cancelled by word of a source', () => {
    const facts = told(
      ['milestone.planned', '2026-01', { milestone: 'plan.2026' }],
      ['milestone.cancelled', '2026-01-20', { milestone: 'plan.2026' }],
    );
    expect(brief(deriveMilestones(forum, facts))).toEqual([['forum.plan.2026', '2026-01', null, 'cancelled-1']]);
  });

  it('of a plan without a date are none, as nothing says when they are due', () => {
    expect(deriveMilestones(forum, told(['dialogue.planned', null]))).toEqual([]);
  });

  it.each([
    ['2026-11', '2026-11'],
    ['2026-35', '2026-35'],
    ['2026', '2026'],
  ])('of a plan for %s are as wide as that and no wider', (window, occasion) => {
    expect(brief(deriveMilestones(forum, told(['dialogue.planned', window])))).toEqual([
      [`forum.meeting.${occasion}`, window, null, null],
    ]);
  });

  it('say which facts they follow from, in words', () => {
    const facts = told(
      ['agreement.entered-into-force', '2020-07-01', { endsOn: '2036-07-01' }],
      ['milestone.planned', '2036', { milestone: 'term-end.2036' }],
    );
    expect(deriveMilestones(accord, facts).map(({ because }) => because)).toEqual([
      'the term that the agreement states; this follows from “agreement.entered-into-force” (1 July 2020) and “milestone.planned” (2036)',
    ]);
    expect(deriveMilestones(forum, told(['dialogue.planned', '2026-02']))[0]?.because).toBe(
      'it was announced; this follows from “dialogue.planned” (February 2026)',
    );
  });
});

const start: [string, string, object] = [
  'agreement.entered-into-force',
  '2020-07-01',
  { reviewEvery: 'P6Y', endsOn: '2036-07-01' },
];
const held: [string, string, object] = ['agreement.reviewed', '2026-07-01', { outcome: 'not-extended' }];
const planned = (occurred: string, type = 'milestone.planned'): [string, string, object] => [
  type,
  occurred,
  { milestone: 'joint-review.2027' },
];
const recommendations = (...facts: [string, string, object][]) =>
  brief(deriveMilestones(accord, told(...facts)))
    .filter(([id]) => id?.includes('recommendations'))
    .map(([id, window]) => [id?.slice('accord.joint-review-'.length), window]);

describe('The recommendations to a joint review', () => {
  it('are due a month before it once its date is set, and not while only the year is known', () => {
    expect(recommendations(start)).toEqual([['recommendations.2026', '2026-06-01']]);
    expect(recommendations(start, held)).toEqual([['recommendations.2026', '2026-06-01']]);
    expect(recommendations(start, held, planned('2027-05-31'))).toContainEqual(['recommendations.2027', '2027-04-30']);
    expect(recommendations(start, held, planned('2027-09'))).toContainEqual([
      'recommendations.2027',
      '2027-08-01/2027-08-30',
    ]);
  });

  it('move with the review, and are the same as the ones that a source announces', () => {
    const moved = planned('2027-07-15', 'milestone.moved');
    expect(recommendations(start, held, planned('2027-05-31'), moved)).toContainEqual([
      'recommendations.2027',
      '2027-06-15',
    ]);
    const announced: [string, string, object] = [
      'milestone.planned',
      '2026-06-01',
      { milestone: 'joint-review-recommendations.2026' },
    ];
    expect(recommendations(start, announced)).toEqual([['recommendations.2026', '2026-06-01']]);
  });

  it('fall away where the review was held before their first day, and not where it was held on it', () => {
    const cancelled = ['2026-05-31', '2026-06-01'].map((day) => {
      const facts = told(start, ['agreement.reviewed', day, { outcome: 'extended' }]);
      return deriveMilestones(accord, facts).find(({ id }) => id.endsWith('recommendations.2026'))?.cancelledBy;
    });
    expect(cancelled).toEqual(['reviewed-1', null]);
  });

  it('fall away where the review does', () => {
    const left = deriveMilestones(accord, told(start, ['agreement.terminated', '2025-01-01']));
    expect(brief(left).filter(([id]) => id?.includes('review'))).toEqual([
      ['accord.joint-review.2026', '2026-07-01', null, 'terminated-1'],
      ['accord.joint-review-recommendations.2026', '2026-06-01', null, 'terminated-1'],
    ]);
  });
});
