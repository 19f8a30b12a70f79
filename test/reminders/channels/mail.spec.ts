import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { MailChannel, mailTransport, type MailOptions, type MessageContent, type Outcome } from '#libs/reminders';
import { goOn, messageWith, reminder } from './sample-messages.js';

/** A message of each kind: a kind that is added is missing here until it is sent too. */
const EACH_KIND: Record<MessageContent['kind'], MessageContent> = {
  reminder,
  'milestone-moved': { ...reminder, kind: 'milestone-moved', before: '2026', because: null, nextAt: null },
  'milestone-cancelled': { ...reminder, kind: 'milestone-cancelled', before: '2026', because: null, nextAt: null },
  development: {
    kind: 'development',
    change: 'fact',
    fact: {
      id: 'a-fact',
      type: 'dialogue.held',
      title: 'Talks were held',
      summary: null,
      occurred: '2026-05',
      known: '2026-06-01',
      url: 'https://dateline.example/facts/a-fact',
    },
    subject: { id: 'talks', name: 'Talks' },
    changes: [],
    reason: null,
    sources: [],
  },
  digest: { kind: 'digest', period: 'daily', items: [reminder] },
  confirmation: {
    kind: 'confirmation',
    about: 'Talks',
    confirmUrl: 'https://dateline.example/confirm?token=c',
    validUntil: '2026-12-09T15:00:00Z',
  },
  links: { kind: 'links' },
  disabled: { kind: 'disabled', reason: 'It answers 500.', failingSince: '2026-12-01T15:00:00Z' },
  test: { kind: 'test' },
};

let arrived: { mail: ParsedMail; sender: string; recipients: string[]; raw: string }[];
let refuse: Error | undefined;
/** Reads one mail to its end, with the recipients of its envelope. */
async function take(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const recipients = session.envelope.rcptTo.map(({ address }) => address);
  const { mailFrom } = session.envelope;
  const sender = mailFrom === false ? '' : mailFrom.address;
  const raw = (await buffer(stream)).toString();
  arrived.push({ mail: await simpleParser(raw), sender, recipients, raw });
  return 'taken';
}
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  onRcptTo: (_address, _session, callback) => callback(refuse),
  onData: (stream, session, callback) => callbackify(take)(stream, session, callback),
});
let channel: MailChannel;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  channel = channelTo(`smtp://127.0.0.1:${port}`);
});
beforeEach(() => {
  arrived = [];
  refuse = undefined;
});
afterAll(async () => {
  channel.close();
  await new Promise<void>((resolve) => server.close(resolve));
});

function channelTo(smtpUrl: string | undefined, dataDir = '/nowhere', sender: Partial<MailOptions> = {}): MailChannel {
  const transport = mailTransport({ dataDir, ...(smtpUrl === undefined ? {} : { smtpUrl }) });
  return new MailChannel({ transport, publicUrl: 'https://dateline.example', ...sender });
}

function send(content: MessageContent, address = 'reader@example.org', through = channel): Promise<Outcome> {
  return through.deliver(messageWith(content), { type: 'email', address }, 1, goOn);
}

describe('mail', () => {
  it.each(Object.values(EACH_KIND))('has a head of the log for its reader to keep: $kind', async (content) => {
    const { logHead } = messageWith(content);
    expect(await send(content)).toMatchObject({ result: 'sent' });
    const [{ mail }] = arrived as [(typeof arrived)[0]];
    expect([mail.text, mail.html]).toEqual([expect.stringContaining(logHead), expect.stringContaining(logHead)]);
  });

  it.each(Object.values(EACH_KIND))('says how new the data is where it has news: $kind', async (content) => {
    await send(content);
    const [{ mail }] = arrived as [(typeof arrived)[0]];
    const isNews = ['reminder', 'milestone-moved', 'milestone-cancelled', 'development', 'digest'].includes(
      content.kind,
    );
    const { coverage } = messageWith(content);
    expect([mail.text, mail.html].map((text) => String(text).replaceAll(/\s+/g, ' ').includes(coverage))).toEqual([
      isNews,
      isNews,
    ]);
    expect(String(mail.text).includes('Newest news of what is shown:')).toBe(isNews);
  });

  it('arrives as text and HTML, from the service, to the reader, and explains itself', async () => {
    expect(await send(reminder)).toEqual({ result: 'sent', detail: '250 taken' });
    const [{ mail, recipients }] = arrived as [(typeof arrived)[0]];
    expect(recipients).toEqual(['reader@example.org']);
    expect(mail.from?.value).toEqual([{ name: 'Dateline', address: 'dateline@dateline.example' }]);
    expect(mail.subject).toBe('Joint review of the agreement: 2027');
    for (const said of ['No day is fixed', '30 days before', 'Article 34.7', 'https://example.org/text'])
      expect(mail.text).toContain(said);
    expect(mail.text).toContain('25 December 2026 at 09:00 (America/Mexico_City)');
    expect(mail.html).toContain('href="https://dateline.example/subscriptions/sub-1?token=manage"');
  });

  it('comes from the sender and is answered to the address that are set', async () => {
    const { port } = server.server.address() as AddressInfo;
    const own = channelTo(`smtp://127.0.0.1:${port}`, '/nowhere', {
      from: 'Fechas México <dates@example.org>',
      replyTo: 'desk@example.org',
    });
    await send(reminder, 'reader@example.org', own);
    own.close();
    const [{ mail, sender }] = arrived as [(typeof arrived)[0]];
    expect(mail.from?.value).toEqual([{ name: 'Fechas México', address: 'dates@example.org' }]);
    expect(mail.replyTo?.value).toEqual([{ name: '', address: 'desk@example.org' }]);
    // Bounces go to the sender of the envelope, which servers write into Return-Path.
    expect(sender).toBe('dates@example.org');
    expect(mail.headers.has('sender')).toBe(false);
  });

  it.each(Object.values(EACH_KIND))('comes from the sender that is set, of every kind: $kind', async (content) => {
    const { port } = server.server.address() as AddressInfo;
    const from = '"Dates, Inc." <dates@example.org>';
    const own = channelTo(`smtp://127.0.0.1:${port}`, '/nowhere', { from, replyTo: 'desk@example.org' });
    await send(content, 'reader@example.org', own);
    own.close();
    const [{ mail, sender }] = arrived as [(typeof arrived)[0]];
    expect(mail.from?.value).toEqual([{ name: 'Dates, Inc.', address: 'dates@example.org' }]);
    expect([sender, mail.replyTo?.text]).toEqual(['dates@example.org', 'desk@example.org']);
  });

  it('holds nothing that a terminal acts on or that turns its words', async () => {
    const name = 'Pact\u001b[2J\u0085\u202e end';
    await send({ ...reminder, milestone: { ...reminder.milestone, title: name } });
    const [{ mail }] = arrived as [(typeof arrived)[0]];
    for (const text of [mail.subject, mail.text, String(mail.html)])
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
  });

  it('can be ended by one POST, as RFC 8058 has it, and asks for no automatic answer', async () => {
    await send(reminder);
    const headers = new Map(arrived[0]!.mail.headerLines.map(({ key, line }) => [key, line.slice(key.length + 2)]));
    const unfolded = headers.get('list-unsubscribe')!.replace(/\r?\n\s+/g, '');
    expect(unfolded).toBe('<https://dateline.example/subscriptions/sub-1/unsubscribe?token=end>');
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('keeps its Message-ID when it is sent again', async () => {
    await send(reminder);
    await send(reminder);
    expect(arrived).toHaveLength(2);
    expect(arrived[0]!.mail.messageId).toMatch(/^<[0-9a-f]{40}@dateline\.example>$/);
    expect(arrived[1]!.mail.messageId).toBe(arrived[0]!.mail.messageId);
  });

  it('asks for confirmation without belonging to a list', async () => {
    await send({
      kind: 'confirmation',
      about: 'milestones of usmca.',
      confirmUrl: 'https://dateline.example/subscriptions/sub-1/confirm?token=c',
      validUntil: '2026-12-03T15:00:00Z',
    });
    const [{ mail }] = arrived as [(typeof arrived)[0]];
    expect(mail.headers.has('list-unsubscribe')).toBe(false);
    expect(mail.html).toContain('href="https://dateline.example/subscriptions/sub-1/confirm?token=c"');
    expect(mail.text).not.toContain('unsubscribe');
  });

  it('shows hostile text as text, and lets it make no header, recipient or markup', async () => {
    const hostile = 'Review\r\nBcc: other@example.org\u2028 <script>alert("1")</script> \u202Eevil';
    const milestone = { ...reminder.milestone, title: hostile };
    await send({
      ...reminder,
      milestone: { ...milestone, sources: [{ title: '<b>', publisher: '"&', url: 'javascript:alert(1)' }] },
    });
    const [{ mail, recipients, raw }] = arrived as [(typeof arrived)[0]];
    expect(recipients).toEqual(['reader@example.org']);
    expect(mail.bcc).toBeUndefined();
    expect(raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
    expect(mail.subject).toBe('Review Bcc: other@example.org <script>alert("1")</script> evil: 2027');
    expect(mail.html).not.toContain('<script');
    expect(mail.html).not.toContain('href="javascript:');
  });

  it.each([
    [550, { permanent: true }],
    [451, { permanent: false }],
  ])('that the server refuses with %s ends as %j', async (responseCode, outcome) => {
    refuse = Object.assign(new Error('not here'), { responseCode });
    expect(await send(reminder)).toMatchObject({ result: 'failed', ...outcome });
    expect(arrived).toEqual([]);
  });

  it('that a server refuses by name is on record without the address, which can be erased', async () => {
    refuse = Object.assign(new Error('no mailbox <Reader@example.org> here'), { responseCode: 550 });
    const outcome = await send(reminder);
    expect(outcome).toMatchObject({ reason: expect.stringContaining('no mailbox <(the address)> here') });
    expect(JSON.stringify(outcome).toLowerCase()).not.toContain('reader@example.org');
  });

  it('may be tried again where no server answers', async () => {
    const away = channelTo('smtp://127.0.0.1:1');
    expect(await send(reminder, undefined, away)).toMatchObject({ result: 'failed', permanent: false });
    away.close();
  });

  it('goes into files of the outbox where no server is named, each whole', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dateline-mail-'));
    const files = channelTo(undefined, folder);
    expect(await send(reminder, undefined, files)).toMatchObject({ result: 'sent' });
    const names = await readdir(join(folder, 'outbox'));
    expect(names).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*\.eml$/)]);
    const mail = await simpleParser(await readFile(join(folder, 'outbox', names[0]!)));
    expect(mail.subject).toBe('Joint review of the agreement: 2027');
    expect(mail.to).toMatchObject({ value: [{ address: 'reader@example.org' }] });
    await rm(folder, { recursive: true });
  });
});
