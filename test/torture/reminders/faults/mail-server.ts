import { simpleParser } from 'mailparser';
import {
  startScriptedMailServer,
  type Behaviour,
  type ScriptedMailServer,
  type Step,
} from '../../../reminders/channels/scripted-mail-server.js';
import type { Chance } from '../../chance.js';
import type { TortureFault } from './fault.js';

/** A mail that was taken. */
export interface ArrivedMail {
  to: string;
  subject: string;
  text: string;
  id: string;
  /** By `performance.now()`. */
  at: number;
}

interface MailFault {
  step: Step;
  behaviour: Exclude<Behaviour, undefined>;
  /** It says that there is no such mailbox, which ends a message. */
  endsMessages?: true;
}

const ANY_STEP: Exclude<Behaviour, undefined>[] = [
  { reply: '421 try again later' },
  { reply: '451 4.3.0 local trouble' },
  { reply: '554 refused' },
  { reply: '550 5.7.1 refused by policy' },
  'reset',
  'fin',
  'silence',
];
const STEPS: Step[] = ['greeting', 'EHLO', 'STARTTLS', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'dot'];
/** What ends a message, and what looks like it. */
const MAILBOXES: MailFault[] = [
  ...['550 5.1.1 no such mailbox', '550 no such mailbox', '553 5.1.3 no mailbox has such a name'].map((reply) => ({
    step: 'RCPT' as const,
    behaviour: { reply },
    endsMessages: true as const,
  })),
  { step: 'RCPT', behaviour: { reply: '550 relaying denied' } },
  { step: 'RCPT', behaviour: { reply: '452 4.2.2 mailbox full' } },
  { step: 'dot', behaviour: { reply: '552 5.2.2 mailbox full' } },
  { step: 'dot', behaviour: { reply: '550 5.1.1 no such mailbox' } },
  { step: 'dot', behaviour: 'lost' },
  { step: 'STARTTLS', behaviour: { reply: '220 go ahead, though there is no TLS' } },
];
/** At most so many messages are ended by one fault. */
const MOST_ENDED = 2;
/** At these the pool of connections stands no more. */
const SET_UP: Step[] = ['greeting', 'EHLO', 'STARTTLS', 'AUTH'];

/** The mail server of the operator, which is not always well. */
export class TorturedMailServer {
  /** How often mailboxes were said not to exist, by address. */
  readonly ended = new Map<string, number>();
  hits = 0;
  readonly #taken: { message: string; at: number }[] = [];
  #fault: MailFault | undefined;
  #endedNow = 0;

  private constructor(private readonly server: ScriptedMailServer) {
    server.extensions = ['AUTH PLAIN'];
    server.behave = (step, line) => this.#behave(step, line);
    server.take = (message) => void this.#taken.push({ message, at: performance.now() });
  }

  static async start(): Promise<TorturedMailServer> {
    return new TorturedMailServer(await startScriptedMailServer());
  }

  /** For SMTP_URL. */
  get url(): string {
    return `smtp://torture:secret@${this.server.host}`;
  }

  /** The faults that it may have, in an order by chance. */
  faults(chance: Chance): ((lastsMs: number) => TortureFault)[] {
    const anywhere = STEPS.flatMap((step) => ANY_STEP.map((behaviour): MailFault => ({ step, behaviour })));
    // What is about mailboxes is among the first, of each round of the same length.
    const all = [...chance.shuffled(MAILBOXES), ...chance.shuffled(anywhere)];
    return all.map((fault) => (lastsMs) => ({
      kind: 'mail server',
      what: `at ${fault.step} ${typeof fault.behaviour === 'string' ? fault.behaviour : fault.behaviour.reply}`,
      lastsMs,
      begin: async () => {
        this.server.extensions = ['AUTH PLAIN', ...(fault.step === 'STARTTLS' ? ['STARTTLS'] : [])];
        this.#endedNow = 0;
        this.#fault = fault;
        if (SET_UP.includes(fault.step)) this.server.hangUp();
      },
      end: async () => {
        this.#fault = undefined;
        this.server.extensions = ['AUTH PLAIN'];
        // What waits for an answer gets none.
        this.server.hangUp();
      },
    }));
  }

  async mails(): Promise<ArrivedMail[]> {
    return Promise.all(
      this.#taken.map(async ({ message, at }) => {
        const { to, subject = '', text = '', messageId = '' } = await simpleParser(message);
        const [address] = [to].flat().flatMap((one) => one?.value ?? []);
        return { to: address?.address ?? '', subject, text, id: messageId, at };
      }),
    );
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  #behave(step: Step, line: string): Behaviour {
    const fault = this.#fault;
    if (fault?.step !== step) return undefined;
    if (fault.endsMessages) {
      if (this.#endedNow === MOST_ENDED) return undefined;
      this.#endedNow++;
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      this.ended.set(address, (this.ended.get(address) ?? 0) + 1);
    }
    this.hits++;
    return fault.behaviour;
  }
}
