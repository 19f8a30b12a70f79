/** How many values are kept at most under the same positions and clocks; what comes beyond is worked out each time. */
const MOST = 1_000;
/** Of so many positions and clocks, those last asked for. */
const MOST_UNDER = 4;

/** Works out the values of things that are not known yet, by id. */
export type WorkOut<T> = (missing: readonly string[]) => Promise<Map<string, T>>;

/**
 * Values that follow from the views and the clocks alone, kept for as long as both stay the same: between two events that are
 * recorded every reader asks for the same ones again.
 */
export class Remembered {
  readonly #found = new Map<string, Map<string, unknown>>();

  /**
   * By id the value of each of some things, worked out once, for those together that are not known yet. Values of one `what`
   * must be of one type wherever it is used, and nobody may change them.
   *
   * @param under names, positions and fences of the views, and the clocks, in one text
   */
  async of<T>(under: string, what: string, ids: readonly string[], work: WorkOut<T>): Promise<Map<string, T>> {
    const found = this.#foundUnder(under);
    const keyOf = (id: string): string => `${what} ${id}`;
    const missing = ids.filter((id) => !found.has(keyOf(id)));
    const values = new Map(ids.filter((id) => found.has(keyOf(id))).map((id) => [id, found.get(keyOf(id)) as T]));
    if (missing.length === 0) return values;
    for (const [id, value] of await work(missing)) {
      values.set(id, value);
      if (found.size < MOST) found.set(keyOf(id), value);
    }
    return values;
  }

  #foundUnder(under: string): Map<string, unknown> {
    const found = this.#found.get(under) ?? new Map<string, unknown>();
    this.#found.delete(under);
    this.#found.set(under, found);
    const [oldest] = this.#found.keys();
    if (this.#found.size > MOST_UNDER) this.#found.delete(oldest!);
    return found;
  }
}
