import { jest } from '@jest/globals';
import { serverSentEvents, type Message, type StreamCare } from './server-sent-events.js';

const care: StreamCare = {
  heartbeatMs: 60_000,
  headMs: 600_000,
  head: async () => '7:ab',
  mayGoOn: async () => true,
  patienceMs: 30_000,
  lastWordMs: 5_000,
  from: '7',
  gone: new AbortController().signal,
  cutOff: () => {},
};

/** Messages 8, 9, ... without end, and how many of them were asked for. */
function endless(): { messages: AsyncIterable<Message>; asked: () => number } {
  let asked = 0;
  const messages = (async function* () {
    for (;;) yield { id: String(8 + asked++), data: { n: asked } };
  })();
  return { messages, asked: () => asked };
}

async function* none(): AsyncIterable<Message> {}

const taken = async (texts: AsyncIterator<string>): Promise<string> => String((await texts.next()).value);

describe('a stream of server-sent events', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says where it begins, then tells each message under its id', async () => {
    const texts = serverSentEvents(endless().messages, care)[Symbol.asyncIterator]();
    expect(await taken(texts)).toMatch(/^retry: 2000\n: .*7\nid: 7\n\nevent: head\ndata: 7:ab\n\n$/);
    expect(await taken(texts)).toBe('id: 8\ndata: {"n":1}\n\n');
    expect(await taken(texts)).toBe('id: 9\ndata: {"n":2}\n\n');
    await texts.return?.();
  });

  it('sends the head of the log once it is another one, without an id, so that the place to go on from stays', async () => {
    const heads = ['7:ab', '7:ab', '9:cd'];
    const head = async (): Promise<string> => heads.shift() ?? '9:cd';
    const texts = serverSentEvents(endless().messages, { ...care, headMs: 0, head })[Symbol.asyncIterator]();
    await taken(texts);
    expect([await taken(texts), await taken(texts), await taken(texts), await taken(texts)]).toEqual([
      'id: 8\ndata: {"n":1}\n\n',
      'id: 9\ndata: {"n":2}\n\n',
      'event: head\ndata: 9:cd\n\n',
      'id: 10\ndata: {"n":3}\n\n',
    ]);
    await texts.return?.();
  });

  it('reads no further ahead than one message, however long its receiver takes', async () => {
    const { messages, asked } = endless();
    const texts = serverSentEvents(messages, care)[Symbol.asyncIterator]();
    await taken(texts);
    await taken(texts);
    expect(asked()).toBe(1);
    await texts.return?.();
  });

  it('sends a receiver away that takes nothing for too long, and says where to go on', async () => {
    jest.useFakeTimers();
    const cutOff = jest.fn();
    const texts = serverSentEvents(endless().messages, { ...care, cutOff })[Symbol.asyncIterator]();
    await taken(texts);
    await taken(texts);
    jest.advanceTimersByTime(30_001);
    expect(await taken(texts)).toMatch(/^: too slow, .*Last-Event-ID 8\n\n$/);
    expect(await texts.next()).toMatchObject({ done: true });
    jest.advanceTimersByTime(60_000);
    expect(cutOff).not.toHaveBeenCalled();
  });

  it('cuts the line of a receiver that does not take that sentence either', async () => {
    jest.useFakeTimers();
    const cutOff = jest.fn();
    const texts = serverSentEvents(endless().messages, { ...care, cutOff })[Symbol.asyncIterator]();
    await taken(texts);
    jest.advanceTimersByTime(34_999);
    expect(cutOff).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(cutOff).toHaveBeenCalledTimes(1);
    await texts.return?.();
  });

  it('says that the service stops where the messages end, and is silent where the receiver has left', async () => {
    const texts = serverSentEvents(none(), care)[Symbol.asyncIterator]();
    await taken(texts);
    expect(await taken(texts)).toMatch(/^: the service stops; .*Last-Event-ID 7\n\n$/);
    expect(await texts.next()).toMatchObject({ done: true });
    const left = serverSentEvents(none(), { ...care, gone: AbortSignal.abort() })[Symbol.asyncIterator]();
    await taken(left);
    expect(await left.next()).toMatchObject({ done: true });
  });
});
