import { readSettings, SettingsError } from './settings.js';

/** The sentences with which settings are refused; none where they are taken. */
function refusals(env: Record<string, string>): string[] {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.sentences;
    throw error;
  }
}

describe('Settings', () => {
  it('have the defaults of the contract where nothing is set', () => {
    expect(readSettings({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDir: '.dateline',
      publicUrl: 'http://127.0.0.1:3000',
      allowedHosts: [],
      workerHost: '127.0.0.1',
      readAccess: 'public',
      webhookAllowPrivate: false,
      rateLimit: 1200,
      logLevel: 'info',
      seed: 'us-mexico',
    });
  });

  it('take an empty variable for an unset one', () => {
    expect(readSettings({ PORT: '', SEED: ' ' })).toMatchObject({ port: 3000, seed: 'us-mexico' });
  });

  it('make PUBLIC_URL from HOST and PORT, reachable also where the service listens everywhere', () => {
    expect(readSettings({ HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    expect(readSettings({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000');
    expect(readSettings({ PUBLIC_URL: 'https://dates.example/' }).publicUrl).toBe('https://dates.example');
  });

  it('read CLOCK_START as an instant, a day as its first', () => {
    expect(readSettings({ CLOCK_START: '2024-09-16T09:00:00+02:00' }).clockStart).toBe('2024-09-16T07:00:00.000Z');
    expect(readSettings({ CLOCK_START: '2024-09-16' }).clockStart).toBe('2024-09-16T00:00:00.000Z');
  });

  it('are refused with one sentence for each that cannot be used', () => {
    expect(
      refusals({
        PORT: '70000',
        WORKER_PORT: 'none',
        DATABASE_URL: 'mysql://x',
        READ_ACCESS: 'all',
        WEBHOOK_ALLOW_PRIVATE: 'yes',
        LOG_LEVEL: 'loud',
        CLOCK_START: '2024-13-01',
        ADMIN_KEY: 'x7Qp2Lw9Zt4K',
      }),
    ).toEqual([
      expect.stringMatching(/^PORT /),
      expect.stringMatching(/^ADMIN_KEY is too weak: about \d+ bits of entropy, 128 required; .*openssl rand -hex 32/),
      expect.stringContaining('DATABASE_URL'),
      'WORKER_PORT is "none"; it must be a number from 1 to 65535.',
      expect.stringContaining('READ_ACCESS'),
      expect.stringContaining('WEBHOOK_ALLOW_PRIVATE'),
      expect.stringContaining('LOG_LEVEL'),
      expect.stringContaining('CLOCK_START'),
    ]);
  });

  it.each(['password', 'administrator-key', 'abcdefghijklmnopqrstuvwxyz'])(
    'refuse the words or the run "%s" as ADMIN_KEY without a number of bits',
    (key) => {
      expect(refusals({ ADMIN_KEY: key })).toEqual([
        expect.stringMatching(
          /^ADMIN_KEY is too weak: it looks like words or a pattern, not like what a generator makes; make one/,
        ),
      ]);
    },
  );

  it.each([
    'dates@example.org',
    'Dates <dates@example.org>',
    'Fechas México <a.b+c@mail.example.org>',
    '"Dates, Inc." <dates@example.org>',
    'dates@[192.0.2.7]',
  ])('take %s as the sender of mail', (mailbox) => {
    expect(readSettings({ MAIL_FROM: mailbox, MAIL_REPLY_TO: mailbox })).toMatchObject({
      mailFrom: mailbox,
      mailReplyTo: mailbox,
    });
  });

  it.each([
    'dates',
    'a@b, c@d',
    'a@b\nBcc: c@d',
    'Dates <a@b> c',
    '<a@b',
    'a b@c',
    'Dates: <a@b.example>',
    '"Dates <a@b.example>',
    '(Dates <a@b.example>',
    'a@b..example',
    'a@-',
    '.a@b.example',
  ])('refuse %j as a mailbox', (mailbox) => {
    expect(refusals({ MAIL_FROM: mailbox })).toEqual([expect.stringContaining('MAIL_FROM')]);
    expect(refusals({ MAIL_REPLY_TO: mailbox })).toEqual([expect.stringContaining('MAIL_REPLY_TO')]);
  });

  it('read ALLOWED_HOSTS as names and addresses separated by commas', () => {
    expect(readSettings({ ALLOWED_HOSTS: 'dates.example, 10.0.0.7,[::7]' }).allowedHosts).toEqual([
      'dates.example',
      '10.0.0.7',
      '[::7]',
    ]);
    for (const hosts of ['https://dates.example', 'dates.example:80', '*', 'a b', 'a/b'])
      expect(refusals({ ALLOWED_HOSTS: hosts })).toEqual([expect.stringContaining('ALLOWED_HOSTS')]);
  });

  it('read TRUST_PROXY as addresses and ranges, or as a number of proxies in a row', () => {
    expect(readSettings({ TRUST_PROXY: '10.0.0.5, 192.168.0.0/16,fd00::/8' }).trustProxy).toEqual([
      '10.0.0.5',
      '192.168.0.0/16',
      'fd00::/8',
    ]);
    expect(readSettings({ TRUST_PROXY: '2' }).trustProxy).toBe(2);
  });

  it.each([
    'all',
    'true',
    '*',
    '0',
    '11',
    '0.0.0.0',
    '0.0.0.0/0',
    '0.0.0.0/1',
    '::',
    '::/0',
    '::ffff:0:0/96',
    '10.0.0.0/8,all',
    '10.0.0.1/33',
    'fe80::1%eth0',
    'proxy.example',
    ',',
  ])('refuse TRUST_PROXY=%s, by which every client could choose its address or nobody is named', (value) => {
    expect(refusals({ TRUST_PROXY: value })).toEqual([expect.stringContaining('TRUST_PROXY')]);
  });

  it.each([32, 40, 48, 56, 64, 96])('read NAT64_PREFIXES, with the length %i', (length) => {
    const given = `2a01:db8::/${length}, 64:ff9b:1::/48`;
    expect(readSettings({ NAT64_PREFIXES: given }).nat64Prefixes).toEqual([`2a01:db8::/${length}`, '64:ff9b:1::/48']);
  });

  it('refuse NAT64_PREFIXES that RFC 6052 does not know', () => {
    expect(readSettings({}).nat64Prefixes).toBeUndefined();
    for (const wrong of [
      '2a01:db8::/33',
      '2a01:db8::/128',
      '2a01:db8::',
      '10.0.0.0/32',
      '2a01:db8:1::/32',
      '2a01:db8:0:0:100::/96',
      'none',
      '2a01:db8::/96,',
    ])
      expect(refusals({ NAT64_PREFIXES: wrong })).toEqual([expect.stringContaining('NAT64_PREFIXES')]);
  });

  it('read RATE_LIMIT as points per minute, or off', () => {
    expect(readSettings({ RATE_LIMIT: '300' }).rateLimit).toBe(300);
    expect(readSettings({ RATE_LIMIT: 'off' }).rateLimit).toBeNull();
    for (const wrong of ['59', '0', 'none', '-1', '1e6'])
      expect(refusals({ RATE_LIMIT: wrong })).toEqual([expect.stringContaining('RATE_LIMIT')]);
  });

  it('put a password that is set by itself into its address, escaped, unless the address has one', () => {
    const env = {
      DATABASE_URL: 'postgresql://dateline@postgres:5432/dateline?sslmode=disable',
      DATABASE_PASSWORD: 'a/b@c:%d#é',
      REDIS_URL: 'redis://redis:6379',
      REDIS_PASSWORD: 'p?w',
      SMTP_URL: 'smtp://user:own@mail.example:587',
      SMTP_PASSWORD: 'other',
    };
    const { databaseUrl = '', redisUrl, smtpUrl } = readSettings(env);
    expect(databaseUrl).toBe('postgresql://dateline:a%2Fb%40c%3A%25d%23%C3%A9@postgres:5432/dateline?sslmode=disable');
    expect(decodeURIComponent(new URL(databaseUrl).password)).toBe(env.DATABASE_PASSWORD);
    expect([redisUrl, smtpUrl]).toEqual(['redis://:p%3Fw@redis:6379', env.SMTP_URL]);
    expect(readSettings({ DATABASE_PASSWORD: 'alone' }).databaseUrl).toBeUndefined();
  });

  it.each(['c2hvcnQ=', 'x'.repeat(44), 'A'.repeat(43)])(
    'refuse %s as SECRETS_KEY, which is 32 bytes in base64',
    (key) => {
      expect(() => readSettings({ SECRETS_KEY: key })).toThrow('SECRETS_KEY');
      expect(readSettings({ SECRETS_KEY: `${'A'.repeat(43)}=` }).secretsKey).toEqual(Buffer.alloc(32));
    },
  );

  it.each(['0', '-1', '65536', '3000x', '1e3'])('refuse the port %s', (port) => {
    expect(refusals({ PORT: port })).toHaveLength(1);
  });

  it('refuse an instant that no calendar has', () => {
    expect(refusals({ CLOCK_START: '2024-02-30T00:00:00Z' })).toHaveLength(1);
  });
});
