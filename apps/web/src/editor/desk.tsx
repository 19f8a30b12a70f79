import { useEffect, useState, type FC, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wrong } from '../parts/api-words.js';
import { InWords } from '../parts/form-problems.js';
import { To } from '../parts/links.js';
import { asking, keepKey, keptKey, type Answered } from './editing-api.js';
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

/** What is known of the key: it was not looked for yet, is missing, is kept, or was refused. */
type Known = 'nothing' | 'missing' | 'kept' | 'refused';

const Inner: FC<{ children: ReactNode }> = ({ children }) => {
  const { t } = useTranslation();
  const [known, setKnown] = useState<Known>('nothing');
  const [schemas, setSchemas] = useState<Schemas | null>(null);
  const [problem, setProblem] = useState<Wrong | null>(null);
  const use = async (key: string): Promise<void> => {
    // No header can carry it.
    if (/[^\x21-\x7e]/.test(key)) return setKnown('refused');
    const answer = await asking<{ components: { schemas: Schemas } }>('/openapi.json', { key });
    setProblem(
      answer.ok || isOfKey(answer) ? null : { detail: answer.problem.detail ?? '', type: answer.problem.type },
    );
    if (answer.ok) setSchemas(answer.body.components.schemas);
    // A service that does not answer tells nothing of the key.
    keepKey(!answer.ok && isOfKey(answer) ? '' : key);
    setKnown(!answer.ok && isOfKey(answer) ? 'refused' : 'kept');
  };
  useEffect(() => {
    const key = keptKey();
    setKnown(key === '' ? 'missing' : 'kept');
    if (key !== '') void use(key);
  }, []);
  const forget = (): void => {
    keepKey('');
    setProblem(null);
    setKnown('missing');
  };
  // Written on the server, and by whoever has no script.
  if (known === 'nothing') return <p className="note">{t('editor.needsScript')}</p>;
  if (known !== 'kept') return <KeyForm isRefused={known === 'refused'} onKey={use} />;
  return (
    <>
      <p className="key-kept">
        {t('editor.keyKept')}{' '}
        <button type="button" className="second" onClick={forget}>
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

/** Whether an answer says that the key is none of this service, or is not valid any more. */
function isOfKey(answer: Answered<unknown>): boolean {
  return !answer.ok && answer.status === 401;
}

const KeyForm: FC<{ isRefused: boolean; onKey: (key: string) => Promise<void> }> = ({ isRefused, onKey }) => {
  const { t } = useTranslation();
  const [isChecking, setChecking] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    if (isChecking || typeof key !== 'string' || key.trim() === '') return;
    setChecking(true);
    void onKey(key.trim()).finally(() => setChecking(false));
  };
  const isTold = isRefused && !isChecking;
  return (
    <form className="record" method="post" onSubmit={submit}>
      <fieldset>
        <legend>{t('editor.key')}</legend>
        <div className="field">
          <label htmlFor="field-key">{t('editor.keyLabel')}</label>
          <input
            id="field-key"
            name="key"
            type="password"
            autoComplete="off"
            spellCheck={false}
            {...(isTold ? { 'aria-invalid': true, 'aria-describedby': 'problem-key' } : {})}
          />
          {isTold ? (
            <p className="wrong" id="problem-key" role="alert">
              {t('editor.keyRefused')}
            </p>
          ) : null}
          <p className="hint">{t('editor.keyHint')}</p>
        </div>
        <div className="actions">
          <button type="submit">{t('editor.useKey')}</button>
        </div>
      </fieldset>
    </form>
  );
};
