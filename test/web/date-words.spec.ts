import { edtfInWords, sinceInWords } from '../../apps/web/src/parts/dates.js';
import { wordsIn } from '../../apps/web/src/words/words.js';

describe('dates on the page', () => {
  it.each([
    ['2020-07-01', '1 July 2020', '1 de julio de 2020'],
    ['2024-06', 'June 2024', 'junio de 2024'],
    ['1998~', 'about 1998', 'hacia 1998'],
    ['2023?', 'perhaps 2023', 'quizá 2023'],
    ['2020-07-01~', 'about 1 July 2020', 'hacia el 1 de julio de 2020'],
    ['../2023-11-30', 'by 30 November 2023', 'a más tardar el 30 de noviembre de 2023'],
    ['[..2023-11-30]', 'by 30 November 2023', 'a más tardar el 30 de noviembre de 2023'],
    ['2020-07-01/..', 'since 1 July 2020', 'desde el 1 de julio de 2020'],
    ['2023-10~/2023-12', 'about October 2023 – December 2023', 'hacia octubre de 2023 – diciembre de 2023'],
    ['2022/2024', '2022 – 2024', '2022 – 2024'],
    ['199X', '1990s', 'década de 1990'],
    ['2023-22', 'summer of 2023', 'verano de 2023'],
    ['-0043-03-15', '15 March 44 BC', '15 de marzo de 44 a.C.'],
    ['-0499/0300', '500 BC – 300 AD', '500 a.C. – 300 d.C.'],
    ['2023-33', 'first quarter of 2023', 'primer trimestre de 2023'],
  ])('say %s as %j, in Spanish as %j, with its marks and open ends', (edtf, english, spanish) => {
    expect([edtfInWords(edtf, 'en'), edtfInWords(edtf, 'es')]).toEqual([english, spanish]);
  });

  it('begin with an article where Spanish has one', () => {
    const latest = ['../2025-11-26', '/2025-11-26', '[..2025-11-26]'];
    expect(latest.map((edtf) => sinceInWords(edtf, 'en'))).toEqual(
      latest.map(() => 'since 26 November 2025 at the latest'),
    );
    expect(sinceInWords('../2025-11-26', 'es')).toBe('desde el 26 de noviembre de 2025 a más tardar');
    expect(['2023-10-10', '2023-10'].map((edtf) => sinceInWords(edtf, 'es'))).toEqual([
      'desde el 10 de octubre de 2023',
      'desde octubre de 2023',
    ]);
  });
});

describe('numbers on the page', () => {
  it.each(['en', 'es'] as const)('have the commas and points of their readers in %s', async (language) => {
    const { t } = await wordsIn(language);
    expect(t('subject.all', { count: 12_345 })).toContain(' 12,345 ');
  });
});
