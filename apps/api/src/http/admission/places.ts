/** Counts who holds how many of a bounded number of places, in all and each. */
export class Places {
  #total = 0;
  readonly #held = new Map<string, number>();

  /** @param most how many places there are */
  constructor(private readonly most: number) {}

  /** Whether no place is left for anybody. */
  get areTaken(): boolean {
    return this.#total >= this.most;
  }

  /**
   * Takes a place. Answers how to give it back (once), or which bound is reached: the holder's own, or that of all.
   *
   * @param mostEach how many places this holder may have; null: as many as there are
   */
  take(holder: string, mostEach: number | null): (() => void) | 'own' | 'all' {
    const held = this.#held.get(holder) ?? 0;
    if (mostEach !== null && held >= mostEach) return 'own';
    if (this.areTaken) return 'all';
    this.#held.set(holder, held + 1);
    this.#total++;
    let isHeld = true;
    return () => {
      if (isHeld) this.#giveBack(holder);
      isHeld = false;
    };
  }

  #giveBack(holder: string): void {
    const left = this.#held.get(holder)! - 1;
    if (left === 0) this.#held.delete(holder);
    else this.#held.set(holder, left);
    this.#total--;
  }
}
