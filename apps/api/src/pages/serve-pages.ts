import { join } from 'node:path';
import type { FastifyContextConfig, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { problemBody } from '../http/problem-filter.js';
import { toldError } from '../http/status-of-error.js';
import { readAssets, type Assets } from './assets.js';
import { loadPageRenderer, type Sent } from './page-renderer.js';
import { ownPath } from '../http/own-path.js';
import { takeOnce } from '../http/requests.js';
import { sentToken } from '../http/token-of.js';
import { keepAppearance } from './appearance.js';
import { readForm } from './read-form.js';
import { leadsBack, serveSignIn, SIGN_IN } from './sign-in.js';
import type { Access } from '../http/access.js';
import type { ReadingSessions } from '../http/reading-sessions.js';

/** A page runs its own script, shows its own styles, asks this service, and loads nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
].join('; ');

/** Pages are framed by nobody else; those that are made for it by anybody. */
const NOT_FRAMED = {
  'content-security-policy': `${POLICY}; frame-ancestors 'self'`,
  'x-frame-options': 'SAMEORIGIN',
};
const FRAMED = { 'content-security-policy': `${POLICY}; frame-ancestors *` };

/** A browser names the page's origin with its own forms, which distinguishes them from those of other sites. */
const REFERRER = { 'referrer-policy': 'same-origin' };

/** For pages that are for the holder of a token, which stands in their address: of it no more than the origin is named. */
const PRIVATE = { 'cache-control': 'private, no-store', 'referrer-policy': 'strict-origin' };

/** Pages of what is on record: under READ_ACCESS=key they say what is missing. */
const READ: FastifyContextConfig = { scope: 'read', isPage: true, kind: 'page' };
/** Pages that a token opens, and the one that signs in. */
const OPEN: FastifyContextConfig = { scope: 'open', isPage: true, kind: 'page' };
/** What every page loads. */
const ASSET: FastifyContextConfig = { scope: 'open', kind: 'free' };

/** What the pages need. */
export interface PagesOptions {
  /** The address of this service, without a path. */
  origin: string;
  access: Access;
  sessions: ReadingSessions;
  /** Whether reading needs a key. */
  needsKey: boolean;
  /** Where the bundle lies. */
  folder?: string | undefined;
}

/** Where the build puts the bundle: beside `apps/` and `libs/`. */
const BUILT = join(import.meta.dirname, '..', '..', '..', '..', 'assets');

/** The statuses of a page that say when to come again. */
const MAY_PASS = [429, 503];

/**
 * Serves the pages for people, and what they load. A page is written from answers of the API, asked in this process as any
 * client would, with the key of whoever asks for the page.
 */
export async function servePages(
  server: FastifyInstance,
  { origin, access, sessions, needsKey, folder = BUILT }: PagesOptions,
): Promise<void> {
  const { ROUTES, renderPage } = await loadPageRenderer();
  const assets = readAssets(folder);
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    {
      form,
      refusal = request.refusal,
      back,
    }: { form?: URLSearchParams; refusal?: DomainError | null; back?: string } = {},
  ): Promise<FastifyReply> => {
    // Joined as text: an address that begins with two slashes would be read as that of another host.
    const address = new URL(`http://localhost${request.url}`);
    // A page opens by the very token that is counted where it is wrong, however its address is written.
    if (request.routeOptions.config.scope === 'open') {
      const token = sentToken(request);
      address.searchParams.delete('token');
      if (token !== undefined) address.searchParams.set('token', token);
    }
    if (back !== undefined) address.searchParams.set('back', back);
    let retryAfter: string | undefined;
    const { status, html, isPrivate, isFramed, location } = await renderPage({
      path: address.pathname,
      query: address.searchParams,
      acceptLanguage: request.headers['accept-language'],
      cookies: request.headers.cookie,
      origin,
      form,
      isSignedIn: request.isSession,
      needsKey,
      ...(refusal !== null && { refusal: refusalOf(request, refusal) }),
      ask: async (asked, sent) => {
        const told = await askApi(server, request, asked, sent);
        retryAfter = told.retryAfter ?? retryAfter;
        return told;
      },
      assets,
    });
    if (retryAfter !== undefined && MAY_PASS.includes(status)) void reply.header('retry-after', retryAfter);
    if (refusal !== null) void reply.headers(toldError(refusal).headers);
    if (location !== undefined) return reply.headers(PRIVATE).redirect(ownPath(location), 303);
    if (isFramed) void reply.removeHeader('x-frame-options');
    return reply
      .status(status)
      .headers({ ...REFERRER, ...(isFramed ? FRAMED : NOT_FRAMED), ...(isPrivate && PRIVATE) })
      .type('text/html; charset=utf-8')
      .send(html);
  };
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const whole = withoutEndingSlash(request.url);
    return whole === request.url ? answer(request, reply) : reply.redirect(ownPath(whole), 301);
  };
  const showFiltered = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const shared = withoutEmptyParameters(request.url);
    return shared === request.url ? show(request, reply) : reply.redirect(ownPath(shared), 302);
  };
  for (const { path, takesForms, isOpen } of ROUTES) {
    const config = isOpen ? OPEN : READ;
    const preHandler = isOpen ? refuseRepeatedToken : [];
    if (path === SIGN_IN && !needsKey) {
      server.get(path, { config }, (request, reply) =>
        reply.redirect(leadsBack(new URL(`http://localhost${request.url}`).searchParams), 302),
      );
      continue;
    }
    // The address of a page with a token is as its mail has it.
    server.get(path, { config, preHandler }, isOpen ? show : showFiltered);
    if (!takesForms) continue;
    server.post(path, { config, preHandler }, async (request, reply) =>
      answer(request, reply, request.refusal === null ? { form: readForm(request) } : {}),
    );
  }
  keepAppearance(server, origin);
  serveSignIn(server, {
    access,
    sessions,
    needsKey,
    showAgain: (request, reply, refusal, back) => answer(request, reply, { refusal, back }),
  });
  serveAssets(server, assets);
  server.get('/*', { config: { ...READ, kind: 'plain' } }, (request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const isAskedByPerson = request.headers.accept?.includes('text/html') === true && !path.startsWith('/v1/');
    return isAskedByPerson ? show(request, reply) : reply.callNotFound();
  });
}

/** Refuses a page with two tokens, as calls are; the page says so. */
async function refuseRepeatedToken(request: FastifyRequest): Promise<void> {
  try {
    takeOnce(request, 'token');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    request.refusal ??= error;
  }
}

/** The body of a refusal that a page shows. */
function refusalOf(request: FastifyRequest, refusal: DomainError) {
  const answer = toldError(refusal);
  return { status: answer.status, problem: problemBody(answer, request) };
}

async function askApi(
  server: FastifyInstance,
  request: FastifyRequest,
  path: string,
  sent?: Sent,
): Promise<{ status: number; json: string; retryAfter?: string }> {
  const { headers, id, ip } = request;
  const { authorization, 'x-api-key': key, cookie } = headers;
  const answer = await server.inject({
    method: (sent?.method ?? 'GET') as 'GET',
    url: path,
    // What is limited by where it comes from comes from whoever asks for the page.
    remoteAddress: ip,
    headers: {
      accept: 'application/json',
      'x-request-id': id,
      ...(authorization === undefined ? {} : { authorization }),
      ...(key === undefined ? {} : { 'x-api-key': key }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(sent?.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent?.headers,
    },
    ...(sent?.body === undefined ? {} : { payload: JSON.stringify(sent.body) }),
  });
  const { statusCode: status, payload: json } = answer;
  const retryAfter = answer.headers['retry-after'];
  if (status >= 400) {
    const { type } = JSON.parse(json) as { type?: unknown };
    if (typeof type === 'string') request.problemType = type;
  }
  return { status, json, retryAfter };
}

/** An address that ends in a slash without it, and nowhere but here: two slashes at its beginning would lead elsewhere. */
function withoutEndingSlash(url: string): string {
  const [, path = '', rest = ''] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  return path.length > 1 && path.endsWith('/') ? `/${path.replaceAll(/^[/\\]+|\/+$/g, '')}${rest}` : url;
}

/**
 * The address of a page without the parameters that a form without script sends empty, and without the same value twice:
 * what is shared or kept says what it asks for and nothing else.
 */
function withoutEmptyParameters(url: string): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s, 2);
  const sent = query.split('&');
  // A name alone is a link's, and says yes.
  const kept = new Set(sent.filter((one) => one !== '' && !/^[^=]*=$/.test(one)));
  if (kept.size === sent.length) return url;
  return kept.size === 0 ? path : `${path}?${[...kept].join('&')}`;
}

/** The names carry a hash of the content, so that a browser never has to ask again. */
function serveAssets(server: FastifyInstance, { files }: Assets): void {
  server.get<{ Params: { name: string } }>('/assets/:name', { config: ASSET, compress: false }, (request, reply) => {
    const file = files.get(request.params.name);
    return file === undefined ? reply.callNotFound() : file.send(request, reply, true);
  });
}
