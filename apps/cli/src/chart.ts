import { plot } from 'simple-ascii-chart';
import type { Terminal } from './terminal.js';

/** The least and the most of a value for each step of time; the label of a step stands below it where there is room. */
export interface ChartedStep {
  label: string;
  value: { min: number; max: number };
}

const HEIGHT = 6;
/** What an axis takes beside the plot, and how many columns a label has to itself. */
const MARGIN = 8;
const LABEL = 10;

/**
 * A line over steps of time as a small chart that fits the terminal, or two where the least and the most differ; nothing
 * for fewer than two steps.
 */
export function chartOf(terminal: Terminal, title: string, steps: readonly ChartedStep[]): string {
  if (steps.length < 2) return '';
  const width = Math.max(20, terminal.width - MARGIN);
  const most = Math.max(1, ...steps.map(({ value }) => value.max));
  const curve = (end: 'min' | 'max'): [number, number][] => steps.map(({ value }, index) => [index, value[end]]);
  const inDoubt = steps.some(({ value }) => value.min !== value.max);
  const chart = plot(inDoubt ? [curve('max'), curve('min')] : curve('max'), {
    width,
    height: HEIGHT,
    yRange: [0, most],
    customYAxisTicks: [...new Set([0, Math.round(most / 2), most])],
    customXAxisTicks: labelled(steps.length, Math.floor(width / LABEL)),
    formatter: (value, { axis }) => (axis === 'x' ? (steps[value]?.label ?? '') : value),
  });
  const lines = chart.split('\n').filter((line) => line.trim() !== '');
  return [terminal.look('bold', title), ...lines.map((line) => terminal.look('cyan', line.trimEnd()))].join('\n');
}

/** Which steps carry a label: evenly spread, the first one among them. */
function labelled(count: number, room: number): number[] {
  const every = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);
}
