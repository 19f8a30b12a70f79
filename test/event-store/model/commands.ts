import * as fc from 'fast-check';
import { callArb, callNow, type PlannedCall } from './calls.js';
import { explain, inWords, type Call, type Outcome } from './explain.js';
import { LogModel } from './log-model.js';
import { WRITERS, type RealLog, type Writer } from './real-log.js';

/** Where the model stands; `log` moves on with every command. */
export interface World {
  log: LogModel;
  followers: number;
}

/** What befalls the first of several calls at the same time, or everybody. */
const FAULTS = [
  'none',
  'commits late',
  'rolls back late',
  'vanishes in the middle',
  'loses its answer',
  'has its sessions ended',
  'loses Postgres',
] as const;
type Fault = (typeof FAULTS)[number];

type Command = fc.AsyncCommand<World, RealLog>;

/** What happens, step by step. */
export type History = Iterable<Command>;

/** One call after the other: the answer is the model's. */
class Append implements Command {
  constructor(private readonly planned: PlannedCall) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: RealLog): Promise<void> {
    real.doing = this.toString();
    await sendAlone(world, real, this.planned.writer, callNow(this.planned, world.log));
  }

  toString(): string {
    return `one call ${JSON.stringify(this.planned)}`;
  }
}

/** Several calls at the same time, one of which may meet with a fault: some order explains all answers and the log. */
class AppendAtOnce implements Command {
  constructor(
    private readonly planned: PlannedCall[],
    private readonly fault: Fault,
  ) {}

  check(): boolean {
    return true;
  }

  async run(world: World, real: RealLog): Promise<void> {
    real.doing = this.toString();
    const calls = this.planned.map((planned) => ({ writer: planned.writer, call: callNow(planned, world.log) }));
    const [first, ...others] = calls as [Sent, ...Sent[]];
    const settled = await befall(real, this.fault, first, others);
    const outcomes = settled.map((result, index): Outcome => {
      const { call } = calls[index]!;
      if (result.status === 'fulfilled') return { ...call, answer: result.value };
      if (!mayFail(this.fault, first, calls[index]!)) throw result.reason;
      return { ...call, answer: 'unknown' };
    });
    const log = await real.events();
    const explained = explain(world.log, outcomes, log);
    if (explained === undefined) {
      throw new Error(
        `No order explains ${inWords(outcomes)}, after ${inWords(world.log.events)}, with ${inWords(log)}.`,
      );
    }
    world.log = explained;
    // Whoever did not hear sends the same again, and is told what became of it.
    for (const { answer, ...call } of outcomes) if (answer === 'unknown') await sendAlone(world, real, 'second', call);
  }

  toString(): string {
    return `at once, the first ${this.fault}: ${JSON.stringify(this.planned)}`;
  }
}

/** Questions to the log: the answers are the model's. */
class Read implements Command {
  constructor(
    private readonly after: number,
    private readonly limit: number,
    private readonly stream: string,
  ) {}

  check(): boolean {
    return true;
  }

  async run({ log: { events } }: World, real: RealLog): Promise<void> {
    real.doing = this.toString();
    const { store } = real;
    const after = Math.min(this.after, events.length);
    const part = await store.readAll({ after: BigInt(after), limit: this.limit });
    expect(part.map(({ id }) => id)).toEqual(events.slice(after, after + this.limit).map(({ id }) => id));
    const stream = await store.readStream(this.stream);
    expect(stream.map(({ id, version }) => [id, version])).toEqual(
      events.filter((event) => event.stream === this.stream).map(({ id, version }) => [id, version]),
    );
    const other: bigint[] = [];
    for await (const event of store.readFeed({ types: ['thing.else'], batch: 2 })) other.push(event.position);
    expect(other).toEqual(
      events.flatMap(({ content }, index) => (content.includes('thing.else') ? [BigInt(index + 1)] : [])),
    );
    expect((await store.head()).position).toBe(BigInt(events.length));
  }

  toString(): string {
    return `read ${this.limit} after ${this.after}, and stream ${this.stream}`;
  }
}

/** Somebody begins to follow the log from somewhere. */
class Follow implements Command {
  constructor(private readonly after: number) {}

  check({ followers }: Readonly<World>): boolean {
    return followers < 3;
  }

  async run(world: World, real: RealLog): Promise<void> {
    real.doing = this.toString();
    world.followers++;
    real.follow(BigInt(Math.min(this.after, world.log.events.length)));
  }

  toString(): string {
    return `follow after ${this.after}`;
  }
}

/** Who follows loses the sessions, or leaves and comes again. */
class DisturbFollowers implements Command {
  constructor(private readonly how: 'sessions ended' | 'resumed') {}

  check(): boolean {
    return true;
  }

  async run({ log }: World, real: RealLog): Promise<void> {
    real.doing = this.toString();
    if (this.how === 'sessions ended') await real.endSessions('follower');
    else for (const follower of real.followers) await follower.resume();
    for (const follower of real.followers) follower.check(log);
  }

  toString(): string {
    return `followers: ${this.how}`;
  }
}

/** A writer leaves and comes again. */
class Restart implements Command {
  constructor(private readonly writer: Writer) {}

  check(): boolean {
    return true;
  }

  async run(_world: World, real: RealLog): Promise<void> {
    real.doing = this.toString();
    await real.restart(this.writer);
  }

  toString(): string {
    return `restart ${this.writer}`;
  }
}

interface Sent {
  writer: Writer;
  call: Call;
}
type Settled = PromiseSettledResult<Awaited<ReturnType<RealLog['send']>>>[];

/** Makes the calls at the same time, with the fault at the moment that it is about. */
async function befall(real: RealLog, fault: Fault, first: Sent, others: Sent[]): Promise<Settled> {
  const send = ({ writer, call }: Sent): ReturnType<RealLog['send']> => real.send(writer, call);
  if (fault === 'none') return Promise.allSettled([first, ...others].map(send));
  if (fault === 'loses its answer') return Promise.allSettled([real.loseAnswer(first.call), ...others.map(send)]);
  if (fault === 'has its sessions ended') {
    const calls = Promise.allSettled([first, ...others].map(send));
    await real.endSessions(first.writer);
    return calls;
  }
  const { doing } = real;
  const at = (step: string): void => {
    real.doing = `${step} of ${doing}`;
  };
  at('holding the first');
  const letGo = await real.hold(first.writer);
  const held = Promise.allSettled([send(first)]);
  at('the first being held');
  await real.untilHeld(first.writer, held);
  const sent = others.map(send);
  const waiting = Promise.allSettled(sent);
  at('the others waiting');
  // What the same writer sends may wait in its own process, which Postgres does not see.
  await real.untilSomeoneWaits(
    Promise.allSettled(sent.filter((_call, index) => others[index]!.writer !== first.writer)),
  );
  at('the fault');
  if (fault === 'loses Postgres') await real.losePostgres();
  if (fault === 'rolls back late') await real.endSessions(first.writer);
  const untilForgotten = fault === 'vanishes in the middle' ? await real.vanish(first.writer) : undefined;
  at('letting go');
  await letGo();
  at('forgetting');
  await untilForgotten?.();
  at('the answers');
  return [...(await held), ...(await waiting)];
}

/** Whether this fault may keep an answer from whoever sent this call. */
function mayFail(fault: Fault, first: Sent, { writer }: Sent): boolean {
  if (fault === 'none' || fault === 'commits late') return false;
  if (fault === 'loses Postgres') return true;
  return writer === first.writer;
}

async function sendAlone(world: World, real: RealLog, writer: Writer, call: Call): Promise<void> {
  const { answer, after } = world.log.append(call.appends, call.options);
  expect(await real.send(writer, call)).toEqual(answer);
  world.log = after;
}

/** Any sequence of what writers, readers, followers and their faults do. */
export function historyArb(faults: readonly Fault[], maxCommands: number): fc.Arbitrary<History> {
  const fault = fc.constantFrom(...faults);
  const append = callArb.map((planned) => new Append(planned));
  const atOnce = fc
    .tuple(fc.array(callArb, { minLength: 2, maxLength: 5 }), fault, fc.nat(3))
    .map(([[first, ...others], what, crowd]) => {
      const writer = what === 'loses its answer' ? 'far' : first!.writer;
      // Now and then all of them are one writer's, whose calls go one behind the other.
      const rest = crowd === 0 ? others.map((other) => ({ ...other, writer })) : others;
      return new AppendAtOnce([{ ...first!, writer }, ...rest], what);
    });
  const read = fc
    .tuple(fc.nat(40), fc.integer({ min: 1, max: 20 }), fc.constantFrom('a', 'b', 'nobody'))
    .map(([after, limit, stream]) => new Read(after, limit, stream));
  const follow = fc.nat(40).map((after) => new Follow(after));
  const disturb = fc
    .constantFrom('sessions ended' as const, 'resumed' as const)
    .map((how) => new DisturbFollowers(how));
  const restart = fc.constantFrom(...WRITERS).map((writer) => new Restart(writer));
  // Writers at the same time are where a log goes wrong, so that is what most of a history is made of.
  const commands = [atOnce, atOnce, atOnce, atOnce, append, append, append, read, follow, disturb, restart];
  return fc.commands(commands, { maxCommands, size: 'max' });
}

/** What can befall a call where Postgres itself is left alone. */
export const FAULTS_OF_WRITERS = FAULTS.filter((fault) => fault !== 'loses Postgres');
/** With the loss of Postgres more often than anything else. */
export const FAULTS_WITH_POSTGRES: Fault[] = [...FAULTS, 'loses Postgres', 'loses Postgres'];
