import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Where a conversation by SMTP stands: the command that is answered, `greeting` before the first, `dot` after a message. */
export type Step = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'dot' | 'RSET' | 'QUIT';

/**
 * What happens at a step: a reply, the end of the connection in two ways, nothing at all, or the usual reply; `lost`: a
 * message is taken, and the connection ends before that is said.
 */
export type Behaviour = { reply: string } | 'reset' | 'fin' | 'silence' | 'lost' | undefined;

/** A mail server that does what a spec says at each command. */
export interface ScriptedMailServer {
  host: string;
  /** What it offers in its answer to EHLO. */
  extensions: string[];
  behave(step: Step, line: string): Behaviour | Promise<Behaviour>;
  /** The steps of all conversations, in their order. */
  steps: Step[];
  /** The Message-ID of each message that it answered with 2xx after the final dot. */
  accepted: string[];
  /** Takes the text of each of them. */
  take?: (message: string) => void;
  /** Ends all connections. */
  hangUp(): void;
  /** How many connections are open. */
  open(): number;
  stop(): Promise<void>;
}

const USUAL: Record<Step, string> = {
  greeting: '220 scripted ESMTP',
  EHLO: '250 scripted',
  STARTTLS: '454 4.7.0 TLS not available',
  AUTH: '235 2.7.0 welcome',
  MAIL: '250 2.1.0 ok',
  RCPT: '250 2.1.5 ok',
  DATA: '354 go on',
  dot: '250 2.0.0 taken',
  RSET: '250 2.0.0 ok',
  QUIT: '221 2.0.0 bye',
};

/** Starts one on a port of its own. */
export async function startScriptedMailServer(): Promise<ScriptedMailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    void converse(socket, scripted);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scripted: ScriptedMailServer = {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    extensions: [],
    behave: () => undefined,
    steps: [],
    accepted: [],
    open: () => sockets.size,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      scripted.hangUp();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return scripted;
}

async function converse(socket: Socket, script: ScriptedMailServer): Promise<void> {
  if (!(await answer(socket, script, 'greeting', ''))) return;
  let message: string | undefined;
  /** What the transaction has by now: a server takes no recipient without a sender, and no message without a recipient. */
  let has: Step | undefined;
  for await (const line of linesOf(socket)) {
    if (message !== undefined && line !== '.') {
      message += `${line}\n`;
      continue;
    }
    const step = message === undefined ? stepOf(line) : 'dot';
    if ((step === 'RCPT' && has === undefined) || (step === 'DATA' && has !== 'RCPT')) {
      socket.write('503 5.5.1 bad sequence of commands\r\n');
      continue;
    }
    const reply = await answer(socket, script, step, line);
    if (reply === 'lost') take(script, message ?? '');
    if (reply === undefined || reply === 'lost') return;
    if ((step === 'MAIL' || step === 'RCPT') && reply.startsWith('2')) has = step;
    if (step === 'dot' || step === 'RSET') has = undefined;
    if (step === 'dot') {
      if (reply.startsWith('2')) take(script, message ?? '');
      message = undefined;
    }
    if (step === 'DATA' && reply.startsWith('3')) message = '';
  }
}

function take(script: ScriptedMailServer, message: string): void {
  script.accepted.push(/^Message-ID: (\S+)/im.exec(message)?.[1] ?? '');
  script.take?.(message);
}

/** Answers a step. @returns the reply, or `lost`; undefined where the conversation is over otherwise */
async function answer(
  socket: Socket,
  script: ScriptedMailServer,
  step: Step,
  line: string,
): Promise<string | undefined> {
  script.steps.push(step);
  const behaviour = await script.behave(step, line);
  if (behaviour === 'silence') return undefined;
  if (behaviour === 'reset' || behaviour === 'lost') socket.resetAndDestroy();
  else if (behaviour === 'fin') socket.end();
  else {
    const usual = step === 'EHLO' ? [USUAL.EHLO.slice(4), ...script.extensions] : [USUAL[step].slice(4)];
    const code = USUAL[step].slice(0, 3);
    const lines = usual.map((text, index) => `${code}${index < usual.length - 1 ? '-' : ' '}${text}`);
    const reply = behaviour?.reply ?? lines.join('\r\n');
    socket.write(`${reply}\r\n`);
    return reply;
  }
  return behaviour === 'lost' ? 'lost' : undefined;
}

async function* linesOf(socket: Socket): AsyncIterable<string> {
  let rest = '';
  try {
    for await (const part of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const lines = (rest + part.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch {
    // The other side closed it.
  }
}

function stepOf(line: string): Step {
  const word = line.split(' ')[0]!.toUpperCase();
  if (word === 'HELO') return 'EHLO';
  return word in USUAL ? (word as Step) : 'AUTH';
}
