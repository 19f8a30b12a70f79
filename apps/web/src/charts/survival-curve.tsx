import { area, curveStepAfter, line } from 'd3-shape';
import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Durations } from '../api/answers.js';
import { HeightAxis, heightScale, LengthAxis, lengthScale, Plot, PLOT, round } from './plot.js';
import { IN_DOUBT } from './counts-in-doubt.js';
import { textureOf, Textures } from './textures.js';
import { localeOf } from '../words/locales.js';

/**
 * The share of cases that go on after so many days, by Kaplan and Meier: the lower and the upper curve with what lies
 * between them, one line where nothing is in doubt. Around them the 95 per cent band, which ends where it cannot be
 * estimated, a stroke where a case without an end stands on the last day shown, and the median of each curve where it is reached.
 */
export const SurvivalCurve: FC<{ id: string; title: string; description: string; durations: Durations }> = ({
  id,
  title,
  description,
  durations: { kaplanMeier },
}) => {
  const { i18n } = useTranslation();
  const { curve, censorings, median } = kaplanMeier;
  const last = Math.max(...curve.map(({ days }) => days), ...censorings.map(({ days }) => days), 1);
  const [x, y] = [lengthScale(last), heightScale(1)];
  const share = (value: number): string => value.toLocaleString(localeOf(i18n.language), { style: 'percent' });
  const steps = [{ days: 0, survival: { min: 1, max: 1 }, lower: 1, upper: 1 }, ...curve];
  const points = [...steps, { ...steps.at(-1)!, days: last }];
  const at = (days: number): number => steps.findLast((step) => step.days <= days)?.survival.max ?? 1;
  const curveOf = (end: 'min' | 'max'): string | null =>
    line<(typeof points)[number]>(
      ({ days }) => x(days),
      ({ survival }) => y(survival[end]),
    )
      .curve(curveStepAfter)
      .digits(1)(points);
  const inDoubt = curve.some(({ survival }) => survival.min < survival.max);
  const between = area<(typeof points)[number]>()
    .x(({ days }) => x(days))
    .y0(({ survival }) => y(survival.min))
    .y1(({ survival }) => y(survival.max))
    .curve(curveStepAfter)
    .digits(1);
  const medians = [...new Set([median.min, median.max])].filter((days) => days !== null);
  const banded = steps.filter(({ lower }) => lower !== null);
  const bandEnd = steps.find(({ lower }) => lower === null)?.days ?? last;
  const bandOf = area<(typeof points)[number]>()
    .x(({ days }) => x(days))
    .y0(({ lower }) => y(lower ?? 0))
    .y1(({ upper }) => y(upper ?? 0))
    .curve(curveStepAfter)
    .digits(1);
  return (
    <Plot id={id} title={title} description={description} breadth="half">
      <HeightAxis breadth="half" scale={y} words={share} shares />
      <path className="confidence" d={bandOf([...banded, { ...banded.at(-1)!, days: bandEnd }]) ?? ''} />
      {inDoubt ? (
        <>
          <Textures id={id} names={[IN_DOUBT]} />
          <path className={`series ${IN_DOUBT}`} d={between(points) ?? ''} />
          <path d={between(points) ?? ''} fill={textureOf(id, IN_DOUBT)} />
          <path className="curve" d={curveOf('min') ?? ''} />
        </>
      ) : null}
      <path className="curve" d={curveOf('max') ?? ''} />
      <g className="censored">
        {censorings.map(({ days }) => (
          <line
            key={days}
            x1={round(x(days))}
            x2={round(x(days))}
            y1={round(y(at(days))) - 6}
            y2={round(y(at(days))) + 6}
          />
        ))}
      </g>
      {medians.map((days) => (
        <path key={days} className="median" d={`M${PLOT.left},${round(y(0.5))} H${round(x(days))} V${round(y(0))}`} />
      ))}
      <LengthAxis scale={x} language={i18n.language} />
    </Plot>
  );
};
