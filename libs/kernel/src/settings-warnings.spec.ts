import { settingsWarnings } from './settings-warnings.js';

const served = { listens: true, isTrial: false };
const safe = { host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', smtpUrl: 'smtp://mail.example' };

describe('Warnings about settings', () => {
  it('are none for a service of this machine alone, nor for one behind https', () => {
    expect(settingsWarnings(safe, served)).toEqual([]);
    const behindProxy = { ...safe, host: '0.0.0.0', publicUrl: 'https://dates.example' };
    expect(settingsWarnings({ ...behindProxy, trustProxy: 1 }, served)).toEqual([]);
    expect(settingsWarnings(behindProxy, served)).toEqual([expect.stringContaining('TRUST_PROXY')]);
    for (const host of ['localhost', '::1', '127.0.0.2'])
      expect(settingsWarnings({ ...safe, host }, served)).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'dates.example'])('say that HOST %s is reached without https', (host) => {
    expect(settingsWarnings({ ...safe, host }, served)).toEqual([expect.stringContaining(`HOST ${host}`)]);
    expect(settingsWarnings({ ...safe, host }, { ...served, listens: false })).toEqual([]);
  });

  it('say that mail reaches nobody without SMTP_URL, but for npm start', () => {
    const withoutServer = { ...safe, smtpUrl: undefined };
    expect(settingsWarnings(withoutServer, served)).toEqual([expect.stringContaining('SMTP_URL')]);
    expect(settingsWarnings(withoutServer, { ...served, isTrial: true })).toEqual([]);
  });
});
