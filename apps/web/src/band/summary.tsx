import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { dayInWords } from '../parts/dates.js';
import type { Content } from './content.js';
import { dayNumber, isoDay } from './days.js';
import { inView } from './items.js';
import type { LaneName } from './layout.js';
import type { View } from './view.js';

/** What the picture shows, in words; told anew when it stands still. */
export const Summary: FC<{ content: Content; view: View; nameOf: LaneName }> = ({ content, view, nameOf }) => {
  const { t, i18n } = useTranslation();
  const from = dayInWords(isoDay(view.from), i18n.language);
  const to = dayInWords(isoDay(Math.ceil(view.to) - 1), i18n.language);
  const lanes = fullest(content, view, nameOf)
    .map(({ label, count }) => `${label} ${count.toLocaleString(i18n.language)}`)
    .join(', ');
  const count = content.facts === null ? counted(content, view) : inView(content, view).length;
  const told = content.facts === null ? t('band.counts', { from, to, count }) : t('band.facts', { from, to, count });
  return (
    <p id="band-summary" className="band-summary" role="status">
      {told} {content.facts === null && lanes !== '' ? `${t('band.most', { lanes })} ` : null}
      {content.wider > 0 ? t('band.wider', { count: content.wider }) : null}
    </p>
  );
};

/** Which spans of the counts lie in a view. */
function spansIn({ density }: Content, { from, to }: View): number[] {
  return density.spans.flatMap((span, index) =>
    dayNumber(span.from) < to && dayNumber(span.to) >= from ? [index] : [],
  );
}

/** How many facts begin in a view. Facts in several lanes are not told twice: the share of the lanes is. */
function counted(content: Content, view: View): number {
  const spans = spansIn(content, view);
  if (spans.length === content.density.spans.length) return content.density.total;
  const lanes = [...content.density.lanes, ...(content.density.others === null ? [] : [content.density.others])];
  const all = lanes.reduce((sum, { total }) => sum + total, 0);
  const here = lanes.reduce((sum, { counts }) => sum + spans.reduce((part, index) => part + counts[index]!, 0), 0);
  return all === 0 ? 0 : Math.round((content.density.total * here) / all);
}

function fullest(content: Content, view: View, nameOf: LaneName): { label: string; count: number }[] {
  const spans = spansIn(content, view);
  return content.density.lanes
    .map(({ lane, label, counts }) => ({
      label: nameOf(lane, label),
      count: spans.reduce((sum, index) => sum + counts[index]!, 0),
    }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, 4);
}
