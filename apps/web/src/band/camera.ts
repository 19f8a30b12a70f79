import type { View } from './view.js';

/** What is looked through: a view that moves at once with the hand, or smoothly to where a button or key sends it. */
export class Camera {
  #goal: View;
  #moving = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param view where it begins
   * @param changed called for every picture that is to be drawn
   * @param settled called when nothing has moved for a moment
   */
  constructor(
    private view: View,
    private readonly changed: (view: View) => void,
    private readonly settled: (view: View) => void,
  ) {
    this.#goal = view;
  }

  /** Where the camera is on its way to. */
  get goal(): View {
    return this.#goal;
  }

  /** Goes there at once. */
  jump(view: View): void {
    cancelAnimationFrame(this.#moving);
    this.#goal = view;
    this.#show(view);
  }

  /** Goes there within a fifth of a second; at once for who wants less motion. */
  glide(goal: View): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return this.jump(goal);
    cancelAnimationFrame(this.#moving);
    const start = this.view;
    const began = performance.now();
    this.#goal = goal;
    const step = (now: number): void => {
      const part = Math.min(1, Math.max(0, (now - began) / 200));
      const eased = 1 - (1 - part) ** 3;
      this.#show({
        from: start.from + (goal.from - start.from) * eased,
        to: start.to + (goal.to - start.to) * eased,
      });
      if (part < 1) this.#moving = requestAnimationFrame(step);
    };
    this.#moving = requestAnimationFrame(step);
  }

  stop(): void {
    cancelAnimationFrame(this.#moving);
    clearTimeout(this.#settling);
  }

  #show(view: View): void {
    this.view = view;
    this.changed(view);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.settled(this.#goal), 160);
  }
}
