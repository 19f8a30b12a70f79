import { useEffect, useState, type FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { FactDetail } from '../api/answers.js';
import { asking, keptKey } from './editing-api.js';

type Recorder = FactDetail['recorder'];

/**
 * Who recorded a fact and its changes, and who removed a text of it, by which request: for an editor whose key this tab keeps. The page itself is written for everybody, so
 * this is fetched when it runs, with the key.
 */
export const RecordedBy: FC<{ path: string }> = ({ path }) => {
  const { t } = useTranslation();
  const [fact, setFact] = useState<FactDetail>();
  useEffect(() => {
    if (keptKey() === '') return undefined;
    const end = new AbortController();
    const fetchFact = async (): Promise<void> => {
      const answer = await asking<FactDetail>(path, { signal: end.signal });
      if (answer.ok && !end.signal.aborted) setFact(answer.body);
    };
    void fetchFact();
    return () => end.abort();
  }, [path]);
  if (fact?.recorder === undefined) return null;
  const nameOf = (recorder: Recorder): string => {
    if (!recorder) return t('fact.recorder.unrecorded');
    return recorder.name ?? t(`fact.recorder.${recorder.by}`, { defaultValue: recorder.by });
  };
  const lines = [
    { id: fact.id, what: t('fact.recorder.fact'), recorder: fact.recorder, at: fact.recordedAt },
    ...fact.changes.map(({ id, kind, recorder, recordedAt }) => ({
      id,
      what: t(`fact.kind.${kind}`),
      recorder,
      at: recordedAt,
    })),
    ...fact.redactions.map(({ event, ground, reason, recorder, at }) => ({
      id: event,
      what: t('fact.recorder.removal', { event, ground: t(`fact.ground.${ground}`), reason }),
      recorder,
      at,
    })),
  ];
  return (
    <section className="recorders">
      <h2>{t('fact.recorder.title')}</h2>
      <ul>
        {lines.map(({ id, what, recorder, at }) => (
          <li key={`${what} ${id}`}>
            {what}: <bdi>{nameOf(recorder)}</bdi>, <time dateTime={at}>{at.slice(0, 16).replace('T', ' ')}</time> UTC
            {recorder?.requestId == null ? null : (
              <span className="known"> {t('fact.recorder.request', { id: recorder.requestId })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
