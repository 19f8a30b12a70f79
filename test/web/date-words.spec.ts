import { readFileSync } from 'node:fs';
import { edtfInWords, sinceInWords, spanInWords, textInWords } from '../../apps/web/src/parts/dates.js';
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
    [
      '[2024-05-05..2024-05-09]',
      'some day from 5 May 2024 to 9 May 2024',
      'algún día entre el 5 de mayo de 2024 y el 9 de mayo de 2024',
    ],
    ['[1785~..199X]', 'some day from about 1785 to the 1990s', 'algún día entre hacia 1785 y la década de 1990'],
    ['[2024-05-05..2024-05-05]', '5 May 2024', '5 de mayo de 2024'],
    ['2024-10-15/2024-10-15', '15 October 2024', '15 de octubre de 2024'],
    ['2023-09/2023-09', 'September 2023', 'septiembre de 2023'],
    ['2023-XX/2023~', 'about 2023', 'hacia 2023'],
    ['2023?/2023~', 'perhaps about 2023', 'quizá hacia 2023'],
    ['2023-21~', 'about spring of 2023', 'hacia la primavera de 2023'],
    ['2023-33~', 'about the first quarter of 2023', 'hacia el primer trimestre de 2023'],
    ['2023-24', 'winter of 2023-24', 'invierno de 2023-24'],
    ['1999-30', 'summer of 1999-2000 (southern hemisphere)', 'verano de 1999-2000 (hemisferio sur)'],
    ['2023-25', 'spring of 2023 (northern hemisphere)', 'primavera de 2023 (hemisferio norte)'],
    ['2023-38', 'middle four months of 2023', 'segundo cuatrimestre de 2023'],
    ['198X?', 'perhaps the 1980s', 'quizá la década de 1980'],
    ['198X/19XX', '1980s – 20th century', 'década de 1980 – siglo XX'],
    ['-01XX', '2nd century BC', 'siglo II a.C.'],
    ['12XX~', 'about the 13th century', 'hacia el siglo XIII'],
    ['098X', '980 AD – 989 AD', '980 d.C. – 989 d.C.'],
    ['-000X', '10 BC – 2 BC', '10 a.C. – 2 a.C.'],
    ['2023-09-XX?', 'perhaps September 2023', 'quizá septiembre de 2023'],
    ['../199X', 'by the 1990s', 'a más tardar la década de 1990'],
    ['Y12345', '12345', '12345'],
  ])('say %s as %j, in Spanish as %j, with its marks and open ends', (edtf, english, spanish) => {
    expect([edtfInWords(edtf, 'en'), edtfInWords(edtf, 'es')]).toEqual([english, spanish]);
  });

  it.each(['en', 'es'])('leave nothing of EDTF in any date of other suites that is accepted, in %s', (language) => {
    const accepted = readFileSync('libs/edtf/peer-suites.ndjson', 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { edtf?: string; ours?: string })
      .flatMap(({ edtf, ours = '' }) => (edtf === undefined || ours.startsWith('refused') ? [] : [edtf]));
    expect(accepted.length).toBeGreaterThan(250);
    const left = accepted
      .map((edtf) => [edtf, edtfInWords(edtf, language)])
      .filter(([, words]) => /\dX|-XX|[~?%/[\]]|\.\.|undefined|NaN|Invalid|^$/.test(words!));
    expect(left).toEqual([]);
  });

  it('name both days of a span, and one day once', () => {
    expect(spanInWords('2024-10-15', '2024-10-16', 'en')).toBe('15 October 2024 – 16 October 2024');
    expect(spanInWords('2024-10-15', '2024-10-15', 'en')).toBe('15 October 2024');
    expect(spanInWords('2024-10-15', '2024-10-15', 'es')).toBe('15 de octubre de 2024');
  });

  it('are said of a value that holds some day of a range', () => {
    expect(textInWords('[2024-05..2024-07]', 'es')).toBe('algún día entre mayo de 2024 y julio de 2024');
    expect(textInWords('[draft]', 'es')).toBe('[draft]');
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
