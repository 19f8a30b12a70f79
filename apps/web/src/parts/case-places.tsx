import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { To } from './links.js';

const PLACES = [
  ['/cases', 'board'],
  ['/cases/statistics', 'statistics'],
  ['/cases/changes', 'changes'],
  ['/reconciliation', 'reconciliation'],
] as const;
/** What narrows cases on the board and in the statistics alike, and is carried from one to the other. */
const SHARED =
  /^(q|status|outcome|sector|state|mechanism|complainant|initiation|petitioner|company|facility|party|measure|asOf|knownAt|recordedBy)$/;
const SHARING: ReadonlySet<string> = new Set(['board', 'statistics']);

/** The pages about all cases, beside one another. */
export const CasePlaces: FC<{ here: (typeof PLACES)[number][0]; query: string }> = ({ here, query }) => {
  const { t } = useTranslation();
  const carried = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => SHARED.test(name)));
  return (
    <nav className="places" aria-label={t('cases.places.label')}>
      <ul>
        {PLACES.map(([path, name]) => (
          <li key={path}>
            <To
              path={carried.size > 0 && SHARING.has(name) ? `${path}?${carried}` : path}
              {...(path === here ? { 'aria-current': 'page' } : {})}
            >
              {t(`cases.places.${name}`)}
            </To>
          </li>
        ))}
      </ul>
    </nav>
  );
};
