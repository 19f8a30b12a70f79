import { dayNumber } from './days.js';
import { paintMark } from './paint-mark.js';
import type { Scene } from './scene.js';
import { shortened } from './shortened.js';
import { ticksOf } from './ticks.js';

/** How high the line of dates under the lanes is. */
export const AXIS = 26;

/** Draws the band. A canvas, since a picture of two thousand bars or of two hundred facts is wanted sixty times a second. */
export function paint(context: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height, gutter, colours } = scene;
  context.clearRect(0, 0, width, height);
  context.font = `12px ${colours.font}`;
  context.textBaseline = 'middle';
  context.save();
  context.beginPath();
  context.rect(gutter, 0, width - gutter, height);
  context.clip();
  context.translate(gutter, 0);
  paintLanes(context, scene);
  paintTicks(context, scene);
  if (scene.placed !== null) for (const placed of scene.placed) paintMark(context, placed, scene);
  else paintCounts(context, scene);
  paintToday(context, scene);
  context.restore();
  paintNames(context, scene);
}

function paintLanes(context: CanvasRenderingContext2D, { lanes, width, colours }: Scene): void {
  lanes.forEach(({ top, height }, index) => {
    if (index % 2 === 0) return;
    context.fillStyle = colours.stripe;
    context.fillRect(0, top, width, height);
  });
}

function paintTicks(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, height, gutter, colours, language } = scene;
  const inner = width - gutter;
  const scale = inner / (view.to - view.from);
  for (const { day, label, strong } of ticksOf(view, inner, language)) {
    const x = Math.round((day - view.from) * scale) + 0.5;
    context.strokeStyle = strong ? colours.strongLine : colours.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, height - AXIS + 5);
    context.stroke();
    if (label === null || x < 0) continue;
    context.fillStyle = strong ? colours.ink : colours.quiet;
    context.fillText(label, x + 4, height - AXIS / 2 + 2);
  }
  context.fillStyle = colours.strongLine;
  context.fillRect(0, height - AXIS, inner, 1);
}

/** A bar for every span in every lane: the root of the count, so that few are seen beside many. */
function paintCounts(context: CanvasRenderingContext2D, { content, lanes, view, width, gutter, colours }: Scene): void {
  if (content === null) return;
  const inner = width - gutter;
  const scale = inner / (view.to - view.from);
  const most = Math.sqrt(Math.max(1, ...lanes.flatMap(({ counts }) => counts)));
  const spans = content.density.spans.map(({ from, to }) => [dayNumber(from), dayNumber(to) + 1] as const);
  context.fillStyle = colours.accent;
  for (const { counts, top, height, named } of lanes)
    counts.forEach((count, index) => {
      const span = spans[index];
      if (count === 0 || span === undefined) return;
      const x0 = (span[0] - view.from) * scale;
      const wide = Math.max(2, (span[1] - span[0]) * scale - 1);
      if (x0 + wide < 0 || x0 > inner) return;
      const high = Math.max(3, (Math.sqrt(count) / most) * (height - Math.max(named, 5) - 3));
      context.beginPath();
      context.roundRect(x0, top + height - 3 - high, wide, high, Math.min(2, wide / 2));
      context.fill();
    });
}

function paintToday(context: CanvasRenderingContext2D, scene: Scene): void {
  const { view, width, height, gutter, colours, today, todayLabel } = scene;
  const x = Math.round((dayNumber(today) - view.from) * ((width - gutter) / (view.to - view.from)));
  if (x < 0 || x > width - gutter) return;
  context.fillStyle = colours.bad;
  context.fillRect(x, 0, 1.5, height - AXIS + 4);
  const wide = context.measureText(todayLabel).width + 10;
  const left = Math.min(Math.max(0, x - wide / 2), width - gutter - wide);
  context.beginPath();
  context.roundRect(left, height - AXIS + 3, wide, AXIS - 6, 4);
  context.fill();
  context.fillStyle = colours.paper;
  context.fillText(todayLabel, left + 5, height - AXIS / 2 + 1);
}

function paintNames(context: CanvasRenderingContext2D, { lanes, gutter, colours }: Scene): void {
  for (const { label, top, height } of lanes) {
    if (gutter > 0) {
      context.fillStyle = colours.ink;
      context.fillText(shortened(context, label, gutter - 14), 0, top + height / 2);
      continue;
    }
    context.font = `11px ${colours.font}`;
    const words = shortened(context, label, 130);
    context.fillStyle = colours.veil;
    context.fillRect(0, top + 1, context.measureText(words).width + 8, 14);
    context.fillStyle = colours.quiet;
    context.fillText(words, 4, top + 8);
  }
}
