import { definePage } from '../page.js';
import { SIGN_IN, SignInView } from '../parts/sign-in-form.js';

/** The form that takes a key, by itself; a page that needs a key shows the same in its place. */
export const signInPage = definePage<{ query: string }>({
  name: 'sign-in',
  path: SIGN_IN,
  load: (asked) => Promise.resolve({ query: asked.query.toString() }),
  title: (_data, t) => t('signIn.title'),
  dataPath: () => null,
  View: ({ data: { query } }) => <SignInView path={SIGN_IN} query={query} problem={null} />,
});
