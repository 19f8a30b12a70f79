import type { InjectionToken } from '@nestjs/common';

/** What one piece of work is told beside its data. */
export interface TaskContext {
  /** Aborted when the process is asked to leave. What then throws counts for nothing and starts over elsewhere. */
  signal: AbortSignal;
}

/** Work that comes piece by piece: each is done by one of the processes that know the task, whichever is free. */
export interface Task<Data = unknown, Needs extends unknown[] = unknown[]> {
  /** Lower-case letters, digits and -; unique in an application, jobs included. */
  name: string;
  /** How many pieces a process has under way at most. */
  concurrency: number;
  /** What Nest injects into `run` after the context. */
  needs?: InjectionToken[];
  /**
   * Does one piece. It may come twice, and it may get lost with the queue: what must not be lost is in a table, and who
   * keeps that table puts the piece in again. What it throws is reported and not attempted again from here.
   */
  run(data: Data, context: TaskContext, ...needs: Needs): Promise<void>;
}

/** One piece of work for the queue. */
export interface TaskItem<Data = unknown> {
  /** Letters, digits, - and _; a piece whose id waits already is not put in a second time. */
  id: string;
  data: Data;
  /** Real time to wait before it is done (0). */
  delayMs?: number;
}

/** Declares a task. @throws Error where its name or its concurrency cannot be used. */
export function defineTask<Data, Needs extends unknown[] = unknown[]>(task: Task<Data, Needs>): Task {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(task.name)) {
    throw new Error(`"${task.name}" cannot name a task; use 1 to 63 lower-case letters, digits and -, a letter first.`);
  }
  if (!Number.isInteger(task.concurrency) || task.concurrency < 1) {
    throw new Error(
      `The task "${task.name}" has concurrency ${task.concurrency}; that must be a whole number from 1 on.`,
    );
  }
  return task;
}
