import * as fc from 'fast-check';

/** Bytes that are sent as they are, for what no client library would send. */
export interface RawRequest {
  name: string;
  bytes: Buffer;
  /** Whether a server can see that the request has ended: then it has to answer or to close the connection. */
  isWhole: boolean;
}

const HEAD = 'GET /v1/timeline?limit=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const POST = 'POST /v1/subscriptions/preview HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n';

const FIXED: readonly RawRequest[] = [
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP/0.9', 'GET /\r\n\r\n'],
  ['HTTP/9.9', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
  ['HTTP/1.0 without a host', 'GET /health/live HTTP/1.0\r\n\r\n'],
  ['no host', 'GET /health/live HTTP/1.1\r\n\r\n'],
  ['two hosts', `${HEAD}Host: evil.example\r\n\r\n`],
  ['an address in absolute form', 'GET http://evil.example/v1/timeline HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['an asterisk as the path', 'OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
  ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
  ['a method in small letters', 'get / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a header without a colon', `${HEAD}nonsense\r\n\r\n`],
  ['NUL in a header', `${HEAD}X-Test: a\u0000b\r\n\r\n`],
  ['a header that goes on in the next line', `${HEAD}X-Test: a\r\n b\r\n\r\n`],
  ['a header of 20 KB', `${HEAD}X-Test: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['2,500 headers', `${HEAD}${'X: 1\r\n'.repeat(2_500)}\r\n`],
  ['a path of 70 KB', `GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
  ['a length and chunks', `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
  ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
  ['a negative length', `${POST}Content-Length: -1\r\n\r\n{}`],
  ['a size of a chunk that is no number', `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
  ['a size of a chunk that overflows', `${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n`],
  ['two requests at once', `${HEAD}\r\n${HEAD}\r\n`],
  ['an expectation that nobody meets', `${POST}Expect: miracles\r\nContent-Length: 2\r\n\r\n{}`],
  ['a raw newline in the path', 'GET /v1/\ntimeline HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['bytes above 127 in the path', 'GET /v1/é HTTP/1.1\r\nHost: x\r\n\r\n'],
].map(([name, text]) => ({ name: name!, bytes: Buffer.from(text!, 'latin1'), isWhole: true }));

const OPEN: readonly RawRequest[] = [
  ['half a request line', 'GET /v1/tim'],
  ['half of the headers', `${HEAD}X-Te`],
  ['half a body', `${POST}Content-Length: 500\r\n\r\n{"channel":`],
  ['half a chunk', `${POST}Transfer-Encoding: chunked\r\n\r\n64\r\n{"channel":`],
  [
    'half an import without a key',
    'POST /v1/import HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nContent-Length: 99\r\n\r\nid',
  ],
  ['a body that is not sent', `${POST}Content-Length: 1048576\r\nExpect: 100-continue\r\n\r\n`],
  ['nothing', ''],
  ['empty lines, which may come before a request', '\r\n\r\n\r\n'],
].map(([name, text]) => ({ name: name!, bytes: Buffer.from(text!, 'latin1'), isWhole: false }));

/** A valid request with one byte changed. */
const flipped: fc.Arbitrary<RawRequest> = fc
  .tuple(fc.noBias(fc.nat(HEAD.length - 1)), fc.nat(255))
  .map(([at, byte]) => {
    const bytes = Buffer.from(`${HEAD}\r\n`, 'latin1');
    bytes[at] = byte;
    return { name: `byte ${at} changed to ${byte}`, bytes, isWhole: false };
  });

/** Generates requests in bytes. */
export const rawRequests: fc.Arbitrary<RawRequest> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...FIXED) },
  { weight: 1, arbitrary: fc.constantFrom(...OPEN) },
  { weight: 2, arbitrary: flipped },
);
