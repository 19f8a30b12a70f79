import { claimsOf } from './claims.js';

describe('the claims of a reported figure', () => {
  const body = { value: '20', unit: 'cases' };
  const fact = { body, occurred: { edtf: '2024-07-30' } };

  it('are one where all sources agree', () => {
    expect(claimsOf(fact, [{ source: 'office' }, { source: 'paper' }])).toEqual([
      { ...body, qualifier: null, occurred: '2024-07-30', sources: [{ source: 'office' }, { source: 'paper' }] },
    ]);
  });

  it('are one for each different statement, with who states it', () => {
    const sheet = { source: 'sheet', says: { occurred: '2024-07-31', body: { value: '21', qualifier: 'over' } } };
    expect(claimsOf(fact, [{ source: 'office' }, sheet])).toEqual([
      { ...body, qualifier: null, occurred: '2024-07-30', sources: [{ source: 'office' }] },
      { value: '21', unit: 'cases', qualifier: 'over', occurred: '2024-07-31', sources: [sheet] },
    ]);
  });
});
