import { describe, expect, it } from '@jest/globals';
import { parseEdtf } from '#libs/edtf';
import { isSlug } from '#libs/kernel';
import { organization } from './organization.js';

describe('the end of a seat', () => {
  it.each([
    ['2025/2026', '2026', '2026'],
    ['2026', '2026', '2026'],
    ['2025-01-01/2026-12-31~', '2026-12-31', '2026-12-31~'],
    ['2025/2026-XX', '2026', '2026-XX'],
    ['2025-XX/2026-12-XX?', '2026-12', '2026-12-XX?'],
    ['202X/2036', '2036', '2036'],
    ['2025/203X', '2030-01-01', '203X'],
    ['../2026', '2026', '2026'],
    ['[..2026]', '2026', '[..2026]'],
    ['[2026-05-05..2026-05-09]', '2026-05-09', '[2026-05-05..2026-05-09]'],
  ])('of the term %s has the occasion %s and the window %s', (term, occasion, window) => {
    const fact = {
      id: 'seat',
      type: 'organization.elected',
      occurred: parseEdtf('2024-06-06'),
      body: { term },
      position: 1n,
      title: 'Elected',
    };
    const milestones = organization.milestones?.([fact], { id: 'council', name: 'Council', attributes: {} });
    expect(milestones).toMatchObject([{ rule: 'seat-end', occasion, window }]);
    expect(isSlug(occasion)).toBe(true);
  });
});
