import type { Placed } from './layout.js';
import type { Scene } from './scene.js';
import { shortened } from './shortened.js';

/**
 * A fact as it stands: full for what happened on a day, a band as wide as its window for what is less certain (ends that
 * fade where they are about, that run on where they are open), a broken outline for a plan, hatched where nobody confirmed
 * it, struck through where it was withdrawn.
 */
export function paintMark(context: CanvasRenderingContext2D, placed: Placed, scene: Scene): void {
  const { colours, active, lit } = scene;
  const { item, x0, x1, y, high, standing } = placed;
  const inner = scene.width - scene.gutter;
  const change = lit.get(item.id);
  const colour = standing === 'withdrawn' ? colours.bad : standing === 'happened' ? colours.accent : colours.warn;
  if (change !== undefined)
    paintGlow(
      context,
      placed,
      change === 'withdrawn' ? colours.bad : change === 'corrected' ? colours.warn : colours.good,
      change === 'added' ? null : change === 'corrected' ? [4, 3] : [],
    );
  const [left, right] = [Math.max(x0, -60), Math.min(x1, inner + 60)];
  context.beginPath();
  context.roundRect(left, y - high / 2, right - left, high, standing === 'happened' ? high / 2 : 2);
  if (standing === 'happened') {
    context.fillStyle = placed.mark.isDay ? colour : faded(context, placed, colour, left, right);
    context.fill();
    if (!placed.mark.isDay && placed.mark.start === 'sharp' && placed.mark.end === 'sharp') outline(context, colour);
  } else {
    context.fillStyle = colours.paper;
    context.fill();
    if (standing === 'unconfirmed') hatch(context, left, right, placed, colour);
    context.setLineDash([3, 2]);
    context.beginPath();
    context.roundRect(left, y - high / 2, right - left, high, 2);
    outline(context, colour);
    context.setLineDash([]);
  }
  if (placed.mark.start === 'open') arrow(context, Math.max(left, 3), y, -1, colour);
  if (placed.mark.end === 'open') arrow(context, Math.min(right, inner - 3), y, 1, colour);
  if (standing === 'withdrawn') strike(context, left, right, y, colour);
  if (item.id === active) paintRing(context, left, right, placed, colours.ink);
  if (placed.room < 40) return;
  const words = shortened(context, item.title, Math.min(placed.room, 340));
  context.fillStyle = item.id === active ? colours.ink : colours.quiet;
  context.fillText(words, Math.max(right, 0) + 6, y + 0.5);
}

/** A window is lighter than a day; about means that it fades, open that it runs out. */
function faded(
  context: CanvasRenderingContext2D,
  { mark }: Placed,
  colour: string,
  left: number,
  right: number,
): CanvasGradient | string {
  const light = `color-mix(in srgb, ${colour} 38%, transparent)`;
  if (mark.start === 'sharp' && mark.end === 'sharp') return light;
  const gradient = context.createLinearGradient(left, 0, right, 0);
  const edge = Math.min(0.45, 24 / Math.max(right - left, 1));
  const none = `color-mix(in srgb, ${colour} 4%, transparent)`;
  gradient.addColorStop(0, mark.start === 'sharp' ? light : none);
  gradient.addColorStop(edge, light);
  gradient.addColorStop(1 - edge, light);
  gradient.addColorStop(1, mark.end === 'sharp' ? light : none);
  return gradient;
}

function outline(context: CanvasRenderingContext2D, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.25;
  context.stroke();
}

function hatch(
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  { y, high }: Placed,
  colour: string,
): void {
  context.save();
  context.clip();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - high; x < right; x += 5) {
    context.moveTo(x, y + high / 2);
    context.lineTo(x + high, y - high / 2);
  }
  context.stroke();
  context.restore();
}

function arrow(context: CanvasRenderingContext2D, x: number, y: number, way: 1 | -1, colour: string): void {
  context.beginPath();
  context.moveTo(x - way * 6, y - 4);
  context.lineTo(x, y);
  context.lineTo(x - way * 6, y + 4);
  outline(context, colour);
}

function strike(context: CanvasRenderingContext2D, left: number, right: number, y: number, colour: string): void {
  context.beginPath();
  context.moveTo(left - 2, y);
  context.lineTo(right + 2, y);
  outline(context, colour);
}

function paintRing(
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  { y, high }: Placed,
  colour: string,
): void {
  context.beginPath();
  context.roundRect(left - 3.5, y - high / 2 - 3.5, right - left + 7, high + 7, 8);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke();
}

/** What is new only glows; what was corrected has a broken line around it, what was withdrawn a whole one. */
function paintGlow(
  context: CanvasRenderingContext2D,
  { x0, x1, y, high }: Placed,
  colour: string,
  line: number[] | null,
): void {
  context.fillStyle = `color-mix(in srgb, ${colour} 35%, transparent)`;
  context.beginPath();
  context.roundRect(x0 - 5, y - high / 2 - 4, x1 - x0 + 10, high + 8, 9);
  context.fill();
  if (line === null) return;
  context.setLineDash(line);
  outline(context, colour);
  context.setLineDash([]);
}
