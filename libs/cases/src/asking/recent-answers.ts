/** So many answers are kept; pages of the present need one, each clock in use one more. */
const MOST = 32;

/** Answers about the newest position of a view, by what was asked; those about an earlier one are dropped. */
export class RecentAnswers<Answer> {
  #position = -1n;
  readonly #answers = new Map<string, Answer>();

  /** The answer of this question at this position, computed where it is not kept. */
  async get(position: bigint, question: string, compute: () => Promise<Answer>): Promise<Answer> {
    if (position > this.#position) {
      this.#answers.clear();
      this.#position = position;
    }
    const kept = position === this.#position ? this.#answers.get(question) : undefined;
    if (kept !== undefined) return kept;
    const answer = await compute();
    if (position !== this.#position) return answer;
    if (this.#answers.size >= MOST) this.#answers.clear();
    this.#answers.set(question, answer);
    return answer;
  }
}
