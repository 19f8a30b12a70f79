/** A process that takes webhooks on the loopback, verifies one in a hundred, and says on its channel what it has taken. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What the receiver says: where it is; or how many it took until now, one of them, and when the first came. */
export type Said =
  | { port: number }
  | { taken: number; ids: number; firstMs: number; lastMs: number; body: string; wrong: string | null };

/** What it is told: to say, or to begin anew. */
export type Told = 'say' | 'begin';

const VERIFIED = 100;
let taken = 0;
let ids = new Set<string>();
let [firstMs, lastMs] = [0, 0];
let body = '';
let wrong: string | null = null;

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    lastMs = Date.now();
    if (taken === 0) firstMs = lastMs;
    ids.add(String(request.headers['webhook-id']));
    if (taken++ % VERIFIED === 0) verify(Buffer.concat(parts).toString(), request.headers as Record<string, string>);
    response.writeHead(204).end();
  });
});

function verify(text: string, headers: Record<string, string>): void {
  body = text;
  try {
    // The receiver of a benchmark knows everybody's secret: it follows from the subscription.
    const { data } = JSON.parse(text) as { data: { subscription: string } };
    new Webhook(secretOf(data.subscription)).verify(text, headers);
  } catch (error) {
    wrong ??= String(error);
  }
}

/** As `subscribers` makes them. */
function secretOf(subscription: string): string {
  return `whsec_${createHash('sha256').update(subscription).digest('base64')}`;
}

process.on('message', (told: Told) => {
  if (told === 'say') process.send!({ taken, ids: ids.size, firstMs, lastMs, body, wrong } satisfies Said);
  else [taken, ids, firstMs, lastMs, wrong] = [0, new Set(), 0, 0, null];
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port } satisfies Said));
