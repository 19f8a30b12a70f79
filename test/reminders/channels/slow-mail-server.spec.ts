import { jest } from '@jest/globals';
import { MailChannel, mailTransport, type Outcome } from '#libs/reminders';
import { messageWith, reminder } from './sample-messages.js';
import { startScriptedMailServer, type Behaviour, type ScriptedMailServer, type Step } from './scripted-mail-server.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TAKEN: Behaviour = { reply: '250 2.0.0 taken' };

/** A step at which the server waits for the spec. */
interface Held {
  reached: Promise<void>;
  /** Lets the server answer. */
  answer(behaviour: Behaviour): void;
}

describe('a mail server that is slow', () => {
  let server: ScriptedMailServer;
  let channel: MailChannel;
  let stopping: AbortController;

  beforeEach(async () => {
    server = await startScriptedMailServer();
    stopping = new AbortController();
    channel = new MailChannel({
      transport: mailTransport({ smtpUrl: `smtp://${server.host}`, dataDir: '/nowhere' }),
      publicUrl: 'https://dateline.example',
    });
    // The time of the limits is moved by hand; what goes over the wire is real.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setInterval', 'Date'] });
  });
  afterEach(async () => {
    jest.useRealTimers();
    channel.close();
    await server.stop();
  });

  /** Holds the server at a step, a number of times, at its usual replies elsewhere. */
  function hold(step: Step, times = 1): Held[] {
    const held = Array.from({ length: times }, () => ({
      reached: Promise.withResolvers<void>(),
      answered: Promise.withResolvers<Behaviour>(),
    }));
    let nth = 0;
    server.behave = (at) => {
      if (at !== step || nth === times) return undefined;
      const { reached, answered } = held[nth]!;
      nth += 1;
      reached.resolve();
      return answered.promise;
    };
    return held.map(({ reached, answered }) => ({ reached: reached.promise, answer: answered.resolve }));
  }
  const send = (): Promise<Outcome> =>
    channel.deliver(messageWith(reminder), { type: 'email', address: 'reader@example.org' }, 1, stopping.signal);

  it('after the final dot is waited for ten minutes, so that the reader gets one copy', async () => {
    const [held] = hold('dot');
    const outcome = send();
    await held!.reached;
    jest.advanceTimersByTime(10 * MINUTE - SECOND);
    held!.answer(TAKEN);
    expect(await outcome).toEqual({ result: 'sent', detail: '250 2.0.0 taken' });
    expect(server.accepted).toHaveLength(1);
  });

  it('is not cut off by its silence before the limits of its answers are over', () => {
    const { options } = mailTransport({ smtpUrl: `smtp://${server.host}`, dataDir: '/nowhere' });
    expect((options as { socketTimeout?: number }).socketTimeout).toBeGreaterThan(10 * MINUTE);
  });

  it('for more than ten minutes after the final dot is the fault of the operator, and what it took is not known', async () => {
    const [held] = hold('dot');
    const outcome = send();
    await held!.reached;
    jest.advanceTimersByTime(10 * MINUTE);
    expect(await outcome).toMatchObject({
      result: 'failed',
      fault: 'operator',
      permanent: false,
      reason: 'The mail server has the message and did not say in time whether it takes it.',
    });
  });

  it.each(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const)(
    'at %s is waited for five minutes, and no longer, since it has no message yet',
    async (step) => {
      const [first] = hold(step);
      const taken = send();
      await first!.reached;
      jest.advanceTimersByTime(5 * MINUTE - SECOND);
      first!.answer(undefined);
      expect(await taken).toMatchObject({ result: 'sent' });
      channel.close();

      channel = new MailChannel({
        transport: mailTransport({ smtpUrl: `smtp://${server.host}`, dataDir: '/nowhere' }),
        publicUrl: 'https://dateline.example',
      });
      const [second] = hold(step);
      const outcome = send();
      await second!.reached;
      jest.advanceTimersByTime(5 * MINUTE);
      expect(await outcome).toMatchObject({ result: 'failed', fault: 'operator', permanent: false });
      expect(server.accepted).toHaveLength(1);
    },
  );

  it('with some messages keeps the others waiting for half a minute', async () => {
    const slow = hold('dot', 5);
    const slowOnes = slow.map(send);
    for (const { reached } of slow) await reached;
    const other = send();
    jest.advanceTimersByTime(30 * SECOND);
    expect(await other).toMatchObject({ result: 'sent' });
    for (const held of slow) held.answer(TAKEN);
    expect((await Promise.all(slowOnes)).map(({ result }) => result)).toEqual(Array(5).fill('sent'));
  });

  it('is not waited for by a worker that stops', async () => {
    const [held] = hold('dot');
    const outcome = send();
    await held!.reached;
    stopping.abort(new Error('stopping'));
    expect(await outcome).toMatchObject({ result: 'failed', permanent: false });
  });
});
