import type { Settings } from './settings.js';

const LOOPBACK = /^(localhost|::1|127(\.\d+){3})$/i;

/** Whether a host or address to listen at is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * What an operator should know about settings that can be used, one sentence each.
 *
 * @param settings those of this process
 * @param process.listens whether the process is one that others reach
 * @param process.isTrial whether `npm start` runs it: mail is then expected to stay on this machine
 */
export function settingsWarnings(
  { host, publicUrl, smtpUrl, trustProxy }: Pick<Settings, 'host' | 'publicUrl' | 'smtpUrl' | 'trustProxy'>,
  { listens, isTrial }: { listens: boolean; isTrial: boolean },
): string[] {
  const warnings: string[] = [];
  if (listens && !isLoopback(host) && !publicUrl.startsWith('https:'))
    warnings.push(
      `Other machines reach HOST ${host}, and PUBLIC_URL is not https: keys and links with tokens can be read on the way.`,
    );
  // The service speaks no TLS itself, so an https address means a proxy.
  if (listens && publicUrl.startsWith('https:') && trustProxy === undefined)
    warnings.push(
      'PUBLIC_URL is https, which a proxy must serve, and TRUST_PROXY is unset: all clients of the proxy are limited as one. Set TRUST_PROXY to its address.',
    );
  if (smtpUrl === undefined && !isTrial)
    warnings.push('SMTP_URL is not set: mail is written to DATA_DIR/outbox and reaches nobody.');
  return warnings;
}
