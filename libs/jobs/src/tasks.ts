import type { TaskRunner } from './task-runner.js';
import type { TaskItem } from './task.js';

/** The tasks of an application, for whoever has work for them. */
export class Tasks {
  readonly #runners = new Map<string, TaskRunner>();

  /** Makes a task known under its name. */
  register(name: string, runner: TaskRunner): void {
    this.#runners.set(name, runner);
  }

  /** Puts pieces of work in. @throws Error where there is no such task, or its queue cannot be reached */
  add(task: string, items: readonly TaskItem[]): Promise<void> {
    return this.#of(task).add(items);
  }

  /** True where nothing of the task waits or is under way. @throws Error as `add` does */
  isIdle(task: string): Promise<boolean> {
    return this.#of(task).isIdle();
  }

  /** Forgets the pieces of a task that wait. @throws Error as `add` does */
  clear(task: string): Promise<void> {
    return this.#of(task).clear();
  }

  #of(task: string): TaskRunner {
    const runner = this.#runners.get(task);
    if (runner === undefined) throw new Error(`No task has the name "${task}".`);
    return runner;
  }
}
