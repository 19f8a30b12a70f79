import { dayOfIso, isoOfDay } from '#libs/edtf';
import { knownOfChange, knownOfFact, lastNewsOf, newsInWords, publicationDay, type Known } from './known.js';

const RECORDED = '2024-10-01T08:00:00.000000Z';
const DAYS: Readonly<Record<string, string>> = { early: '2024-02-01', late: '2024-06-01', future: '2025-01-01' };
const published = (source: string): number | null => (DAYS[source] ? dayOfIso(DAYS[source]) : null);
const cite = (...ids: string[]): { source: string }[] => ids.map((source) => ({ source }));
const shown = ({ day, basis }: Known): [string, string] => [isoOfDay(day), basis];
const known = (occurred: string | null, sources: string[], knownSince?: string): [string, string] =>
  shown(knownOfFact({ occurred, sources: cite(...sources), knownSince }, published, RECORDED));

const change = (sources: string[], knownSince?: string): [string, string] =>
  shown(knownOfChange({ sources: cite(...sources), knownSince }, published, RECORDED));

describe('the day of news in words', () => {
  it.each([
    ['2024-05-30', '30 May 2024'],
    ['2024-05-31', 'by 31 May 2024'],
    ['-012000-12-31', 'by 31 December 12001 BC'],
  ])('is said of %s, by a day that ends a month', (day, words) => {
    expect(newsInWords(day)).toBe(words);
  });
});

describe('since when a fact is known', () => {
  it('is what its writer states, before everything else', () => {
    expect(known('2024-05', ['early'], '2024-03-03')).toEqual(['2024-03-03', 'stated']);
  });

  it('is the earliest day on which one of its sources came out', () => {
    expect(known('2023', ['late', 'undated', 'early'])).toEqual(['2024-02-01', 'published']);
  });

  it('is assumed to be the last day of its window where no source carries a day', () => {
    expect(known('2024-05', ['undated'])).toEqual(['2024-05-31', 'assumed']);
    expect(known('../2023', ['undated'])).toEqual(['2023-12-31', 'assumed']);
  });

  it('is the day of its recording where nothing gives an earlier one', () => {
    expect(known(null, ['undated'])).toEqual(['2024-10-01', 'recorded']);
    expect(known('2024/..', ['undated'])).toEqual(['2024-10-01', 'recorded']);
    expect(known('2026', ['undated'])).toEqual(['2024-10-01', 'recorded']);
    expect(known('2024-05', ['future'])).toEqual(['2024-10-01', 'recorded']);
    expect(known('2024-05', ['early'], '2024-10-02')).toEqual(['2024-10-01', 'recorded']);
  });

  it('is the day of recording itself on the basis that names it', () => {
    expect(known(null, ['early'], '2024-10-01')).toEqual(['2024-10-01', 'stated']);
  });
});

describe('since when a correction or a retraction is known', () => {
  it('follows the same rule without a window', () => {
    expect(change(['late'], '2024-01-01')).toEqual(['2024-01-01', 'stated']);
    expect(change(['late'])).toEqual(['2024-06-01', 'published']);
    expect(change(['undated'])).toEqual(['2024-10-01', 'recorded']);
  });
});

const at = (day: string, basis: Known['basis']): { known: Known } => ({ known: { day: dayOfIso(day), basis } });

describe('the last news of a subject', () => {
  it('is never a day of recording', () => {
    const recorded = at('2024-09-30', 'recorded');
    expect(lastNewsOf([recorded])).toBeNull();
    const held = [at('2024-05-01', 'assumed'), at('2024-06-01', 'published')];
    expect(lastNewsOf([recorded, held[0]!])).toBe(dayOfIso('2024-05-01'));
    expect(lastNewsOf([recorded, ...held])).toBe(dayOfIso('2024-06-01'));
    expect(lastNewsOf([recorded, ...held.toReversed()])).toBe(dayOfIso('2024-06-01'));
  });
});

describe('the day of publication', () => {
  it('is the last one that the date may mean, and none where it is open or missing', () => {
    expect(publicationDay('2021-08')).toBe(dayOfIso('2021-08-31'));
    expect(publicationDay('2021/..')).toBeNull();
    expect(publicationDay(undefined)).toBeNull();
  });
});
