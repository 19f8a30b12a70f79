import type { TFunction } from 'i18next';
import { edtfInWords, sinceInWords } from './dates.js';
import { newsDayInWords } from './known-words.js';

/** A measure of a case as the API answers it, and as a change of a case carries it. */
export interface MeasureShown {
  kind: string;
  since: string | null;
  until: string | null;
  state: 'in-force' | 'lifted' | 'no-end-on-record';
  asOf?: string | null;
  possible?: readonly MeasureShown['state'][];
}

/** The kind of a measure and since when it was taken. */
export function measureInWords({ kind, since }: MeasureShown, t: TFunction, language: string): string {
  const name = t(`caseMeasure.${kind}` as 'caseMeasure.penalty');
  return since === null ? name : `${name}, ${sinceInWords(since, language)}`;
}

/** How a measure stands: in force when last reported, lifted, or with no end on record. */
export function measureStateInWords(
  { state, until, asOf, possible }: MeasureShown,
  t: TFunction,
  language: string,
): string {
  const alone = (one: MeasureShown['state'], day: string | null): string => {
    if (one === 'no-end-on-record') return t('cases.noEnd');
    if (one === 'in-force') return t('cases.inForce');
    return day === null ? t('cases.lifted') : t('cases.liftedOn', { day: edtfInWords(day, language) });
  };
  const stands =
    state === 'in-force' && asOf
      ? t('cases.inForceAsOf', { day: newsDayInWords(asOf, language) })
      : alone(state, until);
  if (!possible?.length) return stands;
  return `${stands} (${t('cases.mayAlsoBe', { states: possible.map((one) => alone(one, null)).join('; ') })})`;
}
