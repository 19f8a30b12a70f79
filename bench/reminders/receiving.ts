import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Said } from './receiver.js';

/** What a receiver took. */
export type Taken = Exclude<Said, { port: number }>;

/** A receiver of webhooks as a process of its own. */
export class Receiving {
  private constructor(
    private readonly child: ChildProcess,
    /** Where webhooks go to. */
    readonly url: string,
  ) {}

  static async start(): Promise<Receiving> {
    const child = fork(join(import.meta.dirname, 'receiver.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const [said] = (await once(child, 'message')) as [{ port: number }];
    return new Receiving(child, `http://127.0.0.1:${said.port}/hook`);
  }

  /** Counts from none again. */
  begin(): void {
    this.child.send('begin');
  }

  async taken(): Promise<Taken> {
    this.child.send('say');
    const [said] = (await once(this.child, 'message')) as [Taken];
    return said;
  }

  /** Until so many messages came, each under an id of its own. @throws Error where a signature is wrong, or none comes any more */
  async until(count: number): Promise<Taken> {
    for (;;) {
      const taken = await this.taken();
      if (taken.wrong !== null) throw new Error(`The receiver takes no signature of ours: ${taken.wrong}`);
      if (taken.ids >= count) return taken;
      if (taken.lastMs > 0 && Date.now() - taken.lastMs > 30_000)
        throw new Error(`The receiver got ${taken.ids} of ${count} messages, and no more come.`);
      await wait(50);
    }
  }

  async end(): Promise<void> {
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}
