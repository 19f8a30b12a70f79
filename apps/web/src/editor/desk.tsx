import { useEffect, useState, type FC, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wrong } from '../parts/api-words.js';
import { InWords } from '../parts/form-problems.js';
import { To } from '../parts/links.js';
import { asking, keepKey, keptKey } from './editing-api.js';
import { KnownSchemas } from './schema-field.js';
import type { Schemas } from './schema.js';

/**
 * What stands around every page of the editor: the key, which is asked for once in a tab, and the description of the API,
 * from which the forms are made.
 */
export const Desk: FC<{ title: string; intro: string; children: ReactNode }> = ({ title, intro, children }) => {
  const { t } = useTranslation();
  return (
    <div className="editor">
      <header className="lead">
        <p className="about">
          <To path="/editor">{t('editor.title')}</To>
        </p>
        <h1>{title}</h1>
        <p>{intro}</p>
      </header>
      <Inner>{children}</Inner>
    </div>
  );
};

const Inner: FC<{ children: ReactNode }> = ({ children }) => {
  const { t } = useTranslation();
  const [key, setKey] = useState<string | null>(null);
  const [schemas, setSchemas] = useState<Schemas | null>(null);
  const [problem, setProblem] = useState<Wrong | null>(null);
  useEffect(() => setKey(keptKey()), []);
  useEffect(() => {
    void asking<{ components: { schemas: Schemas } }>('/openapi.json').then((answer) =>
      answer.ok
        ? setSchemas(answer.body.components.schemas)
        : setProblem({ detail: answer.problem.detail ?? '', type: answer.problem.type }),
    );
  }, []);
  // Written on the server, and by whoever has no script.
  if (key === null) return <p className="note">{t('editor.needsScript')}</p>;
  const change = (next: string): void => {
    keepKey(next);
    setKey(next);
  };
  if (key === '') return <KeyForm onKey={change} />;
  return (
    <>
      <p className="key-kept">
        {t('editor.keyKept')}{' '}
        <button type="button" className="second" onClick={() => change('')}>
          {t('editor.forgetKey')}
        </button>
      </p>
      {problem === null ? null : (
        <p className="refusal" role="alert">
          <InWords wrong={problem} />
        </p>
      )}
      {schemas === null ? null : <KnownSchemas value={schemas}>{children}</KnownSchemas>}
    </>
  );
};

const KeyForm: FC<{ onKey: (key: string) => void }> = ({ onKey }) => {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    if (typeof key === 'string' && key.trim() !== '') onKey(key.trim());
  };
  return (
    <form className="record" method="post" onSubmit={submit}>
      <fieldset>
        <legend>{t('editor.key')}</legend>
        <div className="field">
          <label htmlFor="field-key">{t('editor.keyLabel')}</label>
          <input id="field-key" name="key" type="password" autoComplete="off" spellCheck={false} />
          <p className="hint">{t('editor.keyHint')}</p>
        </div>
        <div className="actions">
          <button type="submit">{t('editor.useKey')}</button>
        </div>
      </fieldset>
    </form>
  );
};
