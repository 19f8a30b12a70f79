import { useEffect, useState, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { DateRead } from '../api/answers.js';
import type { Wrong } from '../parts/api-words.js';
import { dayInWords } from '../parts/dates.js';
import { InWords } from '../parts/form-problems.js';
import type { Language } from '../words/words.js';
import { asking } from './editing-api.js';

/** So long a date must have been left alone before it is asked how it is understood. */
const PAUSE_MS = 250;

/**
 * How a date is understood while it is written: in words and as a window of days, or what is wrong with it, unless the field
 * says the same.
 */
export const DateHelp: FC<{ edtf: string; id: string; told: readonly Wrong[] }> = ({ edtf, id, told }) => {
  const { t, i18n } = useTranslation();
  const [read, setRead] = useState<{ edtf: string; date: DateRead | null; problem: Wrong | null } | null>(null);
  const written = edtf.trim();
  useEffect(() => {
    if (written === '') return;
    const leaving = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await asking<DateRead>(`/v1/dates?${new URLSearchParams({ edtf: written })}`, {
        signal: leaving.signal,
      });
      if (leaving.signal.aborted) return;
      const problem = answer.ok ? null : (answer.problem.errors?.[0] ?? { detail: answer.problem.detail ?? '' });
      setRead({ edtf: written, date: answer.ok ? answer.body : null, problem });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [written]);
  const day = (iso: string | null): string => (iso === null ? '…' : dayInWords(iso, i18n.language));
  const isCurrent = read !== null && read.edtf === written;
  const isTold = told.some(({ detail }) => detail === read?.problem?.detail);
  const wrong = isCurrent && !isTold ? read.problem : null;
  return (
    <p className={wrong === null ? 'hint date-help' : 'wrong'} id={id} role="status">
      {written === '' || !isCurrent ? t('editor.dateHint') : null}
      {isCurrent && read.date !== null ? (
        <>
          <strong>{read.date.words[i18n.language as Language]}</strong>
          {read.date.earliest === read.date.latest
            ? null
            : ` (${t('editor.window', { from: day(read.date.earliest), to: day(read.date.latest) })})`}
        </>
      ) : null}
      {wrong === null ? null : <InWords wrong={wrong} />}
    </p>
  );
};
