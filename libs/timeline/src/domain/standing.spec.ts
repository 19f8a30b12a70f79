import { dayOfIso, isoOfDay } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { factsOf, type Given } from './given-facts.js';
import type { StandingFact } from './occurrence.js';
import { MOST_VISITED } from './reached-states.js';
import { possibleStatuses, SubjectStanding } from './standing.js';

const onOneDay = (...names: string[]): unknown =>
  on(factsOf(...names.map((name): Given => [`case.${name}`, '2023-11-15'])), null);
const on = (facts: StandingFact[], day: string | null): [unknown, string[]] => {
  const standing = new SubjectStanding(facts[0]!.fact.type.split('.')[0]!, facts).on(
    day === null ? null : dayOfIso(day),
  );
  return [standing.state['status'], possibleStatuses(standing)];
};
const daysOf = (facts: StandingFact[], id: string): [number | null, number] => {
  const index = facts.findIndex(({ fact }) => fact.id === id);
  const { certain, possible } = new SubjectStanding(facts[0]!.fact.type.split('.')[0]!, facts).occurrences[index]!;
  return [certain, possible];
};
const day = dayOfIso;

describe('The days of a fact without a date', () => {
  it('end with its known day and begin with the opening of its case', () => {
    const facts = factsOf(['case.filed', '2024-01-15'], ['case.resolved', null, '2024-06-30']);
    expect(daysOf(facts, 'f1')).toEqual([day('2024-06-30'), day('2024-01-15')]);
  });

  it('are the known day where the required step may have been on it at the earliest', () => {
    const facts = factsOf(['case.review-requested', '2024-02'], ['case.review-accepted', null, '2024-02-01']);
    expect(daysOf(facts, 'f1')).toEqual([day('2024-02-01'), day('2024-02-01')]);
  });

  it('begin with the required step and end with a dated step that requires it', () => {
    const facts = factsOf(
      ['case.filed', '2024-01-15'],
      ['case.review-requested', null],
      ['case.review-accepted', '2024-03-01'],
      ['case.panel-requested', '2024-05-01'],
      ['case.panel-decided', null, '2024-07-01', { finding: 'denial' }],
    );
    expect(daysOf(facts, 'f1')).toEqual([day('2024-03-01'), day('2024-01-15')]);
    expect(daysOf(facts, 'f4')).toEqual([day('2024-07-01'), day('2024-05-01')]);
  });

  it('begin with the first possible day of an imprecise step', () => {
    const facts = factsOf(['case.review-requested', '2025-01'], ['case.review-accepted', null, '2025-09-01']);
    expect(daysOf(facts, 'f1')).toEqual([day('2025-09-01'), day('2025-01-01')]);
  });

  it.each([
    ['2024-01-10', '2024-02-15'],
    ['2024-02-20', '2024-02-20'],
  ])('known on %s before the step that is required are certain on %s', (knownOn, certain) => {
    const facts = factsOf(['case.review-requested', '2024-02-15'], ['case.review-accepted', null, knownOn]);
    expect(daysOf(facts, 'f1')[0]).toBe(day(certain));
  });

  it('have no bound but the known day where nothing is required, and in a subject without an opening', () => {
    expect(daysOf(factsOf(['dialogue.noted', null, '2024-06-30'], ['dialogue.held', '2024-07-01']), 'f0')).toEqual([
      day('2024-06-30'),
      -Infinity,
    ]);
    expect(daysOf(factsOf(['case.filed', '2024-01-15'], ['case.noted', null, '2023-06-30']), 'f1')).toEqual([
      day('2023-06-30'),
      -Infinity,
    ]);
  });

  it('are not bound by a step that another fact of the type can satisfy', () => {
    const facts = factsOf(
      ['organization.joined', null, '2026-01-01'],
      ['organization.joined', '2010'],
      ['organization.left', '2018'],
    );
    expect(daysOf(facts, 'f0')[0]).toBe(day('2026-01-01'));
  });
});

const taken = (occurred: string | null, kind = 'penalty'): Given => [
  'case.measure-taken',
  occurred,
  '2026-11-30',
  { kind },
];

describe('How a case stands', () => {
  const superior = factsOf(
    ['case.filed', '2025-05-05'],
    ['case.review-requested', '2025-06-04'],
    ['case.measure-taken', '2025-06-04', '2025-06-04', { kind: 'liquidation-suspended' }],
    ['case.resolved', null],
    ['case.measure-lifted', null, '2026-11-30', { kind: 'liquidation-suspended' }],
  );

  it('names the end that may have occurred beside the state that is certain', () => {
    expect(on(superior, '2025-05-04')).toEqual(['noted', []]);
    expect(on(superior, '2025-05-05')).toEqual(['filed', ['resolved']]);
    expect(on(superior, '2025-06-04')).toEqual(['review-requested', ['resolved']]);
    expect(on(superior, '2026-11-29')).toEqual(['review-requested', ['resolved']]);
    expect(on(superior, '2026-11-30')).toEqual(['resolved', []]);
    expect(on(superior, null)).toEqual(['resolved', []]);
  });

  it('places an undated step before the step that requires it', () => {
    const facts = factsOf(['case.review-accepted', '2024-03-01'], ['case.review-requested', null]);
    expect(on(facts, null)).toEqual(['under-review', []]);
    expect(on(facts, '2024-02-01')).toEqual(['noted', ['review-requested']]);
  });

  it('does not place an undated finding before the request', () => {
    expect(on(factsOf(['case.review-requested', '2024-01-15'], ['case.denial-found', null]), null)).toEqual([
      'in-consultation',
      [],
    ]);
  });

  it('places an undated fact before what came after its known day', () => {
    const facts = factsOf(
      ['case.filed', '2024-01-01'],
      ['case.reopened', '2024-03-01'],
      ['case.resolved', null, '2024-02-01'],
    );
    expect(on(facts, null)).toEqual(['under-review', []]);
    expect(on(facts, '2024-02-15')).toEqual(['resolved', []]);
  });

  it('names the step of an imprecise day from its first day on', () => {
    const facts = factsOf(['case.review-requested', '2024-01-15'], ['case.review-accepted', '2024-03']);
    expect(on(facts, '2024-02-29')).toEqual(['review-requested', []]);
    expect(on(facts, '2024-03-01')).toEqual(['review-requested', ['under-review']]);
    expect(on(facts, '2024-03-31')).toEqual(['under-review', []]);
  });

  it('does not place a lifting before the measure that it lifts', () => {
    const facts = factsOf(
      ['case.measure-taken', '2023-01-05', '2023-01-05', { kind: 'penalty' }],
      ['case.measure-lifted', null, '2026-11-30', { kind: 'penalty' }],
    );
    const standing = new SubjectStanding('case', facts).on(null);
    expect(standing.state['measures']).toMatchObject([{ state: 'lifted' }]);
    expect(standing.possible).toEqual([]);
  });

  it('has no measure in force that was taken on the earliest day of an undated end', () => {
    const facts = factsOf(
      ['case.review-requested', '2024-05-10'],
      ['case.measure-taken', '2024-05-10', '2024-05-10', { kind: 'penalty' }],
      ['case.resolved', null],
    );
    const standing = new SubjectStanding('case', facts).on(null);
    expect(standing.state['measures']).toMatchObject([{ state: 'no-end-on-record' }]);
    expect(standing.possible).toEqual([]);
  });

  it('keeps the order of the kind where an imprecise date holds an earlier step', () => {
    const petition = factsOf(['case.review-requested', '2023-03'], ['case.filed', '2023-03-11']);
    expect(on(petition, '2023-03-10')).toEqual(['noted', []]);
    expect(on(petition, '2023-03-11')).toEqual(['filed', ['review-requested']]);
    expect(on(petition, '2023-03-31')).toEqual(['review-requested', []]);
    const acceptance = factsOf(['case.review-accepted', '2023-11'], ['case.review-requested', '2023-11-15']);
    expect(on(acceptance, '2023-11-15')).toEqual(['review-requested', ['under-review']]);
    expect(on(acceptance, '2023-11-30')).toEqual(['under-review', []]);
  });

  it('keeps the order of the kind on one day, else that of the timeline', () => {
    expect(onOneDay('remediation-agreed', 'denial-found')).toEqual(['in-remediation', []]);
    expect(onOneDay('reopened', 'panel-requested')).toEqual(['in-panel', []]);
  });

  it('names both results where windows overlap and the kind asks for no order', () => {
    const facts = factsOf(['case.panel-requested', '2023-11'], ['case.denial-found', '2023-11-15']);
    expect(on(facts, null)).toEqual(['in-consultation', ['in-panel']]);
    expect(on(factsOf(['case.panel-requested', '2023-11'], ['case.denial-found', '2023-12-15']), null)).toEqual([
      'in-consultation',
      [],
    ]);
  });

  it('follows many undated measures apart from the status, which they leave certain', () => {
    const kinds = ['penalty', 'entry-denied', 'preference-denied', 'liquidation-suspended', 'penalty', 'penalty'];
    const facts = factsOf(
      ['case.review-requested', '2024-01-15'],
      ['case.resolved', '2024-06-30'],
      ...[...kinds, 'entry-denied'].map((kind) => taken(null, kind)),
    );
    const subject = new SubjectStanding('case', facts);
    const standings = [...subject.turns, null].map((turn) => subject.on(turn));
    expect(standings.map((standing) => [standing.state['status'], possibleStatuses(standing)])).toEqual([
      ['review-requested', []],
      ['resolved', []],
      ['resolved', []],
      ['resolved', []],
    ]);
    expect(standings.every(({ complete }) => complete)).toBe(true);
    const { state: certain, possible } = standings.at(-1)!;
    const measures = [certain, ...possible].map((state) => state['measures'] as JsonObject[]);
    expect(new Set(measures.flat().map(({ state }) => state))).toEqual(new Set(['in-force', 'no-end-on-record']));
    // 40 such cases under one question stay below what one search may visit.
    expect(subject.visited * 40).toBeLessThan(MOST_VISITED);
  });

  it('follows hundreds of dated measures beside imprecise steps', () => {
    const dates = Array.from({ length: 300 }, (_, index) => isoOfDay(dayOfIso('2021-02-01') + 3 * index));
    const steps = ['filed', 'review-requested', 'review-accepted', 'denial-found', 'resolved', 'closed'];
    const facts = factsOf(
      ...dates.map((date) => taken(date)),
      ...steps.map((name): Given => [`case.${name}`, '[2021-01-02..2024-01-01]']),
    );
    const subject = new SubjectStanding('case', facts);
    for (const turn of subject.turns) expect(subject.on(turn).complete).toBe(true);
    expect(possibleStatuses(subject.on(dayOfIso('2023-12-01')))).toContain('resolved');
    expect(subject.visited).toBeLessThan(10 * MOST_VISITED);
  });

  it('keeps the certain steps and ends where too many facts are in doubt', () => {
    const open = ['filed', 'denial-found', 'remediation-agreed', 'panel-requested'];
    const facts = factsOf(
      ['case.review-requested', '2024-01-15'],
      ['case.resolved', '2024-06-30'],
      ...[...open, ...open, ...open].map((name): Given => [`case.${name}`, null]),
    );
    const standing = new SubjectStanding('case', facts).on(null);
    expect(standing.complete).toBe(false);
    expect([standing.state['status'], possibleStatuses(standing)]).toEqual(['resolved', []]);
  });

  it('says so where too many facts are in doubt, and names every status that can hold', () => {
    const steps = ['filed', 'denial-found', 'remediation-agreed', 'panel-requested', 'closed', 'resolved', 'withdrawn'];
    const facts = factsOf(...[...steps, ...steps].map((name): Given => [`case.${name}`, null]));
    const standing = new SubjectStanding('case', facts).on(null);
    expect(standing.complete).toBe(false);
    const named = [standing.state['status'], ...possibleStatuses(standing)].map(String).toSorted();
    expect(named).toEqual(['closed', 'filed', 'in-consultation', 'in-panel', 'in-remediation', 'resolved']);
  });
});
