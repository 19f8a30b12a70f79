import { isoOfDay, dayOfIso } from '#libs/edtf';
import { newsInWords } from '#libs/timeline';
import { changeDaysInWords, knownInWords, newsDayInWords } from '../../apps/web/src/parts/known-words.js';
import { dayShownInWords } from '../../apps/web/src/parts/clocks.js';
import { wordsIn } from '../../apps/web/src/words/words.js';

describe('since when something could be known', () => {
  it('is the day of a source or of a writer', async () => {
    const { t } = await wordsIn('en');
    expect(knownInWords({ at: '2024-09-16', basis: 'published' }, t, 'en')).toBe(
      'Could be known since 16 September 2024',
    );
    expect(knownInWords({ at: '2024-12-31', basis: 'stated' }, t, 'en')).toBe('Could be known since 31 December 2024');
  });

  it('is no day where nothing but the recording says so', async () => {
    const { t } = await wordsIn('en');
    const known = { at: '2026-11-30', basis: 'recorded' };
    expect(knownInWords(known, t, 'en')).toBe('On record since 30 November 2026; no date in the source');
    expect(changeDaysInWords({ known, recordedAt: '2026-11-30T10:00:00Z' }, t, 'en')).toBe(
      'On record since 30 November 2026; no date in the source.',
    );
  });

  it.each([
    ['en', 'by 31 December 2024', 'Could be known by 31 December 2024'],
    ['es', 'a más tardar el 31 de diciembre de 2024', 'Se podía saber a más tardar el 31 de diciembre de 2024'],
  ] as const)(
    'is by the end of a month where the day may stand for the month, in %s',
    async (language, news, known) => {
      const { t } = await wordsIn(language);
      expect(newsDayInWords('2024-12-31', language)).toBe(news);
      expect(newsDayInWords('2024-12-30', language)).not.toContain(news.slice(0, 3));
      expect(knownInWords({ at: '2024-12-31', basis: 'published' }, t, language)).toBe(known);
    },
  );
});

describe('the day of news on a page', () => {
  it('is that of feeds and of the command line on every day of a leap year', () => {
    const days = Array.from({ length: 366 }, (_, index) => isoOfDay(dayOfIso('2024-01-01') + index));
    expect(days.map((day) => newsDayInWords(day, 'en'))).toEqual(days.map(newsInWords));
    expect(days.map(newsInWords).filter((words) => words.startsWith('by '))).toHaveLength(12);
  });
});

describe('the day that is marked in a picture', () => {
  it('is today in the present, and the date of the clocks under clocks', async () => {
    const { t } = await wordsIn('es');
    const label = (query: string): string => dayShownInWords(new URLSearchParams(query), '2024-12-31', t, 'es');
    expect(label('subject=usmca&asOf=')).toBe('hoy');
    for (const clock of ['asOf', 'knownAt', 'recordedBy'])
      expect(label(`${clock}=2024-12-31`)).toBe('31 de diciembre de 2024');
  });
});
