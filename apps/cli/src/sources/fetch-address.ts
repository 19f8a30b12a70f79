import { createHash } from 'node:crypto';
import { request, type Agent, type Dispatcher } from 'undici';

/** Within what an address is fetched. */
export interface FetchBounds {
  /** For the whole fetch of one address, redirects included. */
  timeoutMs: number;
  /** The most that is read of a document. */
  maxBytes: number;
}

/** The last answer at the end of the redirects. */
export interface Fetched {
  status: number;
  /** Where every redirect was a permanent one: the address to which they led. */
  movedTo: string | null;
  /** The SHA-256 of the document in lower-case hexadecimal, where it was read and came unpacked. */
  sha256: string | null;
}

/** The address cannot be fetched within the bounds; the message is a sentence for people. */
export class FetchRefused extends Error {
  override readonly name = 'FetchRefused';
}

const MOST_REDIRECTS = 5;
/** A body up to here is read to its end, so that the connection can be used again; a longer one is cut off. */
const MOST_UNREAD_BYTES = 16_384;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const PERMANENT: ReadonlySet<number> = new Set([301, 308]);
/** Some servers take no HEAD, or answer it otherwise than GET; an error is asked for again. */
const headMayDiffer = (status: number): boolean => status >= 400;

/**
 * Fetches an address by HEAD, and by GET where the document is to be hashed or the answer to HEAD may not be that to GET.
 * Redirects (RFC 9110, 15.4) are followed by hand, so that the agent checks the address of each.
 *
 * @param agent connects only where it may, and follows no redirect; see `guardedAgent`
 * @param toHash whether the document is read and hashed
 * @throws FetchRefused where a bound is exceeded or a redirect leads nowhere; what the agent throws
 */
export async function fetchAddress(
  agent: Agent,
  url: string,
  toHash: boolean,
  { timeoutMs, maxBytes }: FetchBounds,
  signal: AbortSignal,
): Promise<Fetched> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  let [at, isPermanent] = [url, true];
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await answerAt(agent, at, toHash, limit);
    if (REDIRECTS.has(answer.statusCode)) {
      await leaveUnread(answer, limit);
      at = targetOf(answer, at);
      isPermanent &&= PERMANENT.has(answer.statusCode);
      continue;
    }
    const isRead =
      toHash && answer.statusCode >= 200 && answer.statusCode < 300 && isPlain(answer.headers['content-encoding']);
    const sha256 = isRead ? await hashOf(answer.body, maxBytes) : null;
    if (!isRead) await leaveUnread(answer, limit);
    return { status: answer.statusCode, movedTo: at !== url && isPermanent ? at : null, sha256 };
  }
  throw new FetchRefused(`There are more than ${MOST_REDIRECTS} redirects.`);
}

async function answerAt(
  agent: Agent,
  url: string,
  toHash: boolean,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const headers = { 'user-agent': 'Dateline (+sources)', accept: '*/*', 'accept-encoding': 'identity' };
  const call = (method: 'HEAD' | 'GET'): Promise<Dispatcher.ResponseData> =>
    request(url, { method, dispatcher: agent, signal, headers });
  if (toHash) return call('GET');
  const head = await call('HEAD');
  if (!headMayDiffer(head.statusCode)) return head;
  await leaveUnread(head, signal);
  return call('GET');
}

/** Whether a body came as it is, as was asked for: of a packed one the SHA-256 is not that of the document. */
function isPlain(encoding: string | string[] | undefined): boolean {
  return encoding === undefined || /^(identity)?$/i.test(String(encoding).trim());
}

/** Ends an answer of which only the head is wanted. */
function leaveUnread({ body }: Dispatcher.ResponseData, signal: AbortSignal): Promise<void> {
  return body.dump({ limit: MOST_UNREAD_BYTES, signal });
}

function targetOf(answer: Dispatcher.ResponseData, from: string): string {
  const location = answer.headers['location'];
  if (typeof location !== 'string' || !URL.canParse(location, from))
    throw new FetchRefused(`It answers ${answer.statusCode} without an address to go to.`);
  const target = new URL(location, from);
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new FetchRefused(`It redirects to an address of the scheme ${target.protocol.slice(0, -1)}.`);
  return target.href;
}

async function hashOf(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Ending the loop destroys the body, so that the rest is not read.
    if (bytes > maxBytes)
      throw new FetchRefused(`The document is larger than ${maxBytes.toLocaleString('en-US')} bytes.`);
    hash.update(chunk);
  }
  return hash.digest('hex');
}
