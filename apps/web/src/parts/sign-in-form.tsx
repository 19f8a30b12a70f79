import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { ApiProblem } from '../page.js';
import { useApiWords } from './api-words.js';
import { useAddress } from './links.js';

/** The page of the form, to which the form is sent too. */
export const SIGN_IN = '/sign-in';

/** Why a page is not shown, where that is. */
type Refused = { status: number; problem: ApiProblem['problem'] } | null;

/** Whether a page is not shown since a key is missing, or the one that was sent is not valid. */
export function isKeyProblem(refused: Refused): boolean {
  return refused?.status === 401;
}

/** In place of a page that needs a key: the form, which leads back to that page. */
export const SignInView: FC<{ path: string; query: string; problem: Refused }> = ({ path, query, problem }) => {
  const parameters = new URLSearchParams(query);
  const here = query === '' ? path : `${path}?${query}`;
  const isMissing = problem === null || problem.problem.type?.endsWith('/key-missing') === true;
  return (
    <SignInForm
      back={path === SIGN_IN ? (parameters.get('back') ?? '/') : here}
      problem={isMissing ? null : problem.problem}
    />
  );
};

const SignInForm: FC<{ back: string; problem: ApiProblem['problem'] | null }> = ({ back, problem }) => {
  const { t } = useTranslation();
  const address = useAddress();
  const words = useApiWords().problem(problem ?? {});
  return (
    <form className="sign-in" method="post" action={address(SIGN_IN)}>
      <h1>{t('signIn.title')}</h1>
      {problem === null ? null : (
        <p className="wrong" role="alert" id="sign-in-problem" {...(words === undefined && { lang: 'en' })}>
          {words ?? problem.detail}
        </p>
      )}
      <p id="sign-in-hint">{t('signIn.hint')}</p>
      <input type="hidden" name="back" value={back} />
      <p>
        <label htmlFor="sign-in-key">{t('signIn.key')}</label>{' '}
        <input
          id="sign-in-key"
          name="key"
          type="password"
          autoComplete="off"
          spellCheck={false}
          required
          aria-describedby={problem === null ? 'sign-in-hint' : 'sign-in-problem sign-in-hint'}
          {...(problem !== null && { 'aria-invalid': true })}
        />
      </p>
      <p>
        <button type="submit">{t('signIn.button')}</button>
      </p>
    </form>
  );
};

/** Ends the session of the browser. */
export const SignOut: FC = () => {
  const { t } = useTranslation();
  const address = useAddress();
  return (
    <form method="post" action="/sign-out">
      <input type="hidden" name="back" value={address(SIGN_IN)} />
      <button type="submit" className="second">
        {t('signIn.out')}
      </button>
    </form>
  );
};
