import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import { dayInWords } from '../parts/dates.js';
import type { Content, Drawn, LaneKind } from './content.js';
import { dayNumber, isoDay } from './days.js';
import { inView } from './items.js';
import { homesOf, type LaneName } from './layout.js';
import type { View } from './view.js';
import { localeOf } from '../words/locales.js';

/** What the picture shows, in words; told anew when it stands still. */
export const Summary: FC<{ content: Content; view: View; kind: LaneKind; nameOf: LaneName }> = ({
  content,
  view,
  kind,
  nameOf,
}) => {
  const { t, i18n } = useTranslation();
  const from = dayInWords(isoDay(view.from), i18n.language);
  const to = dayInWords(isoDay(Math.ceil(view.to) - 1), i18n.language);
  const facts = content.facts === null ? null : inView(content, view);
  const lanes = fullest(content, facts === null ? begunIn(content, view) : drawnIn(facts, content, kind), nameOf)
    .map(({ label, count }) => `${label} ${count.toLocaleString(localeOf(i18n.language))}`)
    .join(', ');
  const told =
    facts === null
      ? t('band.counts', { from, to, count: counted(content, view) })
      : t('band.facts', { from, to, count: facts.length });
  return (
    <p id="band-summary" className="band-summary" role="status">
      {told} {lanes === '' ? null : `${t('band.most', { lanes })} `}
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

/** How much lies in a lane, by its id. */
type CountOf = (id: string | null) => number;

function begunIn(content: Content, view: View): CountOf {
  const spans = spansIn(content, view);
  const counts = new Map(content.density.lanes.map((one) => [one.lane, one.counts]));
  return (id) => spans.reduce((sum, index) => sum + (counts.get(id)?.[index] ?? 0), 0);
}

/** By the lanes in which they are drawn, as the picture has them. */
function drawnIn(facts: readonly Drawn[], { density }: Content, kind: LaneKind): CountOf {
  const lanes = [
    ...density.lanes.map(({ lane }) => ({ id: lane })),
    ...(density.others === null ? [] : [{ id: null }]),
  ];
  const counts = new Map<string | null, number>();
  for (const { id } of facts.flatMap((item) => homesOf(item, lanes, kind))) counts.set(id, (counts.get(id) ?? 0) + 1);
  return (id) => counts.get(id) ?? 0;
}

function fullest({ density }: Content, countOf: CountOf, nameOf: LaneName): { label: string; count: number }[] {
  return density.lanes
    .map(({ lane, label }) => ({ label: nameOf(lane, label), count: countOf(lane) }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, 4);
}
