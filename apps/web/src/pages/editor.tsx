import { useTranslation } from 'react-i18next';
import { Desk } from '../editor/desk.js';
import { definePage } from '../page.js';
import { To } from '../parts/links.js';

/** The desk of an editor: what can be done with a key. */
export const editorPage = definePage<null>({
  name: 'editor',
  path: '/editor',
  load: async () => null,
  title: (_data, t) => t('editor.title'),
  dataPath: () => null,
  View: () => {
    const { t } = useTranslation();
    return (
      <Desk title={t('editor.title')} intro={t('editor.intro')}>
        <ul className="desk">
          {(['source', 'subject', 'fact'] as const).map((kind) => (
            <li key={kind}>
              <To path={`/editor/record?kind=${kind}`}>{t(`editor.new.${kind}`)}</To>
              <p className="hint">{t(`editor.newHint.${kind}`)}</p>
            </li>
          ))}
          <li>
            <To path="/editor/change">{t('editor.change')}</To>
            <p className="hint">{t('editor.changeHint')}</p>
          </li>
          <li>
            <To path="/editor/import">{t('editor.import')}</To>
            <p className="hint">{t('editor.importHint')}</p>
          </li>
        </ul>
      </Desk>
    );
  },
});
