import { Presets, SingleBar } from 'cli-progress';
import { harmless, type Terminal } from './terminal.js';

/** How far long work is, on standard error where somebody watches; otherwise nothing. */
export class Progress {
  readonly #bar: SingleBar | undefined;

  /**
   * @param what what is being done, for the beginning of the line
   * @param total how much there is to do; null where nobody knows
   */
  constructor(terminal: Terminal, what: string, total: number | null) {
    if (!terminal.watched) return;
    const format = total === null ? `${harmless(what)} {done}` : `${harmless(what)} {bar} {percentage}% {done}`;
    this.#bar = new SingleBar(
      { format, stream: process.stderr, clearOnComplete: true, hideCursor: true, etaBuffer: 1, linewrap: false },
      Presets.shades_classic,
    );
    this.#bar.start(total ?? 1, 0, { done: '' });
  }

  /** Tells the state: how much is done, and what to say of it. */
  show(done: number, words = ''): void {
    this.#bar?.update(Math.min(done, this.#bar.getTotal()), { done: words });
  }

  /** Takes the bar away. */
  end(): void {
    this.#bar?.stop();
  }
}
