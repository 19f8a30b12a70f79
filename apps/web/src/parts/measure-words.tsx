import type { TFunction } from 'i18next';
import { edtfInWords, sinceInWords } from './dates.js';
import { newsDayInWords } from './known-words.js';

/** A measure of a case as the API answers it, and as a change of a case carries it. */
export interface MeasureShown {
  kind: string;
  since: string | null;
  until: string | null;
  /** Null where it is not certain that the measure was taken. */
  state: 'in-force' | 'lifted' | 'no-end-on-record' | null;
  asOf?: string | null;
  possible?: readonly NonNullable<MeasureShown['state']>[];
}

/** The kind of a measure and since when it was taken. */
export function measureInWords({ kind, since }: MeasureShown, t: TFunction, language: string): string {
  const name = t(`caseMeasure.${kind}` as 'caseMeasure.penalty');
  return since === null ? name : `${name}, ${sinceInWords(since, language)}`;
}

/** How a measure stands: in force when last reported, lifted, with no end on record, or not certainly taken. */
export function measureStateInWords(
  { state, until, asOf, possible }: MeasureShown,
  t: TFunction,
  language: string,
): string {
  const alone = (one: NonNullable<MeasureShown['state']>, day: string | null): string => {
    if (one === 'no-end-on-record') return t('cases.noEnd');
    if (one === 'in-force') return t('cases.inForce');
    return day === null ? t('cases.lifted') : t('cases.liftedOn', { day: edtfInWords(day, language) });
  };
  const states = possible?.map((one) => alone(one, null)).join('; ');
  if (state === null) return t('cases.maybeTaken', { states });
  const stands =
    state === 'in-force' && asOf
      ? t('cases.inForceAsOf', { day: newsDayInWords(asOf, language) })
      : alone(state, until);
  return states ? `${stands} (${t('cases.mayAlsoBe', { states })})` : stands;
}
