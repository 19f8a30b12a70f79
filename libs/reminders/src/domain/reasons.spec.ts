import { codesOfReason, movedAgainTo, movedTo, REASONS, receiverAnswered, taken } from './reasons.js';

describe('the reason that a row keeps', () => {
  it.each(Object.entries(REASONS))('has the code %s', (code, sentence) => {
    expect(codesOfReason(sentence)).toEqual([{ code }]);
  });

  it('tells by its code what its words carry', () => {
    expect([movedTo('2026-07'), movedAgainTo('2027/2028'), taken(204)].map(codesOfReason)).toEqual([
      [{ code: 'moved', params: { window: '2026-07' } }],
      [{ code: 'moved-again', params: { window: '2027/2028' } }],
      [{ code: 'taken', params: { status: '204' } }],
    ]);
    expect(codesOfReason(receiverAnswered(500, 'no; later'))).toEqual([
      { code: 'answered', params: { status: '500', said: 'no; later' } },
    ]);
    expect(codesOfReason(receiverAnswered(503, ''))).toEqual([{ code: 'answered', params: { status: '503' } }]);
  });

  it('of a digest may be several', () => {
    expect(codesOfReason(`${REASONS['met-before']}; ${movedTo('2026')}`)).toEqual([
      { code: 'met-before' },
      { code: 'moved', params: { window: '2026' } },
    ]);
  });

  it('has no code where somebody else said it', () => {
    expect(codesOfReason('550 No such user; try again')).toEqual([]);
  });
});
