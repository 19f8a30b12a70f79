import { orderFindings, type OrderedFact } from './order-rules.js';

const fact = (type: string, occurred: string | null): OrderedFact => ({ id: `${type} ${occurred}`, type, occurred });
const signed = (occurred: string | null): OrderedFact => fact('agreement.signed', occurred);
const inForce = (occurred: string | null): OrderedFact => fact('agreement.entered-into-force', occurred);
const found = (...facts: OrderedFact[]): string[] =>
  orderFindings('agreement', facts).map(({ certain }) => (certain ? 'certain' : 'possible'));

describe('the order of the facts of an agreement', () => {
  it('is broken for certain where the entry into force lies wholly before the signature', () => {
    expect(found(signed('2020-01-02'), inForce('2020-01-01'))).toEqual(['certain']);
    expect(found(signed('2021'), inForce('2020'))).toEqual(['certain']);
    expect(found(signed('2021/..'), inForce('../2020'))).toEqual(['certain']);
  });

  it('is merely possible, and marked, where the windows overlap', () => {
    expect(found(signed('2020'), inForce('2020-07-01'))).toEqual(['possible']);
    expect(found(signed('../2021'), inForce('2020'))).toEqual(['possible']);
    expect(found(signed('2020'), inForce('2020'))).toEqual(['possible']);
  });

  it('is right where the signature lies on or before the first day of the entry into force', () => {
    expect(found(signed('2020-01-01'), inForce('2020-01-01'))).toEqual([]);
    expect(found(signed('2019'), inForce('2020'))).toEqual([]);
  });

  it('asks for one of several signatures only, and nothing of facts without a date or of another kind', () => {
    expect(found(signed('2018'), signed('2021'), inForce('2020'))).toEqual([]);
    expect(found(signed(null), inForce('2020'))).toEqual([]);
    expect(found(signed('2021'), inForce(null))).toEqual([]);
    expect(found(fact('agreement.amended', '2021'), inForce('2020'))).toEqual([]);
  });

  it('names both facts and says in words what is wrong', () => {
    expect(orderFindings('agreement', [signed('2021'), inForce('2020')])).toEqual([
      {
        fact: 'agreement.entered-into-force 2020',
        other: 'agreement.signed 2021',
        certain: true,
        detail: 'agreement.entered-into-force (2020) lies before agreement.signed (2021) of the same subject',
      },
    ]);
  });
});
