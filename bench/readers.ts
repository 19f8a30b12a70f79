import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { messageOf } from '#libs/kernel';
import { Chance } from './chance.js';
import type { Service } from './service.js';

const PER_SECOND = 25;

/** One reader's wait for an answer. */
export interface Wait {
  /** When it was asked, by `performance.now()`. */
  at: number;
  ms: number;
}

/**
 * Readers of a timeline to which nothing is added: pages of subjects, first pages of a type in a period, single facts,
 * at a steady pace whether earlier ones were answered or not. The first answer to a question says what every later one
 * has to be, word for word.
 */
export class Readers {
  readonly #client = new Agent({ connections: 32 });
  readonly #right = new Map<string, string>();
  readonly #questions: string[];

  constructor(
    private readonly service: Service,
    subjects: number,
  ) {
    const chance = new Chance(11);
    this.#questions = Array.from({ length: 200 }, (_, n) => {
      const subject = `subject-${chance.below(subjects)}`;
      if (n % 5 === 0) return `/v1/timeline?type=funding.committed&from=${2016 + (n % 8)}&limit=20`;
      return n % 5 === 1 ? `/v1/subjects/${subject}` : `/v1/timeline?subject=${subject}&limit=50`;
    });
  }

  /** Asks every question once and keeps the answers. */
  async learn(): Promise<void> {
    for (const question of this.#questions) this.#right.set(question, await this.#ask(question));
  }

  /**
   * Reads until `done` is aborted and answers how long each reader waited.
   *
   * @throws Error that names the question of the first answer that was not right
   */
  async read(done: AbortSignal): Promise<Wait[]> {
    const waits: Wait[] = [];
    const wrong: string[] = [];
    const under: Promise<void>[] = [];
    const start = performance.now();
    for (let n = 0; !done.aborted; n++) {
      const left = start + (n * 1_000) / PER_SECOND - performance.now();
      if (left > 0) await wait(left);
      under.push(this.#look(this.#questions[n % this.#questions.length]!, waits, wrong));
    }
    await Promise.all(under);
    if (wrong.length > 0) throw new Error(`${wrong.length} of ${under.length} answers were wrong; ${wrong[0]}`);
    return waits;
  }

  async #look(question: string, waits: Wait[], wrong: string[]): Promise<void> {
    const asked = performance.now();
    try {
      const answer = await this.#ask(question);
      waits.push({ at: asked, ms: performance.now() - asked });
      if (answer !== this.#right.get(question)) wrong.push(`${question} answered otherwise: ${answer.slice(0, 300)}`);
    } catch (error) {
      wrong.push(`${question}: ${messageOf(error)}`);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #ask(question: string): Promise<string> {
    const { statusCode, body } = await request(`${this.service.address}${question}`, { dispatcher: this.#client });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`answered ${statusCode}: ${text.slice(0, 300)}`);
    return text;
  }
}
