import { dayOfIso } from '#libs/edtf';
import { DomainError, type JsonObject } from '#libs/kernel';
import type { FactCorrection, FactRecord, SubjectCorrection } from './record.js';
import {
  decideCorrection,
  decideFact,
  decideRetraction,
  decideSubjectCorrection,
  evolveSubject,
  NO_SUBJECT,
  type SubjectState,
  type World,
} from './subject-stream.js';

const world: World = {
  lastToday: dayOfIso('2024-09-17'),
  hasSource: (source) => source === 's',
  hasOrganization: (id) => id === 'commission',
};
const cite = (source = 's'): { source: string }[] => [{ source }];
const why = { reason: 'slip', sources: cite() };
const fact = (id: string, type: string, occurred: string | null, more: Partial<FactRecord> = {}): FactRecord => ({
  id,
  subject: 'accord',
  type,
  occurred,
  title: id,
  sources: cite(),
  ...more,
});
const signed = (occurred: string | null): FactRecord => fact('signed', 'agreement.signed', occurred);
const terminated = (occurred: string | null): FactRecord => fact('terminated', 'agreement.terminated', occurred);
const inForce = (occurred: string | null): FactRecord => fact('in-force', 'agreement.entered-into-force', occurred);

/** The state of a subject's stream after its subject, the facts and what was changed of them. */
function given(type: string, ...records: (FactRecord | [type: string, data: object])[]): SubjectState {
  const subject = { id: 'accord', type, name: 'The accord' };
  const events = records.map((record) => (Array.isArray(record) ? record : ([record.type, record] as const)));
  return [['subject.recorded', subject] as const, ...events].reduce(
    (state, [name, data]) => evolveSubject(state, name, JSON.parse(JSON.stringify(data))),
    NO_SUBJECT,
  );
}

/** The code of the rule that a decision breaks, with the pointer to what breaks it; `accepted` where it breaks none. */
function outcome(decide: () => void): string {
  try {
    decide();
    return 'accepted';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return `${error.code} ${error.problems[0]?.pointer}`;
  }
}
const record = (state: SubjectState, what: FactRecord): string => outcome(() => decideFact(state, what, world));
const correct = (state: SubjectState, changes: FactCorrection['changes'], id = 'signed'): string =>
  outcome(() => decideCorrection(state, { id: 'c', fact: id, changes, ...why }, world));
const ofNorway: [string, object] = ['subject.corrected', { changes: { parties: ['NO'] } }];
const endOfSweden: FactRecord = { ...terminated('1995'), parties: ['SE'] };
/** An agreement that ended before its dated beginning, and has an undated one too. */
const withEarlier = given(
  'agreement',
  ofNorway,
  fact('earlier', 'agreement.entered-into-force', null),
  terminated('1995'),
  inForce('2000'),
);
const request = (id: string): FactRecord => fact(id, 'case.review-requested', '2023-01-01');
const retract = (state: SubjectState, source = 's'): string =>
  outcome(() => decideRetraction(state, { id: 'r', fact: 'signed', reason: 'wrong', sources: cite(source) }, world));
const change = (state: SubjectState, changes: SubjectCorrection['changes']): string =>
  outcome(() => decideSubjectCorrection(state, { id: 'c', subject: 'accord', changes, ...why }, world));

describe('a fact', () => {
  it('needs a known subject of a type that carries it, and known sources', () => {
    expect(record(NO_SUBJECT, signed('2020'))).toBe('SUBJECT_UNKNOWN /subject');
    expect(record(given('dialogue'), signed('2020'))).toBe('FACT_TYPE_UNFIT /type');
    const cites = fact('f', 'agreement.signed', '2020', { sources: [...cite(), ...cite('unknown')] });
    expect(record(given('agreement'), cites)).toBe('SOURCE_UNKNOWN /sources/1/source');
    expect(record(given('agreement'), signed('2020'))).toBe('accepted');
  });

  it('of a milestone stands in a subject of any type', () => {
    const plan = fact('p', 'milestone.planned', '2030', { body: { milestone: 'review.2030' } });
    expect(record(given('funding'), plan)).toBe('accepted');
  });

  it('has happened, at least somewhere on earth; what is to come is a plan', () => {
    expect(record(given('agreement'), signed('2024-09-17'))).toBe('accepted');
    expect(record(given('agreement'), signed('2024-09-18'))).toBe('NOT_HAPPENED_YET /occurred');
    expect(record(given('agreement'), signed('2024/2030'))).toBe('accepted');
    expect(record(given('agreement'), signed('../2030'))).toBe('accepted');
    expect(record(given('dialogue'), fact('p', 'dialogue.planned', '2030'))).toBe('accepted');
  });

  it('can take effect before the signature, whichever is recorded first', () => {
    expect(record(given('agreement', signed('2020-07-02')), inForce('2020-07-01'))).toBe('accepted');
    expect(record(given('agreement', inForce('2020-07-01')), signed('2020-07-02'))).toBe('accepted');
  });

  it('cannot be terminated before the entry into force where both are certain, whichever is recorded first', () => {
    expect(record(given('agreement', inForce('2020-07-02')), terminated('2020-07-01'))).toBe('ORDER_BROKEN /occurred');
    expect(record(given('agreement', terminated('2020-07-01')), inForce('2020-07-02'))).toBe('ORDER_BROKEN /occurred');
    expect(record(given('agreement', inForce('2020')), terminated('2020-07-01'))).toBe('accepted');
    expect(record(given('agreement', inForce(null)), terminated('2020-07-01'))).toBe('accepted');
    const again = fact('again', 'agreement.entered-into-force', '2024-01-01');
    expect(record(given('agreement', inForce(null), terminated('2020-07-01')), again)).toBe('accepted');
  });

  it('is refused for its order with the way to record what came before', () => {
    const state = given('agreement', inForce('2020-07-02'));
    expect(() => decideFact(state, terminated('2020-07-01'), world)).toThrow(
      /where an earlier agreement\.entered-into-force is missing, record it first, undated if its day is unknown/,
    );
  });

  it('is not held against one that was retracted', () => {
    const state = given('agreement', inForce('2020-07-02'), ['fact.retracted', { fact: 'in-force' }]);
    expect(record(state, terminated('2020-07-01'))).toBe('accepted');
  });

  it('without parties of its own is held against others as one of its subject’s parties', () => {
    const norway = { ...terminated('1995'), parties: ['NO'] };
    const state = given('agreement', ofNorway, inForce('2000'));
    expect(record(state, endOfSweden)).toBe('accepted');
    expect(record(state, norway)).toBe('ORDER_BROKEN /occurred');
    expect(record(given('agreement', ofNorway, endOfSweden), inForce('2000'))).toBe('accepted');
    expect(record(given('agreement', inForce('2000')), endOfSweden)).toBe('ORDER_BROKEN /occurred');
  });

  it('is a second request only in another case', () => {
    expect(record(given('case', request('one')), request('two'))).toBe('ONCE_ONLY /type');
    expect(record(given('case', request('one'), ['fact.retracted', { fact: 'one' }]), request('two'))).toBe('accepted');
  });
});

const saying = (body: JsonObject): FactRecord['sources'] => [...cite(), { source: 's', says: { body } }];

describe('what a source says differently', () => {
  const state = given('agreement', fact('reviewed', 'agreement.reviewed', '2020', { body: { outcome: 'extended' } }));

  it.each<[JsonObject, string]>([
    [{ outcome: 'foo' }, 'RECORD_INVALID says/body/outcome'],
    [{ confirmations: [{ party: 'ZZ', extends: true }] }, 'RECORD_INVALID says/body/confirmations/0/party'],
    [{ confirmations: [{ party: 'US', extends: 'maybe' }] }, 'RECORD_INVALID says/body/confirmations/0/extends'],
    [{ confirmations: [{ party: 'nobody-knows', extends: true }] }, 'PARTY_UNKNOWN says/body/confirmations/0/party'],
    [{ confirmations: [{ party: 'commission', extends: true }] }, 'accepted'],
    [{ outcome: 'other', note: 45551 }, 'accepted'],
    [{ outcome: null, confirmations: [] }, 'accepted'],
    [{}, 'accepted'],
  ])('is checked by the type of the fact, field by field, wherever it is cited: %j', (body, expected) => {
    const sources = saying(body);
    const at = (pointer: string): string => expected.replace(' ', ` ${pointer}/1/`);
    const reviewed = fact('again', 'agreement.reviewed', '2021', { body: { outcome: 'other' }, sources });
    expect(record(state, reviewed)).toBe(at('/sources'));
    expect(correct(state, { sources }, 'reviewed')).toBe(at('/changes/sources'));
    const retraction = { id: 'c', fact: 'reviewed', reason: 'slip', sources };
    const correction = { ...retraction, changes: { title: 'T' } };
    expect(outcome(() => decideCorrection(state, correction, world))).toBe(at('/sources'));
    expect(outcome(() => decideRetraction(state, retraction, world))).toBe(at('/sources'));
  });

  it('does not keep a fact from being corrected that was recorded before it was checked', () => {
    const old = given(
      'agreement',
      fact('old', 'agreement.extended', '2020', { body: { endsOn: '2030' }, sources: saying({ endsOn: '45551' }) }),
    );
    expect(correct(old, { title: 'T' }, 'old')).toBe('accepted');
    expect(correct(old, { sources: saying({ endsOn: '45551' }) }, 'old')).toBe(
      'RECORD_INVALID /changes/sources/1/says/body/endsOn',
    );
  });
});

describe('a correction of a fact', () => {
  const state = given('agreement', signed('2020-01-01'), inForce('2020-07-01'), terminated('2022-01-01'));

  it('needs a fact that stands', () => {
    expect(correct(state, { title: 'T' })).toBe('accepted');
    expect(correct(state, { title: 'T' }, 'unknown')).toBe('FACT_UNKNOWN /fact');
    const retracted = given('agreement', signed('2020'), ['fact.retracted', { fact: 'signed' }]);
    expect(correct(retracted, { title: 'T' })).toBe('FACT_RETRACTED /fact');
  });

  it('leaves a fact that holds every rule of a new one', () => {
    expect(correct(state, { occurred: '2022-01-02' }, 'in-force')).toBe('ORDER_BROKEN /changes/occurred');
    expect(correct(state, { occurred: '2025-01-01' })).toBe('NOT_HAPPENED_YET /changes/occurred');
    expect(correct(state, { occurred: null })).toBe('accepted');
    expect(correct(state, { sources: cite('unknown') })).toBe('SOURCE_UNKNOWN /changes/sources/0/source');
    expect(correct(state, { body: { endsOn: 'soon' } }, 'in-force')).toBe('RECORD_INVALID /body/endsOn');
  });

  it('of its parties is held against the order of the others as one of its date', () => {
    const other = given('agreement', ofNorway, inForce('2000'), endOfSweden);
    const end = 'terminated';
    expect(correct(other, { parties: ['NO'] }, end)).toBe('ORDER_BROKEN /changes/parties');
    expect(correct(other, { parties: null }, end)).toBe('ORDER_BROKEN /changes/parties');
    expect(correct(other, { parties: ['SE', 'DK'] }, end)).toBe('accepted');
    expect(correct(other, { parties: ['NO'], occurred: '2001' }, end)).toBe('accepted');
    expect(correct(other, { parties: ['SE'] }, 'in-force')).toBe('ORDER_BROKEN /changes/parties');
  });

  it('does not take from an end the one beginning that may lie before it', () => {
    expect(correct(withEarlier, { occurred: '2001' }, 'earlier')).toBe('ORDER_BROKEN /changes/occurred');
    expect(correct(withEarlier, { parties: ['SE'] }, 'earlier')).toBe('ORDER_BROKEN /changes/parties');
    expect(correct(withEarlier, { occurred: '1990' }, 'earlier')).toBe('accepted');
  });

  it('builds on the corrections before it', () => {
    const moved = given('agreement', inForce('2020-01-01'), [
      'fact.corrected',
      { fact: 'in-force', changes: { occurred: '2020-06-01' } },
    ]);
    expect(record(moved, terminated('2020-05-01'))).toBe('ORDER_BROKEN /occurred');
  });
});

describe('a retraction', () => {
  it('needs a fact that stands and a known source', () => {
    const state = given('agreement', signed('2020'));
    expect(retract(state)).toBe('accepted');
    expect(retract(state, 'unknown')).toBe('SOURCE_UNKNOWN /sources/0/source');
    expect(retract(evolveSubject(state, 'fact.retracted', { fact: 'signed' }))).toBe('FACT_RETRACTED /fact');
  });
});

const withdraw = (id: string): string =>
  outcome(() => decideRetraction(withEarlier, { id: 'r', fact: id, ...why }, world));

describe('a retraction that leaves an impossible order', () => {
  it('is refused, and is accepted after what it would leave impossible', () => {
    expect(withdraw('earlier')).toBe('ORDER_BROKEN /fact');
    expect(withdraw('terminated')).toBe('accepted');
    expect(withdraw('in-force')).toBe('accepted');
  });
});

describe('a correction of a subject', () => {
  it('does not give its parties to facts that would then stand in an impossible order', () => {
    const state = given('agreement', ofNorway, inForce('2000'), endOfSweden);
    expect(change(state, { parties: ['NO', 'SE'] })).toBe('ORDER_BROKEN /changes/parties');
    expect(change(state, { parties: null })).toBe('ORDER_BROKEN /changes/parties');
    expect(change(state, { parties: ['DK'] })).toBe('accepted');
    expect(change(state, { name: 'Another name' })).toBe('accepted');
  });

  it('needs the subject and leaves it with a name and with attributes of its kind', () => {
    expect(change(given('case'), { name: 'Another name' })).toBe('accepted');
    expect(change(NO_SUBJECT, { name: 'N' })).toBe('SUBJECT_UNKNOWN /subject');
    expect(change(given('case'), { attributes: { initiation: 'rumour' } })).toBe(
      'RECORD_INVALID /attributes/initiation',
    );
    expect(change(given('case'), { partOf: 'accord' })).toBe('RECORD_INVALID /partOf');
  });
});
