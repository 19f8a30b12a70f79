import { claimsOf } from './claims.js';

describe('the claims of a reported figure', () => {
  const body = { value: '20', unit: 'cases' };
  const fact = { body, occurred: { edtf: '2024-07-30' } };
  const own = { ...body, qualifier: null, countedBy: null, occurred: '2024-07-30' };

  it('are one where all sources agree', () => {
    expect(claimsOf(fact, [{ source: 'office' }, { source: 'paper' }])).toEqual([
      { ...own, sources: [{ source: 'office' }, { source: 'paper' }] },
    ]);
  });

  it('are one for each different statement, with who states it', () => {
    const sheet = { source: 'sheet', says: { occurred: '2024-07-31', body: { value: '21', qualifier: 'over' } } };
    expect(claimsOf(fact, [{ source: 'office' }, sheet])).toEqual([
      { ...own, sources: [{ source: 'office' }] },
      { ...own, value: '21', qualifier: 'over', occurred: '2024-07-31', sources: [sheet] },
    ]);
  });

  it('are none of a report whose body was redacted', () => {
    expect(claimsOf({ ...fact, body: {} }, [{ source: 'office' }])).toEqual([]);
  });

  it('say who counted, also where one source names another', () => {
    const paper = { source: 'paper', says: { body: { countedBy: 'press' } } };
    const counted = { ...fact, body: { ...body, countedBy: 'official' } };
    expect(claimsOf(counted, [{ source: 'office' }, paper])).toEqual([
      { ...own, countedBy: 'official', sources: [{ source: 'office' }] },
      { ...own, countedBy: 'press', sources: [paper] },
    ]);
  });
});
