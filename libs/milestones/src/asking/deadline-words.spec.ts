import { deadlineStateInWords } from './deadline-words.js';

describe('The words for an act after the last day', () => {
  it.each([
    ['2024-02-11', '2024-02-11', 'after the period in the text'],
    ['2024-02-11', '2024-02-20', 'after the period in the text'],
    ['2024-02-11', '2024-02-05', 'after the last day as moved, which is earlier than in the text'],
    [
      '2024-02-11/2024-02-20',
      '2024-02-05/2024-02-20',
      'after the last day as moved, which is earlier than in the text',
    ],
    ['2024-02-11/..', '2024-02-11/..', 'after the period in the text'],
  ])('of %s by the text and %s as moved say no more of the text than holds', (statutoryDay, lastDay, words) => {
    expect(deadlineStateInWords('late', { statutoryDay, lastDay })).toBe(words);
  });

  it('are those of the state for every other state', () => {
    expect(deadlineStateInWords('met', { statutoryDay: '2024-02-11', lastDay: '2024-02-05' })).toBe('met');
  });
});
