import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Series } from './legend.js';
import { LengthAxis, lengthScale, Plot, PLOT, round } from './plot.js';
import { textureOf, Textures } from './textures.js';
import { localeOf } from '../words/locales.js';

/** One bar: what it is about, and how much of each series it holds. */
export interface Bar {
  key: string;
  words: string;
  counts: Readonly<Record<string, number>>;
  /** What stands behind the bar in place of the sum of its counts. */
  total?: string;
}

const [ROW, THICK, NAMES] = [34, 18, 12];

/** Counts side by side, each bar under its own words. */
export const StackedBars: FC<{
  id: string;
  title: string;
  description: string;
  bars: readonly Bar[];
  series: readonly Series[];
}> = ({ id, title, description, bars, series }) => {
  const { i18n } = useTranslation();
  const names = series.map(({ name }) => name);
  const totals = bars.map(({ counts }) => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0));
  const x = lengthScale(Math.max(...totals));
  const [left, bottom] = [PLOT.left, bars.length * ROW + NAMES];
  return (
    <Plot id={id} title={title} description={description} breadth="half" height={bottom + PLOT.bottom}>
      <Textures id={id} names={names} />
      <line className="grid" x1={left} x2={left} y1="0" y2={bottom} />
      {bars.map(({ key, words, counts, total }, row) => {
        let sum = 0;
        return (
          <g key={key} transform={`translate(0 ${row * ROW})`}>
            <text className="bar-words" x={left + 2} y={NAMES}>
              {words}
            </text>
            {names.map((name) => {
              const count = counts[name] ?? 0;
              const from = x(sum);
              sum += count;
              const place = { x: round(from), y: NAMES + 4, width: round(x(sum) - from), height: THICK - 4 };
              const texture = textureOf(id, name);
              return count === 0 ? null : (
                <g key={name}>
                  <rect className={`series ${name}`} {...place} />
                  {texture === undefined ? null : <rect fill={texture} {...place} />}
                </g>
              );
            })}
            <text className="bar-count" x={round(x(sum)) + 6} y={NAMES + THICK - 3}>
              {total ?? sum.toLocaleString(localeOf(i18n.language))}
            </text>
          </g>
        );
      })}
      <LengthAxis scale={x} language={i18n.language} at={bottom} />
    </Plot>
  );
};
