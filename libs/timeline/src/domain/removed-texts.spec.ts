import type { JsonObject } from '#libs/kernel';
import { checkRedactionReason, removedTexts } from './removed-texts.js';

const FACT: JsonObject = {
  id: 'acme-petition',
  subject: 'acme',
  type: 'funding.committed',
  occurred: '2024-05-05',
  title: 'Petition of Jane Doe',
  summary: 'Jane Doe works at the Silao plant.',
  topics: ['labor-rights'],
  parties: ['MX', 'usmca-panel'],
  related: ['usmca-review'],
  body: {
    amount: { amount: '1250000.50', currency: 'USD' },
    period: '2024-05~/2024-07',
    every: 'P6Y',
    milestone: 'joint-review.2026',
    outcome: 'not-extended',
    sector: 'auto parts',
    purpose: 'Back pay for Jane Doe',
  },
  sources: [
    {
      source: 'federal-register',
      locator: 'Federal Register, page 7',
      says: { occurred: '[2024-05-05..2024-05-09]', body: { purpose: 'Wages of J. Doe' } },
    },
  ],
};

describe('the prose that a redaction removes', () => {
  it('is free text, without topics, ids, dates, amounts, codes and places in a document', () => {
    expect(removedTexts('funding.committed', FACT)).toEqual([
      'Petition of Jane Doe',
      'Jane Doe works at the Silao plant.',
      'Back pay for Jane Doe',
      'Wages of J. Doe',
    ]);
  });

  it('holds the title and the addresses of a source, not its publisher', () => {
    const source = {
      id: 'memo',
      title: 'memo',
      publisher: 'Department of Labor',
      publishedOn: '2024-05',
      url: 'https://example.org/jane-doe',
      sha256: 'ab'.repeat(32),
    };
    expect(removedTexts('source.recorded', source)).toEqual(['memo', 'https://example.org/jane-doe']);
  });
});

describe('the reason of a redaction', () => {
  it.each(['petition of JANE DOE', 'As asked by Jane', 'See "Federal Register, page 7"', 'Silao wants it'])(
    'is refused where it repeats a text or a name: %s',
    (reason) => {
      expect(() => checkRedactionReason(reason, 'funding.committed', FACT)).toThrow(
        expect.objectContaining({ code: 'REASON_REPEATS_TEXT' }),
      );
    },
  );

  it.each([
    ['Worker JUAN PÉREZ is dismissed', 'Juan Pérez asked for it'],
    ['Worker Maria Lopez is dismissed', 'MARIA LOPEZ asked for it'],
    ['Zedsecret affair', 'zedsecret'],
    ['Worker 李明 is dismissed', 'Asked for by 李明'],
    ['工人李明被解雇', 'Asked for by 李明'],
    ['Worker יעל is dismissed', 'יעל asked for it'],
  ])('is refused where it has a name of "%s" in other letters: %s', (title, reason) => {
    expect(() => checkRedactionReason(reason, 'funding.committed', { ...FACT, title })).toThrow(
      expect.objectContaining({ code: 'REASON_REPEATS_TEXT' }),
    );
  });

  it.each(['Order of 3 May', 'Names a private person', 'The petition names a person; article 17'])(
    'is accepted where it repeats neither: %s',
    (reason) => expect(() => checkRedactionReason(reason, 'funding.committed', FACT)).not.toThrow(),
  );
});
