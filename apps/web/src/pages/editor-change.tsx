import { useTranslation } from 'react-i18next';
import { useState, type FC } from 'react';
import type { FactDetail, SourceDetail, SubjectDetail } from '../api/answers.js';
import { CorrectionForm, RetractionForm } from '../editor/correction-form.js';
import { Desk } from '../editor/desk.js';
import { presentFact, presentSource, presentSubject, type Present } from '../editor/present.js';
import { ApiProblem, definePage, type Asked } from '../page.js';
import { To, useAddress } from '../parts/links.js';

interface ChangeData {
  present: Present | null;
  isRetraction: boolean;
  /** What was asked for and is not on record. */
  unknown: string | null;
}

/** Correcting what is on record, or withdrawing it. */
export const editorChangePage = definePage<ChangeData>({
  name: 'editor-change',
  path: '/editor/change',
  load: async (asked) => {
    const { query } = asked;
    const isRetraction = query.has('retract');
    try {
      return { present: await presentOf(asked), isRetraction, unknown: null };
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 404) throw error;
      return { present: null, isRetraction, unknown: error.problem.detail ?? '' };
    }
  },
  title: (_data, t) => t('editor.change'),
  dataPath: () => null,
  View: ({ data: { present, isRetraction, unknown } }) => {
    const { t } = useTranslation();
    const title = isRetraction ? t('editor.retractTitle') : t('editor.change');
    return (
      <Desk title={title} intro={present?.name ?? t('editor.changeHint')}>
        {present === null ? (
          <Choose unknown={unknown} />
        ) : (
          <>
            <p>
              <To path={`/${present.kind}s/${present.id}`}>{present.id}</To>
              {present.kind === 'fact' && !isRetraction ? (
                <>
                  {' · '}
                  <To path={`/editor/change?retract&fact=${present.id}`}>{t('editor.retractTitle')}</To>
                </>
              ) : null}
            </p>
            {isRetraction ? <RetractionForm present={present} /> : <CorrectionForm present={present} />}
          </>
        )}
      </Desk>
    );
  },
});

/** Which record is to be changed, by its id. */
const Choose: FC<{ unknown: string | null }> = ({ unknown }) => {
  const { t } = useTranslation();
  const address = useAddress();
  const [kind, setKind] = useState('fact');
  return (
    <form method="get" action={address('/editor/change')} className="record">
      {unknown === null ? null : (
        <p className="refusal" role="alert">
          {unknown}
        </p>
      )}
      <div className="fieldset">
        <div className="field">
          <label htmlFor="kind">{t('editor.kind')}</label>
          <select id="kind" value={kind} onChange={(event) => setKind(event.target.value)}>
            {(['fact', 'subject', 'source'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`editor.kinds.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="id">{t('editor.id')}</label>
          <input id="id" name={kind} autoComplete="off" spellCheck={false} />
        </div>
      </div>
      <div className="actions">
        <button type="submit">{t('editor.open')}</button>
      </div>
    </form>
  );
};

async function presentOf({ query, get }: Asked): Promise<Present | null> {
  const [fact, subject, source] = ['fact', 'subject', 'source'].map((name) => query.get(name) ?? '');
  if (fact !== '') {
    const found = await get<FactDetail>(`/v1/facts/${encodeURIComponent(fact!)}`);
    return presentFact(found, await get<SubjectDetail>(`/v1/subjects/${found.subject.id}`));
  }
  if (subject !== '') return presentSubject(await get<SubjectDetail>(`/v1/subjects/${encodeURIComponent(subject!)}`));
  if (source !== '') return presentSource(await get<SourceDetail>(`/v1/sources/${encodeURIComponent(source!)}`));
  return null;
}
