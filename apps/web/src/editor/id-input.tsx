import { useEffect, useId, useState, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import { shownAnswer } from '../api/shown-answer.js';
import { asking } from './editing-api.js';

/** What an id may be of, and where its name stands. */
export const ID_OF: Readonly<Record<string, 'subjects' | 'sources'>> = {
  source: 'sources',
  subject: 'subjects',
  partOf: 'subjects',
  related: 'subjects',
};

interface Found {
  items: { id: string; name?: string; title?: string }[];
}

/** An id of something on record, with suggestions by name. */
export const IdInput: FC<{
  id: string;
  of: 'subjects' | 'sources';
  value: string;
  onChange: (value: string) => void;
  attributes: object;
}> = ({ id, of, value, onChange, attributes }) => {
  const { t } = useTranslation();
  const list = useId();
  const [found, setFound] = useState<Found['items']>([]);
  useEffect(() => {
    const leaving = new AbortController();
    const ask = async (): Promise<void> => {
      // Sources are not searched by words; the browser looks through the first of them.
      const wanted: Record<string, string> = of === 'subjects' ? { limit: '20', q: value } : { limit: '200' };
      const answer = await asking<Found>(`/v1/${of}?${new URLSearchParams(wanted)}`, {
        signal: leaving.signal,
      });
      if (answer.ok && !leaving.signal.aborted) setFound(answer.body.items);
    };
    const timer = setTimeout(() => void ask(), 200);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [of, value]);
  return (
    <>
      <input
        id={id}
        list={list}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        {...attributes}
      />
      <datalist id={list}>
        {found.map((item) => (
          <option key={item.id} value={item.id}>
            {shownAnswer(item.name ?? item.title, t('fact.removedText'))}
          </option>
        ))}
      </datalist>
    </>
  );
};
