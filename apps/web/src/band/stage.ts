import { Camera } from './camera.js';
import { coloursOf, type Colours } from './colours.js';
import type { Content, LaneKind } from './content.js';
import { dayNumber } from './days.js';
import { lanesFor, place, type Lane, type LaneName, type Placed } from './layout.js';
import { AXIS, paint } from './paint.js';
import { lengthOf, moved, zoomed, type View } from './view.js';

/** The height of the name of a lane, where it stands in the lane. */
const NAME = 15;

/** What lies under a place of the picture: a fact, or a count of several. */
export type Under =
  { placed: Placed } | { lane: string; count: number; from: string; to: string; x: number; y: number };

/** What a stage shows and how it speaks; it can be exchanged while it stands. */
export interface Shown {
  content: Content;
  whole: View;
  kind: LaneKind;
  nameOf: LaneName;
  language: string;
  todayLabel: string;
  lit: ReadonlyMap<string, string>;
}

/** The canvas of the band: what it shows, from where it is looked at, and what lies under a place. */
export class Stage {
  readonly camera: Camera;
  readonly #context: CanvasRenderingContext2D;
  readonly #watching: ResizeObserver;
  readonly #theme = matchMedia('(prefers-color-scheme: dark)');
  #colours: Colours;
  #width = 0;
  #height = 0;
  #lanes: Lane[] = [];
  #placed: Placed[] | null = null;
  #view: View;
  #active: string | null = null;
  #frame = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private shown: Shown,
    view: View,
    settled: (view: View) => void,
  ) {
    this.#view = view;
    this.#context = canvas.getContext('2d')!;
    this.#colours = coloursOf(canvas.parentElement!);
    this.camera = new Camera(view, (now) => this.#look(now), settled);
    this.#watching = new ResizeObserver(() => this.#measure());
    this.#watching.observe(canvas);
    this.#theme.addEventListener('change', this.#recolour);
    this.#measure();
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.#arrange();
  }

  /** Rings a fact; null for none. */
  point(id: string | null): void {
    if (this.#active === id) return;
    this.#active = id;
    this.#draw();
  }

  zoom(factor: number, x = this.#gutter + this.#inner / 2): void {
    this.camera.jump(zoomed(this.#view, factor, this.#share(x), this.shown.whole));
  }

  glideCloser(factor: number): void {
    this.camera.glide(zoomed(this.camera.goal, factor, 0.5, this.shown.whole));
  }

  drag(pixels: number): void {
    this.camera.jump(moved(this.#view, -pixels / this.#inner, this.shown.whole));
  }

  glideBy(share: number): void {
    this.camera.glide(moved(this.camera.goal, share, this.shown.whole));
  }

  /** Where a fact is drawn, and whether that is within the picture. */
  find(id: string): { placed: Placed; isVisible: boolean } | null {
    this.#arrangeFacts();
    const placed = this.#placed?.find(({ item }) => item.id === id);
    return placed === undefined ? null : { placed, isVisible: placed.x1 > 0 && placed.x0 < this.#inner };
  }

  /** The place of a mark, from the left edge of the canvas. */
  placeOf({ x0, x1, y }: Placed): { x: number; y: number } {
    return {
      x: this.#gutter + Math.min(Math.max((Math.max(x0, 0) + Math.min(x1, this.#inner)) / 2, 0), this.#inner),
      y,
    };
  }

  under({ x, y }: { x: number; y: number }): Under | null {
    const within = x - this.#gutter;
    if (this.#placed !== null) {
      const near = this.#placed.filter(
        ({ x0, x1, room, y: at }) => Math.abs(at - y) < 9 && within > x0 - 5 && within < x1 + Math.min(room, 120) + 5,
      );
      const nearest = near.toSorted((one, other) => distance(one, within, y) - distance(other, within, y))[0];
      return nearest === undefined ? null : { placed: nearest };
    }
    const lane = this.#lanes.find(({ top, height }) => y >= top && y < top + height);
    const day = this.#view.from + this.#share(x) * lengthOf(this.#view);
    const spans = this.shown.content.density.spans;
    const index = spans.findIndex(({ from, to }) => day >= dayNumber(from) && day < dayNumber(to) + 1);
    const span = spans[index];
    const count = lane?.counts[index] ?? 0;
    if (lane === undefined || span === undefined || count === 0 || within < 0) return null;
    return { lane: lane.label, count, from: span.from, to: span.to, x, y: lane.top + lane.height / 2 };
  }

  stop(): void {
    this.camera.stop();
    cancelAnimationFrame(this.#frame);
    this.#watching.disconnect();
    this.#theme.removeEventListener('change', this.#recolour);
  }

  get #gutter(): number {
    return this.#width >= 640 ? 150 : 0;
  }

  get #inner(): number {
    return Math.max(this.#width - this.#gutter, 1);
  }

  #share(x: number): number {
    return (x - this.#gutter) / this.#inner;
  }

  readonly #recolour = (): void => {
    this.#colours = coloursOf(this.canvas.parentElement!);
    this.#draw();
  };

  #measure(): void {
    const { clientWidth, clientHeight } = this.canvas;
    const fine = Math.min(devicePixelRatio, 2);
    [this.#width, this.#height] = [clientWidth, clientHeight];
    this.canvas.width = Math.round(clientWidth * fine);
    this.canvas.height = Math.round(clientHeight * fine);
    this.#context.setTransform(fine, 0, 0, fine, 0, 0);
    this.#arrange();
  }

  #arrange(): void {
    this.#lanes = lanesFor(
      this.shown.content,
      Math.max(this.#height - AXIS, 1),
      this.shown.nameOf,
      this.#gutter === 0 ? NAME : 0,
    );
    this.#draw();
  }

  #arrangeFacts(): void {
    const { content, kind } = this.shown;
    this.#placed = content.facts && place(content.facts, this.#lanes, kind, this.#view, this.#inner);
  }

  #look(view: View): void {
    this.#view = view;
    this.#draw();
  }

  /** At most one picture for every one that the screen shows. */
  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      this.#arrangeFacts();
      paint(this.#context, {
        ...this.shown,
        view: this.#view,
        width: this.#width,
        height: this.#height,
        gutter: this.#gutter,
        lanes: this.#lanes,
        placed: this.#placed,
        today: this.shown.content.density.today,
        active: this.#active,
        colours: this.#colours,
      });
    });
  }
}

function distance({ x0, x1, y }: Placed, x: number, at: number): number {
  return Math.max(0, x0 - x, x - x1) + Math.abs(y - at);
}
