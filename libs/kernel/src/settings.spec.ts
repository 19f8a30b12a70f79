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
      readAccess: 'public',
      webhookAllowPrivate: false,
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
        DATABASE_URL: 'mysql://x',
        READ_ACCESS: 'all',
        WEBHOOK_ALLOW_PRIVATE: 'yes',
        LOG_LEVEL: 'loud',
        CLOCK_START: '2024-13-01',
        ADMIN_KEY: 'short',
      }),
    ).toEqual([
      expect.stringContaining('PORT'),
      expect.stringMatching(/^ADMIN_KEY carries at most \d+ of the 128 bits .*openssl rand -hex 32/),
      expect.stringContaining('DATABASE_URL'),
      expect.stringContaining('READ_ACCESS'),
      expect.stringContaining('WEBHOOK_ALLOW_PRIVATE'),
      expect.stringContaining('LOG_LEVEL'),
      expect.stringContaining('CLOCK_START'),
    ]);
  });

  it.each(['0', '-1', '65536', '3000x', '1e3'])('refuse the port %s', (port) => {
    expect(refusals({ PORT: port })).toHaveLength(1);
  });

  it('refuse an instant that no calendar has', () => {
    expect(refusals({ CLOCK_START: '2024-02-30T00:00:00Z' })).toHaveLength(1);
  });
});
