import { columnsOf } from './terminal.js';
import { wrap } from './wrap.js';

describe('Wrapping a text', () => {
  it('breaks between words and keeps a sign with the word it follows', () => {
    expect(wrap('The parties agreed, at last, to meet (again).', 12)).toEqual([
      'The parties',
      'agreed, at',
      'last, to',
      'meet',
      '(again).',
    ]);
  });

  it('keeps lines apart that were apart', () => {
    expect(wrap('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
  });

  it('tears a word apart only where it is longer than a line', () => {
    expect(wrap('a incomprehensibilities b', 8)).toEqual(['a', 'incompre', 'hensibil', 'ities b']);
  });

  it('counts two columns for a wide character and breaks between words that no space divides', () => {
    const lines = wrap('美国和墨西哥举行第三次高级别安全对话', 10);
    expect(lines.join('')).toBe('美国和墨西哥举行第三次高级别安全对话');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(10);
  });

  it('keeps what a mark is made of together', () => {
    expect(wrap('Signed [order\u00a0uncertain]', 18)).toEqual(['Signed', '[order\u00a0uncertain]']);
  });
});
