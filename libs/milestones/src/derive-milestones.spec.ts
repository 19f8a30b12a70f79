import { parseEdtf } from '#libs/edtf';
import type { DatedFact } from '#libs/timeline';
import { deriveMilestones } from './derive-milestones.js';
import type { Milestone } from './domain/milestone.js';

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

describe('Milestones', () => {
  it('of a rule and of a plan that names it are one; the narrower window holds', () => {
    const facts = told(
      ['agreement.entered-into-force', '2020-07-01', { reviewEvery: 'P6Y' }],
      ['milestone.planned', '2026', { milestone: 'joint-review.2026' }],
    );
    expect(brief(deriveMilestones(accord, facts))).toEqual([['accord.joint-review.2026', '2026-07-01', null, null]]);
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
});
