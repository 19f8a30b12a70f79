import { settingsWarnings } from './settings-warnings.js';

const served = { listens: true, isTrial: false };
const safe = { host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', smtpUrl: 'smtp://mail.example' };

describe('Warnings about settings', () => {
  it('are none for a service of this machine alone, nor for one behind https', () => {
    expect(settingsWarnings(safe, served)).toEqual([]);
    const behindProxy = { ...safe, host: '0.0.0.0', publicUrl: 'https://dates.example', trustProxy: 1 };
    expect(settingsWarnings(behindProxy, served)).toEqual([]);
    for (const host of ['localhost', '::1', '127.0.0.2'])
      expect(settingsWarnings({ ...safe, host }, served)).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'dates.example'])('say that HOST %s is reached without https', (host) => {
    expect(settingsWarnings({ ...safe, host }, served)).toEqual([expect.stringContaining(`HOST ${host}`)]);
    expect(settingsWarnings({ ...safe, host }, { ...served, listens: false })).toEqual([]);
  });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'say at HOST %s that https means a proxy, which TRUST_PROXY does not name',
    (host) => {
      const warnings = settingsWarnings({ ...safe, host, publicUrl: 'https://dates.example' }, served);
      expect(warnings).toEqual([expect.stringContaining('TRUST_PROXY')]);
    },
  );

  it('say that mail reaches nobody without SMTP_URL, but for npm start', () => {
    const withoutServer = { ...safe, smtpUrl: undefined };
    expect(settingsWarnings(withoutServer, served)).toEqual([expect.stringContaining('SMTP_URL')]);
    expect(settingsWarnings(withoutServer, { ...served, isTrial: true })).toEqual([]);
  });
});
