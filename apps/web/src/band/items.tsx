import { useTranslation } from 'react-i18next';
import { useMemo, useRef, useState, type FC, type KeyboardEvent } from 'react';
import { dateInWords } from '../parts/dates.js';
import { useAddress } from '../parts/links.js';
import type { Content, Drawn } from './content.js';
import { markOf } from './marks.js';
import type { View } from './view.js';

/**
 * What is drawn in view, one by one, as links for the keyboard and for who cannot see the picture. One of them can be
 * reached with Tab; arrows lead to the others. The picture rings the one that has the focus.
 */
export const Items: FC<{ content: Content; view: View; onFocus: (id: string | null) => void }> = ({
  content,
  view,
  onFocus,
}) => {
  const { t, i18n } = useTranslation();
  const address = useAddress();
  const items = useMemo(() => inView(content, view), [content, view]);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  if (items.length === 0) return null;
  const current = Math.min(at, items.length - 1);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextOf(event.key, current, items.length);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    list.current?.querySelectorAll('a')[next]?.focus();
  };
  return (
    <ul ref={list} className="band-items" aria-label={t('band.inView')} onKeyDown={onKeyDown}>
      {items.map((item, index) => (
        <li key={`${item.type} ${item.id}`}>
          <a
            href={address(pathOf(item))}
            data-fact={item.id}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => {
              setAt(index);
              onFocus(item.id);
            }}
            onBlur={() => onFocus(null)}
          >
            {item.occurred === null ? '' : `${dateInWords(item.occurred, i18n.language)}: `}
            {item.title}
          </a>
        </li>
      ))}
    </ul>
  );
};

function pathOf(item: Drawn): string {
  return item.type === 'milestone' ? `/subjects/${item.subject.id}` : `/facts/${item.id}`;
}

/** The facts whose windows touch a view, in order. */
export function inView({ facts }: Pick<Content, 'facts'>, { from, to }: View): Drawn[] {
  return (facts ?? []).filter(({ occurred }) => {
    if (occurred === null) return false;
    const mark = markOf(occurred);
    return mark.from < to && mark.to > from;
  });
}

function nextOf(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
