import { z } from 'zod';
import { median, type Figures } from './figures.js';
import type { Measurement, Outcome } from './measurement.js';

const figure = z.number().nonnegative().nullable();

/** One row of `bench/results/latest.json`. Ratios are written so that more is better, whatever the unit. */
export const resultRow = z.strictObject({
  name: z.string().min(1),
  unit: z.string().min(1),
  ours: z.number().nonnegative(),
  peer: figure,
  peerName: z.string().nullable(),
  floor: figure,
  floorName: z.string().nullable(),
  ratioToPeer: figure,
  ratioToFloor: figure,
  target: z.strictObject({
    ratioToPeer: z.number().positive().optional(),
    ratioToFloor: z.number().positive().optional(),
    value: z.number().positive().optional(),
  }),
  note: z.string().min(1),
});

/** A measurement as it is told. */
export type ResultRow = z.infer<typeof resultRow>;

/** What the rounds add up to: medians, the ratios of the medians, and in the note the spread of the rounds and the circumstances. */
export function resultOf(measurement: Measurement, { ours, peer, floor }: Figures, circumstances: string): ResultRow {
  const { name, unit, better, target, peerName, floorName, note } = measurement;
  const mine = middle(ours);
  const ratio = (theirs: number | null): number | null => {
    if (theirs === null || theirs === 0 || mine === 0) return null;
    return rounded(better === 'more' ? mine / theirs : theirs / mine);
  };
  const peers = peer.length > 0 ? middle(peer) : null;
  const floors = floor.length > 0 ? middle(floor) : null;
  const spread = [told('ours', ours), told('peer', peer), told('floor', floor)].filter((words) => words !== '');
  return {
    name,
    unit,
    ours: rounded(mine),
    peer: peers === null ? null : rounded(peers),
    peerName: peers === null ? null : (peerName ?? null),
    floor: floors === null ? null : rounded(floors),
    floorName: floors === null ? null : (floorName ?? null),
    ratioToPeer: ratio(peers),
    ratioToFloor: ratio(floors),
    target,
    note: `${note} Rounds (least to most): ${spread.join('; ')}. ${circumstances}`,
  };
}

/** What was asked of a row, part by part in words, and whether it is reached. */
export function askedOf(row: ResultRow, better: 'more' | 'less'): { asked: string; isReached: boolean }[] {
  const { ratioToPeer, ratioToFloor, value } = row.target;
  const parts: { asked: string; isReached: boolean }[] = [];
  if (ratioToPeer !== undefined)
    parts.push({ asked: `${ratioToPeer} × peer`, isReached: (row.ratioToPeer ?? 0) >= ratioToPeer });
  if (ratioToFloor !== undefined)
    parts.push({ asked: `${ratioToFloor} × floor`, isReached: (row.ratioToFloor ?? 0) >= ratioToFloor });
  if (value !== undefined)
    parts.push({ asked: `${value} ${row.unit}`, isReached: better === 'more' ? row.ours >= value : row.ours <= value });
  return parts;
}

function middle(outcomes: readonly Outcome[]): number {
  return median(outcomes.map(({ value }) => value));
}

function told(side: string, outcomes: readonly Outcome[]): string {
  if (outcomes.length === 0) return '';
  const values = outcomes.map(({ value }) => value);
  const range = `${side} ${rounded(Math.min(...values))} to ${rounded(Math.max(...values))} in ${values.length}`;
  const names = Object.keys(outcomes[0]?.details ?? {});
  const details = names.map((name) => `${name} ${rounded(median(outcomes.map(({ details: d }) => d?.[name] ?? 0)))}`);
  return details.length === 0 ? range : `${range} (${details.join(', ')})`;
}

/** Three figures are what such measurements bear. */
function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
