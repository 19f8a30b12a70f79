import { dayInWords, dayOfIso, inWords, parseEdtf } from '#libs/edtf';
import { newsInWords } from '#libs/timeline';
import type { Coverage } from './asking/coverage-query.js';

/**
 * How new the data is, and the official count beside ours, in English sentences for tables, feeds and calendars.
 *
 * @param shownNews the newest news of what is shown, `YYYY-MM-DD`; null where there is none
 */
export function coverageInWords(
  { newestPublished, newestKnown, cases }: Omit<Coverage, 'position'>,
  shownNews: string | null,
): string {
  const newest = newestPublished ?? newestKnown;
  if (newest === null) return 'No dated source is on record.';
  const { officiallyCounted, onRecord, onRecordThen, newestNews, countedOn } = cases;
  const counted = `${onRecord} ${onRecord === 1 ? 'request' : 'requests'} for review on record, official count ${officiallyCounted}`;
  return `${[
    `Data as of ${dayInWords(dayOfIso(newest))}`,
    ...(shownNews === null ? [] : [`newest news of what is shown: ${newsInWords(shownNews)}`]),
    ...(newestNews === null ? [] : [`newest news of a case: ${newsInWords(newestNews)}`]),
    ...(officiallyCounted === null
      ? []
      : [`${counted} (${countedOn === null ? '' : `${dateInWords(countedOn)}, `}${onRecordThen} on record by then)`]),
  ].join('; ')}.`;
}

function dateInWords(edtf: string): string {
  return inWords(parseEdtf(edtf));
}
