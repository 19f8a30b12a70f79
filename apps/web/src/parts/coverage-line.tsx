import { useTranslation } from 'react-i18next';
import { createContext, useEffect, useState, type FC } from 'react';
import type { Coverage } from '../api/answers.js';
import { getting } from '../asking.js';
import { clocksOf } from './clocks.js';
import { dayInWords, edtfInWords } from './dates.js';
import { newsDayInWords } from './known-words.js';
import { To } from './links.js';

/** The head of the log that the files of a page carry, `position:hash`; null where the coverage could not be read. */
export const LogHead = createContext<string | null>(null);

/** Reports what a page shows where that changes in place, so that the line below it says how new that is. */
export const ReportShown = createContext<(data: unknown) => void>(() => {});

/** Up to which day anything is on record, how new what is shown is, and how many of the officially counted cases there are. */
export const CoverageLine: FC<{ coverage: Coverage; shownNews: string | null }> = ({ coverage, shownNews }) => {
  const { t, i18n } = useTranslation();
  const { cases } = coverage;
  const newest = coverage.newestPublished ?? coverage.newestKnown;
  const news = (day: string): string => newsDayInWords(day, i18n.language);
  return (
    <p className="coverage">
      {newest === null ? t('coverage.undated') : t('coverage.newest', { day: dayInWords(newest, i18n.language) })}
      {shownNews === null ? null : ` ${t('coverage.shown', { day: news(shownNews) })}`}
      {cases.newestNews === null ? null : ` ${t('coverage.cases', { day: news(cases.newestNews) })}`}
      {cases.officiallyCounted === null ? null : (
        <>
          {' '}
          {t('coverage.counted', { count: cases.onRecord })}{' '}
          {cases.source === null ? (
            t('coverage.official', { official: cases.officiallyCounted })
          ) : (
            <To path={`/sources/${cases.source}`}>{t('coverage.official', { official: cases.officiallyCounted })}</To>
          )}
          {` (${[
            ...(cases.countedOn === null ? [] : [edtfInWords(cases.countedOn, i18n.language)]),
            t('coverage.then', { count: cases.onRecordThen ?? 0 }),
          ].join(', ')}).`}
        </>
      )}
    </p>
  );
};

/**
 * The coverage under the clocks of the address as they are now: what the server wrote, and fetched again where the clocks
 * changed in place.
 *
 * @param asked the query that the server wrote the page for
 */
export function useCoverage(written: Coverage | null, asked: string, query: string): Coverage | null {
  const { t } = useTranslation();
  const writtenFor = clocksOf(new URLSearchParams(asked)).toString();
  const clocks = clocksOf(new URLSearchParams(query)).toString();
  const [found, setFound] = useState<{ clocks: string; coverage: Coverage } | null>(null);
  useEffect(() => {
    if (written === null || clocks === writtenFor) return undefined;
    const fetching = new AbortController();
    getting(
      fetching.signal,
      t,
    )<Coverage>(clocks === '' ? '/v1/coverage' : `/v1/coverage?${clocks}`).then(
      (coverage) => setFound({ clocks, coverage }),
      () => setFound(null),
    );
    return () => fetching.abort();
  }, [written, writtenFor, clocks, t]);
  if (clocks === writtenFor) return written;
  return found?.clocks === clocks ? found.coverage : null;
}

/**
 * The newest day on which anything in the data of a page became known: `lastNews` of a case, `known` of a fact. A day of
 * recording is no news. Null where there is none.
 */
export function newestNewsIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const own = [
    'lastNews' in data && typeof data.lastNews === 'string' ? data.lastNews : null,
    'known' in data ? newsOf(data.known) : null,
  ];
  return [...own, ...Object.values(data).map(newestNewsIn)].reduce(
    (newest, day) => (day !== null && (newest === null || day > newest) ? day : newest),
    null,
  );
}

function newsOf(known: unknown): string | null {
  if (typeof known !== 'object' || known === null || !('at' in known) || !('basis' in known)) return null;
  return typeof known.at === 'string' && known.basis !== 'recorded' ? known.at : null;
}
