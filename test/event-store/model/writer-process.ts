import type { Append, AppendOptions, AppendResult } from '#libs/event-store';
import { startSource, type SourceProcess } from '#libs/testing';

/** What a writer process is asked to do. */
export type WriterRequest =
  | { request: number; open: string; as: string }
  | { request: number; untilNoticed: number[] }
  | { request: number; appends: Append[]; options?: AppendOptions };

/** What it answers. */
export type WriterAnswer = { request: number; results: AppendResult[] } | { request: number; error: string };

/** A real process that appends to a log, and can be killed at any moment. */
export class WriterProcess {
  readonly #process: SourceProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<AppendResult[]>>();
  #requests = 0;
  #isDead = false;

  constructor() {
    this.#process = startSource('test/event-store/model/processes/writer.ts', [], { channel: true });
    this.#process.child.on('message', (answer: WriterAnswer) => {
      const waiting = this.#waiting.get(answer.request);
      this.#waiting.delete(answer.request);
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.results);
    });
    void this.#noticeItsEnd();
  }

  /** Works on this database from now on, under this name. */
  async open(url: string, as: string): Promise<void> {
    await this.#ask({ request: ++this.#requests, open: url, as });
  }

  append(appends: Append[], options?: AppendOptions): Promise<AppendResult[]> {
    return this.#ask({ request: ++this.#requests, appends, options });
  }

  /** Until it knows that these sessions of its own have ended. */
  async untilNoticed(ended: number[]): Promise<void> {
    await this.#ask({ request: ++this.#requests, untilNoticed: ended });
  }

  /** Kills it with -9 and waits until it is gone; whoever waits for an answer gets an error. */
  async kill(): Promise<void> {
    this.#process.child.kill('SIGKILL');
    await this.#process.ended;
  }

  async #noticeItsEnd(): Promise<void> {
    const how = await this.#process.ended;
    this.#isDead = true;
    const error = new Error(`The writer process ended (${how}). ${this.#process.complaints()}`);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #ask(request: WriterRequest): Promise<AppendResult[]> {
    if (this.#isDead) return Promise.reject(new Error('The writer process has ended.'));
    const waiting = Promise.withResolvers<AppendResult[]>();
    this.#waiting.set(request.request, waiting);
    this.#process.child.send(request);
    return waiting.promise;
  }
}

/** Writer processes, the next one always being started already. */
export class WriterProcesses {
  #spare: WriterProcess | undefined = new WriterProcess();
  readonly #all: WriterProcess[] = [this.#spare!];

  take(): WriterProcess {
    const taken = this.#spare ?? this.#start();
    this.#spare = this.#start();
    return taken;
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.kill()));
  }

  #start(): WriterProcess {
    const started = new WriterProcess();
    this.#all.push(started);
    return started;
  }
}
