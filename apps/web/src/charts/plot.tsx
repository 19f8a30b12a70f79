import { scaleLinear, scaleUtc, type ScaleLinear, type ScaleTime } from 'd3-scale';
import type { FC, ReactNode } from 'react';
import { localeOf } from '../words/locales.js';

/** The height of a drawing in its own units, and the room around what is plotted. */
export const PLOT = { height: 300, left: 44, right: 14, top: 12, bottom: 34 } as const;

/** How wide drawings are in their own units, so that their words are of a size wherever they stand. */
export const WIDTHS = { half: 520, whole: 1080 } as const;
/** Whether a drawing takes the whole width of a page or half of it. */
export type Breadth = keyof typeof WIDTHS;

/** Where what is plotted ends below. */
export const BOTTOM = PLOT.height - PLOT.bottom;
/** Room for a number behind the longest bar. */
const NUMBER = 28;

/** Days along the drawing. @param first @param last as the API writes them (YYYY-MM-DD, UTC) */
export function dayScale(first: string, last: string, breadth: Breadth): ScaleTime<number, number> {
  return scaleUtc([new Date(`${first}T00:00:00Z`), new Date(`${last}T24:00:00Z`)], [PLOT.left, rightOf(breadth)]);
}

/** A length or a count along the drawing, from 0 on. */
export function lengthScale(most: number): ScaleLinear<number, number> {
  return scaleLinear([0, Math.max(most, 1)], [PLOT.left, rightOf('half') - NUMBER]);
}

/** A count or a share up the drawing, from 0 on. */
export function heightScale(most: number): ScaleLinear<number, number> {
  return scaleLinear([0, Math.max(most, 1)], [BOTTOM, PLOT.top]);
}

/** The drawing with its title and description, which screen readers tell instead of its shapes. */
export const Plot: FC<{
  id: string;
  title: string;
  description: string;
  breadth: Breadth;
  height?: number;
  children: ReactNode;
}> = ({ id, title, description, breadth, height = PLOT.height, children }) => (
  <svg
    className={`plot ${breadth}`}
    viewBox={`0 0 ${WIDTHS[breadth]} ${height}`}
    role="img"
    aria-labelledby={`${id}-title`}
    aria-describedby={`${id}-description`}
  >
    <title id={`${id}-title`}>{title}</title>
    <desc id={`${id}-description`}>{description}</desc>
    {children}
  </svg>
);

/** Years or months under a drawing, as many as have room. */
export const DayAxis: FC<{ scale: ScaleTime<number, number>; language: string; at?: number }> = ({
  scale,
  language,
  at = BOTTOM,
}) => {
  const ticks = scale.ticks(7);
  const monthly = ticks.every((tick) => tick.getUTCDate() === 1);
  const yearly = monthly && ticks.every((tick) => tick.getUTCMonth() === 0);
  const words = new Intl.DateTimeFormat(localeOf(language), {
    year: 'numeric',
    ...(yearly ? {} : { month: 'short' }),
    ...(monthly ? {} : { day: 'numeric' }),
    timeZone: 'UTC',
  });
  return <LowerAxis bottom={at} ticks={ticks.map((tick) => ({ at: scale(tick), words: words.format(tick) }))} />;
};

/** Numbers under a drawing. */
export const LengthAxis: FC<{ scale: ScaleLinear<number, number>; language: string; at?: number }> = ({
  scale,
  language,
  at = BOTTOM,
}) => (
  <LowerAxis
    bottom={at}
    ticks={whole(scale.ticks(8)).map((tick) => ({ at: scale(tick), words: tick.toLocaleString(localeOf(language)) }))}
  />
);

const LowerAxis: FC<{ ticks: readonly { at: number; words: string }[]; bottom: number }> = ({ ticks, bottom }) => (
  <g className="axis">
    {ticks.map(({ at, words }) => (
      <g key={words} transform={`translate(${round(at)} ${bottom})`}>
        <line y2="5" />
        <text y="20" textAnchor="middle">
          {words}
        </text>
      </g>
    ))}
  </g>
);

/** Counts or shares beside a drawing, with a thin line across it for each. */
export const HeightAxis: FC<{
  breadth: Breadth;
  scale: ScaleLinear<number, number>;
  words: (value: number) => string;
  shares?: true;
}> = ({ breadth, scale, words, shares }) => (
  <g className="axis">
    {(shares === true ? scale.ticks(4) : whole(scale.ticks(5))).map((tick) => (
      <g key={tick} transform={`translate(0 ${round(scale(tick))})`}>
        <line className="grid" x1={PLOT.left} x2={rightOf(breadth)} />
        <text x={PLOT.left - 8} dy="0.32em" textAnchor="end">
          {words(tick)}
        </text>
      </g>
    ))}
  </g>
);

function rightOf(breadth: Breadth): number {
  return WIDTHS[breadth] - PLOT.right;
}

/** Enough digits for any screen. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function whole(ticks: readonly number[]): number[] {
  return ticks.filter(Number.isInteger);
}
