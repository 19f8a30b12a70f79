import { MailChannel, mailTransport, subscriptionForm } from '#libs/reminders';
import { startMailReceiver, type MailReceiver } from '../outside.js';
import { goOn, messageWith } from './sample-messages.js';

const label = 'b'.repeat(63);
const ADDRESSES = [
  'ana@example.org',
  'Ana.Bea@Example.ORG',
  "o'neil@example.org",
  'ana+t.1@example.org',
  '_ana-1@example.co.uk',
  `${'a'.repeat(64)}@example.org`,
  `${'a'.repeat(65)}@example.org`,
  `ana@${label}.org`,
  `ana@b${label}.org`,
  `ana@${label}.${label}.${label}.org`,
  `ana@${label}.${label}.${label}.${label}.org`,
  'ana@b-.org',
  'ana@-b.org',
  'ana@xn--bcher-kva.example',
  'ana@bücher.example',
  'añá@example.org',
  'ana@example',
  'ana@127.0.0.1',
  'ana@[127.0.0.1]',
  '"ana bea"@example.org',
  '"a@b"@example.org',
  'ana@@example.org',
  '.ana@example.org',
  'ana.@example.org',
  'a..b@example.org',
  'ana@example..org',
  'ana@example.org.',
  ' ana@example.org',
  'a b@example.org',
  'ana@example.org, bea@example.org',
  'Ana <ana@example.org>',
  'ana@example.org>',
  'ana%b@example.org',
  'a\u0000@example.org',
  'ana@example.org\r\nBcc: bea@example.org',
  'a/b@example.org',
  'a!b@example.org',
  'ana@exa_mple.org',
  'ana@1.2',
];

describe('an address of mail', () => {
  let mail: MailReceiver;
  beforeAll(async () => {
    mail = await startMailReceiver();
  });
  afterAll(() => mail.stop());

  it('that the form accepts is reached as it was typed, and is within what RFC 5321 allows', async () => {
    const accepted = ADDRESSES.filter(
      (address) => subscriptionForm.safeParse({ channel: { type: 'email', address } }).success,
    );
    expect(accepted).toEqual([
      ...ADDRESSES.slice(0, 6),
      `ana@${label}.org`,
      `ana@${label}.${label}.${label}.org`,
      'ana@xn--bcher-kva.example',
    ]);
    const channel = new MailChannel({
      transport: mailTransport({ smtpUrl: mail.url, dataDir: '' }),
      publicUrl: 'http://a.test',
    });
    for (const address of accepted) {
      const outcome = await channel.deliver(messageWith({ kind: 'test' }), { type: 'email', address }, 1, goOn);
      expect({ address, outcome }).toMatchObject({ outcome: { result: 'sent' } });
    }
    channel.close();
    const reached = mail.arrived.flatMap(({ to }) =>
      (Array.isArray(to) ? to : [to!]).map(({ text }) => text.toLowerCase()),
    );
    // The parser of this spec shows the domain as people read it.
    const shown = accepted.map((address) => address.toLowerCase().replace('xn--bcher-kva', 'bücher'));
    expect(reached).toEqual(shown);
  });
});
