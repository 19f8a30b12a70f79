import { useTranslation } from 'react-i18next';
import { useLayoutEffect, useRef, type FC } from 'react';
import { dateInWords, spanInWords } from '../parts/dates.js';
import type { Placed } from './layout.js';
import { standingOf } from './marks.js';
import type { Under } from './stage.js';

/** What lies under the mouse or has the focus. Links and summary tell the same to who cannot see it. */
export const Tooltip: FC<{ under: Under; placeOf: (placed: Placed) => { x: number; y: number } }> = ({
  under,
  placeOf,
}) => {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current!;
    const { x, y } = 'placed' in under ? placeOf(under.placed) : under;
    const { clientWidth } = element.parentElement!;
    const left = Math.min(Math.max(x - element.offsetWidth / 2, 4), clientWidth - element.offsetWidth - 4);
    element.style.left = `${left}px`;
    element.style.top = `${y > element.offsetHeight + 20 ? y - element.offsetHeight - 14 : y + 16}px`;
  });
  return (
    <div ref={box} className="band-tooltip" aria-hidden="true">
      {'placed' in under ? <AboutFact placed={under.placed} /> : <AboutCount under={under} />}
    </div>
  );
};

const AboutFact: FC<{ placed: Placed }> = ({ placed: { item } }) => {
  const { t, i18n } = useTranslation();
  const standing = standingOf(item);
  return (
    <>
      <p className="when">{item.occurred === null ? null : dateInWords(item.occurred, i18n.language)}</p>
      <p>
        <strong dir="auto">{item.title}</strong>
      </p>
      <p className="known" dir="auto">
        {item.subject.name}
        {standing === 'happened' ? null : ` · ${t(`band.standing.${standing}`)}`}
      </p>
    </>
  );
};

const AboutCount: FC<{ under: Exclude<Under, { placed: Placed }> }> = ({ under: { lane, count, from, to } }) => {
  const { t, i18n } = useTranslation();
  return (
    <>
      <p className="when">{spanInWords(from, to, i18n.language)}</p>
      <p>
        <strong>{t('band.count', { count })}</strong> {lane}
      </p>
    </>
  );
};
