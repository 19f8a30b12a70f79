import type { Content, Drawn, LaneKind } from './content.js';
import { lanesOf, markOf, standingOf, type Mark, type Standing } from './marks.js';
import type { View } from './view.js';

/** A lane with its place in pixels. `id` is null for what has no lane of its own. */
export interface Lane {
  id: string | null;
  label: string;
  total: number;
  counts: readonly number[];
  top: number;
  height: number;
  /** So much of its height is for its name, above what is drawn; nothing where names stand beside the lanes. */
  named: number;
}

/** A fact with its place in pixels. */
export interface Placed {
  item: Drawn;
  mark: Mark;
  standing: Standing;
  x0: number;
  x1: number;
  y: number;
  /** How high it is drawn. */
  high: number;
  /** How much room there is behind it for its title. */
  room: number;
}

/** How high a mark is. */
const HIGH = 9;
/** From the middle of one row of facts to that of the next. */
export const ROW = 15;
/** The least width of a mark. */
const LEAST = 9;
/** How high a row of what is longer than most of the picture is: many such run beside one another, and say little. */
const THIN_ROW = 6;
/** From this share of the picture on a mark is thin. */
const LONG = 0.6;
/** So much of a title is worth showing. */
const TITLE = 110;

/** The lanes of what is shown, one under the other: fuller ones get more room. @param named room for a name in each */
export function lanesFor(
  { density }: Pick<Content, 'density'>,
  height: number,
  nameOf: LaneName,
  named: number,
): Lane[] {
  const told = density.lanes.map((lane) => ({ ...lane, id: lane.lane, label: nameOf(lane.lane, lane.label) }));
  if (density.others !== null)
    told.push({ ...density.others, lane: null, id: null, label: nameOf(null, String(density.others.lanes)) });
  const weights = told.map(({ total }) => 2 + Math.sqrt(total));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const least = Math.min(ROW * 1.6 + named, height / told.length);
  const spare = height - least * told.length;
  let top = 0;
  return told.map((lane, index) => {
    const placed = { ...lane, named, top, height: least + (spare * weights[index]!) / sum };
    top += placed.height;
    return placed;
  });
}

/** What a lane is called in the language of the page. */
export type LaneName = (id: string | null, label: string) => string;

/** Where every fact is drawn: in the first row of its lane that is free, with room for titles where there is some. */
export function place(
  facts: readonly Drawn[],
  lanes: readonly Lane[],
  kind: LaneKind,
  view: View,
  width: number,
): Placed[] {
  const scale = width / (view.to - view.from);
  const inLane = new Map<Lane, Placed[]>();
  for (const item of facts) {
    if (item.occurred === null) continue;
    const mark = markOf(item.occurred);
    const [x0, x1] = ends(mark, view, scale, width);
    if (x1 < -60 || x0 > width + 60) continue;
    for (const lane of homesOf(item, lanes, kind)) {
      const placed = { item, mark, standing: standingOf(item), x0, x1, y: 0, high: HIGH, room: 0 };
      inLane.set(lane, [...(inLane.get(lane) ?? []), placed]);
    }
  }
  return [...inLane].flatMap(([lane, items]) => intoRows(items, lane, width));
}

/** The lanes in which a fact is drawn: its own, or where it has none among these, that of all others or the last one. */
export function homesOf<L extends Pick<Lane, 'id'>>(item: Drawn, lanes: readonly L[], kind: LaneKind): L[] {
  const named = lanesOf(item, kind);
  const own = lanes.filter(({ id }) => id !== null && named.includes(id));
  if (own.length > 0) return own;
  const rest = lanes.find(({ id }) => id === null) ?? lanes.at(-1);
  return rest === undefined ? [] : [rest];
}

function ends(mark: Mark, view: View, scale: number, width: number): [number, number] {
  const x0 = mark.from === -Infinity ? -40 : (mark.from - view.from) * scale;
  const x1 = mark.to === Infinity ? width + 40 : (mark.to - view.from) * scale;
  const lacking = LEAST - (x1 - x0);
  return lacking > 0 ? [x0 - lacking / 2, x1 + lacking / 2] : [x0, x1];
}

function intoRows(items: Placed[], lane: Lane, width: number): Placed[] {
  const isLong = ({ x0, x1 }: Placed): boolean => Math.min(x1, width) - Math.max(x0, 0) > width * LONG;
  const long = items.filter(isLong);
  const short = items.filter((item) => !isLong(item)).toSorted((one, other) => one.x0 - other.x0);
  const share = short.length === 0 ? 1 : 0.45;
  const high = lane.height - lane.named;
  const thin = Math.min(long.length, Math.max(1, Math.floor(((high - 6) * share) / THIN_ROW)));
  const count = Math.max(1, Math.floor((high - 6 - thin * THIN_ROW) / ROW));
  const loose = assign(short, count, TITLE) ?? assign(short, count, 2);
  const rows = (loose ?? crowd(short, count)).filter((row) => row.length > 0);
  const top = lane.top + lane.named + (high - rows.length * ROW - thin * THIN_ROW) / 2;
  long.forEach((placed, index) => {
    placed.high = THIN_ROW - 2;
    placed.y = top + rows.length * ROW + ((index % thin) + 0.5) * THIN_ROW;
  });
  rows.forEach((row, index) =>
    row.forEach((placed, at) => {
      placed.y = top + (index + 0.5) * ROW;
      const free = (row[at + 1]?.x0 ?? width) - Math.max(placed.x1, 0) - 8;
      placed.room = loose === null ? 0 : Math.max(0, free);
    }),
  );
  return [...long, ...short];
}

/** Each item into the first row in which nothing is in its way; null where the rows do not suffice. */
function assign(items: readonly Placed[], count: number, gap: number): Placed[][] | null {
  const rows: Placed[][] = Array.from({ length: count }, () => []);
  for (const item of items) {
    const row = rows.find((one) => one.length === 0 || one.at(-1)!.x1 + gap <= item.x0);
    if (row === undefined) return null;
    row.push(item);
  }
  return rows;
}

/** More than there is room for: in turn, one over the other. */
function crowd(items: readonly Placed[], count: number): Placed[][] {
  return Array.from({ length: count }, (_, row) => items.filter((_item, index) => index % count === row));
}
