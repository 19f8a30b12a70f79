import { webhookUrlProblem } from './webhook-url.js';

const GUARDED = { allowPrivate: false };
const OPEN = { allowPrivate: true };

describe('the address of a webhook', () => {
  it.each([
    'https://example.org/hook',
    'https://example.org:8443/hook?team=a',
    'https://93.184.215.14/',
    'https://[2606:4700:4700::1111]/',
    'https://example.org./hook',
    'https://xn--bcher-kva.example.org/',
  ])('may be %s', (url) => {
    expect(webhookUrlProblem(url, GUARDED)).toBeNull();
  });

  it.each([
    ['http://example.org/hook', 'https://'],
    ['ftp://example.org/', 'https://'],
    ['file:///etc/passwd', 'https://'],
    ['javascript:alert(1)', 'https://'],
    ['example.org/hook', 'not an address'],
    ['https://', 'not an address'],
    ['https://user:secret@example.org/', 'user name or password'],
    ['https://example.org@127.0.0.1/', 'user name or password'],
    ['https://example.org/#part', 'behind #'],
    ['https://127.0.0.1/', 'private, local or reserved'],
    ['https://127.1/', 'private, local or reserved'],
    ['https://0177.0.0.1/', 'private, local or reserved'],
    ['https://0x7f.1/', 'private, local or reserved'],
    ['https://2130706433/', 'private, local or reserved'],
    ['https://169.254.169.254/latest/meta-data/', 'private, local or reserved'],
    ['https://[::1]/', 'private, local or reserved'],
    ['https://[::ffff:10.0.0.1]/', 'private, local or reserved'],
    ['https://0/', 'private, local or reserved'],
    ['https://localhost/', 'private network'],
    ['https://LOCALHOST./', 'private network'],
    ['https://hook.localhost/', 'private network'],
    ['https://hook.default.svc/', 'private network'],
    ['https://hook.exa\tmple.org/', 'control character'],
    ['https://hook.example.org\\@10.0.0.1/', 'backslash'],
    ['https://hook.example.org/a b', 'space'],
    ['https://metadata.google.internal/', 'private network'],
    ['https://printer.local/', 'private network'],
    ['https://intranet/', 'private network'],
    ['https://example.org:22/', 'port 443 or 8443'],
    ['https://93.184.215.14:6379/', 'port 443 or 8443'],
    [`https://example.org/${'a'.repeat(2_000)}`, 'longer than'],
  ])('may not be %s', (url, reason) => {
    expect(webhookUrlProblem(url, GUARDED)).toContain(reason);
  });

  it.each(['http://127.0.0.1:8080/hook', 'https://[::1]:9000/', 'http://localhost:8080/', 'http://hook.internal/'])(
    'may be %s where the settings allow private targets',
    (url) => {
      expect(webhookUrlProblem(url, OPEN)).toBeNull();
    },
  );

  it.each([
    ['ftp://127.0.0.1/', 'https://'],
    ['http://user@127.0.0.1/', 'user name'],
    ['http://8.8.8.8/', 'https:// and use port'],
    ['https://8.8.8.8:22/', 'https:// and use port'],
    ['http://169.254.169.254/', 'private, local or reserved'],
    ['http://[fe80::1]/', 'private, local or reserved'],
    ['http://[::ffff:169.254.169.254]/', 'private, local or reserved'],
  ])('may not be %s where the settings allow private targets', (url, reason) => {
    expect(webhookUrlProblem(url, OPEN)).toContain(reason);
  });
});
