import { KINDS } from './catalogue.js';
import { orderFindings, type OrderedFact } from './order-rules.js';

const fact = (type: string, occurred: string | null, parties?: string[]): OrderedFact => ({
  id: `${type} ${occurred}`,
  type,
  occurred,
  ...(parties && { parties }),
});
const signed = (occurred: string | null): OrderedFact => fact('agreement.signed', occurred);
const inForce = (occurred: string | null, parties?: string[]): OrderedFact =>
  fact('agreement.entered-into-force', occurred, parties);
const terminated = (occurred: string, parties?: string[]): OrderedFact =>
  fact('agreement.terminated', occurred, parties);
/** Every fact type of a case that its opening precedes, but those that an order of two types already compares. */
const BEHIND_OPENING = Object.keys(KINDS.find(({ subjectType }) => subjectType === 'case')!.facts)
  .filter(
    (name) =>
      !['filed', 'noted', 'review-requested', 'review-accepted', 'review-declined', 'panel-decided'].includes(name),
  )
  .map((name) => `case.${name}`);
const found = (...facts: OrderedFact[]): string[] => orderFindings('agreement', facts).map(({ verdict }) => verdict);

const ofCase = (...facts: OrderedFact[]): (readonly [string, string])[] =>
  orderFindings('case', facts).map((finding) => [finding.verdict, finding.params.type] as const);

describe('the order of the facts of a case', () => {
  const [filed, requested] = [fact('case.filed', '2024-12-09'), fact('case.review-requested', '2025-01-08')];

  it.each(BEHIND_OPENING)(
    'is reversed, and marked, where %s lies before every opening, as nothing does but a note',
    (type) => {
      expect(ofCase(filed, requested, fact(type, '2024-11-01'))).toEqual([['reversed', type]]);
      expect(ofCase(filed, requested, fact(type, '2024'))).toEqual([]);
      expect(ofCase(fact('case.filed', null), requested, fact(type, '2024-11-01'))).toEqual([]);
    },
  );

  it('leaves a note alone', () => {
    expect(ofCase(filed, fact('case.noted', '2020-01-01'))).toEqual([]);
  });
});

describe('the order of the facts of an agreement', () => {
  it('is reversed where the entry into force lies wholly before the signature, which happens', () => {
    expect(found(signed('2020-01-02'), inForce('2020-01-01'))).toEqual(['reversed']);
    expect(found(signed('2021'), inForce('2020'))).toEqual(['reversed']);
    expect(found(signed('2021/..'), inForce('../2020'))).toEqual(['reversed']);
  });

  it('is impossible where the termination lies wholly before every entry into force', () => {
    expect(found(inForce('2021'), terminated('2020'))).toEqual(['impossible']);
    expect(found(inForce('2021'), inForce('2022'), terminated('2020'))).toEqual(['impossible']);
    expect(found(inForce('2019'), inForce('2021'), terminated('2020'))).toEqual([]);
  });

  it('is uncertain, and marked, where the windows overlap or an undated fact may have come before', () => {
    expect(found(signed('2020'), inForce('2020-07-01'))).toEqual(['uncertain']);
    expect(found(signed('../2021'), inForce('2020'))).toEqual(['uncertain']);
    expect(found(signed('2020'), inForce('2020'))).toEqual(['uncertain']);
    expect(found(inForce('2021'), inForce(null), terminated('2020'))).toEqual(['uncertain']);
  });

  it('is right where the signature lies on or before the first day of the entry into force', () => {
    expect(found(signed('2020-01-01'), inForce('2020-01-01'))).toEqual([]);
    expect(found(signed('2019'), inForce('2020'))).toEqual([]);
  });

  it('needs one of several signatures only, and nothing of facts without a date or of another kind', () => {
    expect(found(signed('2018'), signed('2021'), inForce('2020'))).toEqual([]);
    expect(found(signed(null), inForce('2020'))).toEqual([]);
    expect(found(signed('2021'), inForce(null))).toEqual([]);
    expect(found(fact('agreement.amended', '2021'), inForce('2020'))).toEqual([]);
  });

  it('is each party’s own where both facts name parties', () => {
    expect(found(inForce('2021', ['SE']), terminated('2020', ['NO']))).toEqual([]);
    expect(found(inForce('2021', ['SE', 'NO']), terminated('2020', ['NO']))).toEqual(['impossible']);
    expect(found(inForce('2021'), terminated('2020', ['NO']))).toEqual(['impossible']);
  });

  it('names both facts and says in words what is unusual', () => {
    expect(orderFindings('agreement', [signed('1947-06-05'), inForce('1947-03-01')])).toEqual([
      {
        fact: 'agreement.entered-into-force 1947-03-01',
        other: 'agreement.signed 1947-06-05',
        verdict: 'reversed',
        detail:
          'in force from a day before it was signed: agreement.entered-into-force (1947-03-01) lies before agreement.signed (1947-06-05) of the same subject',
        params: {
          type: 'agreement.entered-into-force',
          occurred: '1947-03-01',
          otherType: 'agreement.signed',
          otherOccurred: '1947-06-05',
        },
      },
    ]);
  });
});

describe('the order that a kind declares', () => {
  const pairs = KINDS.flatMap(({ subjectType, order }) => order.map((pair) => [subjectType, ...pair] as const));

  it.each(pairs)('of %s: %s before %s is refused or marked with its reason', (subjectType, earlier, later) => {
    const kind = KINDS.find((one) => one.subjectType === subjectType)!;
    const facts = [fact(`${subjectType}.${earlier}`, '2021'), fact(`${subjectType}.${later}`, '2020')];
    const isRefused = kind.impossible?.some(([one, other]) => one === earlier && other === later) ?? false;
    expect(orderFindings(subjectType, facts).map(({ verdict }) => verdict)).toEqual([
      isRefused ? 'impossible' : 'reversed',
    ]);
    expect(Object.hasOwn(kind.reversed ?? {}, later)).toBe(!isRefused);
  });

  it('refuses only pairs that it declares', () => {
    for (const { order, impossible = [] } of KINDS)
      for (const [earlier, later] of impossible) expect(order).toContainEqual([earlier, later]);
  });
});
