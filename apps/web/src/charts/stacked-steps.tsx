import { area, curveStepAfter, stack } from 'd3-shape';
import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Series } from './legend.js';
import { BOTTOM, DayAxis, dayScale, HeightAxis, heightScale, Plot, PLOT, round, type Breadth } from './plot.js';
import { textureOf, Textures } from './textures.js';
import { localeOf } from '../words/locales.js';

/** Counts at the end of a span of days. */
export interface Step {
  /** YYYY-MM-DD, UTC. */
  from: string;
  to: string;
  counts: Readonly<Record<string, number>>;
}

/** Counts over time, one series on another, level through each step. There is at least one step. */
export const StackedSteps: FC<{
  id: string;
  title: string;
  description: string;
  breadth: Breadth;
  steps: readonly Step[];
  series: readonly Series[];
  /** The day of the newest news (YYYY-MM-DD, UTC), where the steps go on beyond it: what comes after it is marked. */
  news?: string | undefined;
}> = ({ id, title, description, breadth, steps, series, news }) => {
  const { i18n } = useTranslation();
  const names = series.map(({ name }) => name);
  const layers = stack<Step, string>()
    .keys(names)
    .value(({ counts }, name) => counts[name] ?? 0)([...steps]);
  const most = Math.max(...layers.flatMap((layer) => layer.map(([, upper]) => upper)));
  const [x, y] = [dayScale(steps[0]!.from, steps.at(-1)!.to, breadth), heightScale(most)];
  const shape = area<{ day: Date; low: number; high: number }>()
    .x(({ day }) => x(day))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high))
    .curve(curveStepAfter)
    .digits(1);
  const pathOf = (layer: (typeof layers)[number]): string => {
    // A level that goes on needs no further point.
    const points = layer.flatMap(([low, high], index) => {
      const before = layer[index - 1];
      const goesOn = before !== undefined && before[0] === low && before[1] === high;
      return goesOn ? [] : [{ day: start(steps[index]!.from), low, high }];
    });
    return shape([...points, { ...points.at(-1)!, day: x.domain()[1]! }]) ?? '';
  };
  return (
    <Plot id={id} title={title} description={description} breadth={breadth}>
      <Textures id={id} names={names} />
      <HeightAxis breadth={breadth} scale={y} words={(count) => count.toLocaleString(localeOf(i18n.language))} />
      {layers.map((layer) => {
        const texture = textureOf(id, layer.key);
        const path = pathOf(layer);
        return (
          <g key={layer.key}>
            <path className={`series ${layer.key}`} d={path} />
            {texture === undefined ? null : <path d={path} fill={texture} />}
          </g>
        );
      })}
      {news === undefined ? null : <AfterNews from={x(end(news))} to={x.range()[1]!} />}
      <DayAxis scale={x} language={i18n.language} />
    </Plot>
  );
};

/** Marks the part of a drawing for which there is no news, from the end of the day of the newest one on. */
const AfterNews: FC<{ from: number; to: number }> = ({ from, to }) => (
  <g className="after-news">
    <rect x={round(from)} y={PLOT.top} width={round(to - from)} height={BOTTOM - PLOT.top} />
    <line x1={round(from)} x2={round(from)} y1={PLOT.top} y2={BOTTOM} />
  </g>
);

function end(day: string): Date {
  return new Date(`${day}T24:00:00Z`);
}

function start(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
