import { MailChannel, mailTransport, type Outcome } from '#libs/reminders';
import { goOn, messageWith, reminder } from './sample-messages.js';
import { startScriptedMailServer, type Behaviour, type ScriptedMailServer, type Step } from './scripted-mail-server.js';

/** A step, what is offered and given so that it is reached, and whether commands come one by one. */
const STEPS: { step: Step; extensions: string[]; user?: string }[] = [
  { step: 'greeting', extensions: [] },
  { step: 'EHLO', extensions: [] },
  { step: 'STARTTLS', extensions: ['STARTTLS'] },
  { step: 'AUTH', extensions: ['AUTH PLAIN LOGIN'], user: 'dates:secret@' },
  { step: 'MAIL', extensions: [] },
  { step: 'RCPT', extensions: [] },
  { step: 'RCPT', extensions: ['PIPELINING', 'ENHANCEDSTATUSCODES'] },
  { step: 'DATA', extensions: [] },
  { step: 'dot', extensions: [] },
  { step: 'QUIT', extensions: [] },
];

const CLASSES: Record<string, Behaviour> = {
  'bad mailbox': { reply: '550 5.1.1 no such mailbox' },
  'bad mailbox, in several lines': { reply: '550-5.1.1 no such mailbox,\r\n550 5.1.1 at this domain' },
  'bad mailbox, as qmail has it': { reply: '550 sorry, no mailbox here by that name. (#5.1.1)' },
  'domain without mail': { reply: '556 5.1.10 null MX' },
  'disabled mailbox': { reply: '550 5.2.1 disabled' },
  'full mailbox': { reply: '552 5.2.2 mailbox full' },
  'full mailbox, for now': { reply: '452 4.2.2 mailbox full' },
  'bad sender': { reply: '553 5.1.8 sender domain not found' },
  'sender at an address code': { reply: '550 5.1.0 Sender address rejected' },
  'TLS needed': { reply: '530 5.7.0 must issue a STARTTLS command first' },
  'relaying denied': { reply: '550 5.7.1 relaying denied' },
  'relaying denied, without a code': { reply: '550 relay not permitted' },
  'relaying denied, as qmail has it': { reply: '553 sorry, not in my list of allowed rcpthosts (#5.7.1)' },
  'no such user, without a code': { reply: '550 no such user' },
  'mailbox name not allowed, without a code': { reply: '553 mailbox name not allowed' },
  'full, without a code': { reply: '552 exceeded storage allocation' },
  'failed, without a code': { reply: '554 transaction failed' },
  'local error': { reply: '451 4.3.0 try again' },
  'postponed, without a code': { reply: '450 try again' },
  'shutting down': { reply: '421 4.3.2 shutting down' },
  nonsense: { reply: 'SSH-2.0-OpenSSH_9.2' },
  reset: 'reset',
  FIN: 'fin',
};

/** Ends the message: the reader's mailbox, named by the server at RCPT TO. */
const ENDS = new Set([
  'bad mailbox',
  'bad mailbox, in several lines',
  'bad mailbox, as qmail has it',
  'domain without mail',
  'disabled mailbox',
  'no such user, without a code',
  'mailbox name not allowed, without a code',
]);
/** Is the recipient's trouble too, and tried again: what may pass, and what is said only after the message. */
const THEIRS: Partial<Record<Step, Set<string>>> = {
  RCPT: new Set(['full mailbox', 'full mailbox, for now', 'full, without a code']),
};
THEIRS.DATA = new Set([
  ...[...ENDS].filter((name) => !name.includes('without a code')),
  'full mailbox',
  'full mailbox, for now',
]);
THEIRS.dot = THEIRS.DATA;

function expected(step: Step, name: string): object {
  if (step === 'QUIT') return { result: 'sent' };
  if (step === 'RCPT' && ENDS.has(name)) return { result: 'failed', fault: 'recipient', permanent: true };
  const fault = THEIRS[step]?.has(name) ? 'recipient' : 'operator';
  return { result: 'failed', fault, permanent: false, noMailbox: false };
}

describe('the fault of a mail server that answers', () => {
  let server: ScriptedMailServer;

  beforeAll(async () => {
    server = await startScriptedMailServer();
  });
  afterAll(() => server.stop());

  async function sendOnce(user = ''): Promise<Outcome> {
    const transport = mailTransport({ smtpUrl: `smtp://${user}${server.host}`, dataDir: '/nowhere' });
    const channel = new MailChannel({ transport, publicUrl: 'https://dateline.example' });
    const target = { type: 'email', address: 'reader@example.org' } as const;
    const outcome = await channel.deliver(messageWith(reminder), target, 1, goOn);
    channel.close();
    return outcome;
  }

  describe.each(STEPS)('at $step, offering $extensions:', ({ step, extensions, user }) => {
    it.each(Object.keys(CLASSES))('%s', async (name) => {
      server.extensions = extensions;
      server.behave = (at) => (at === step ? CLASSES[name] : undefined);
      server.accepted = [];
      server.steps = [];
      expect(await sendOnce(user)).toMatchObject(expected(step, name));
      expect(server.accepted).toHaveLength(step === 'QUIT' ? 1 : 0);
      if (step !== 'QUIT') expect(server.steps).toContain(step);
    });
  });

  it('for good about a mailbox that does not exist has nothing more sent to it, and that only at RCPT TO', async () => {
    server.extensions = [];
    const without = async (step: Step, reply: string) => {
      server.behave = (at) => (at === step ? { reply } : undefined);
      const outcome = await sendOnce();
      return outcome.result === 'failed' && outcome.noMailbox;
    };
    expect(await without('RCPT', '550 5.1.1 no such mailbox')).toBe(true);
    expect(await without('RCPT', '550 5.1.2 no such domain')).toBe(false);
    expect(await without('RCPT', '550 no such mailbox')).toBe(false);
    expect(await without('dot', '550 5.1.1 no such mailbox')).toBe(false);
    expect(await without('MAIL', '550 5.1.1 no such mailbox')).toBe(false);
  });

  it('nobody, as nothing listens there', async () => {
    const gone = await startScriptedMailServer();
    await gone.stop();
    const transport = mailTransport({ smtpUrl: `smtp://${gone.host}`, dataDir: '/nowhere' });
    const channel = new MailChannel({ transport, publicUrl: 'https://dateline.example' });
    const target = { type: 'email', address: 'reader@example.org' } as const;
    const outcome = await channel.deliver(messageWith(reminder), target, 1, goOn);
    channel.close();
    expect(outcome).toMatchObject({ result: 'failed', fault: 'operator', permanent: false });
  });
});
