import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readAssets, type Assets } from './assets.js';
import { loadPageRenderer, type Sent } from './page-renderer.js';
import { keepAppearance } from './appearance.js';
import { readForm } from './read-form.js';

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

/** Where the build puts the bundle: beside `apps/` and `libs/`. */
const BUILT = join(import.meta.dirname, '..', '..', '..', '..', 'assets');

/**
 * Serves the pages for people, and what they load. A page is written from answers of the API, asked in this process as any
 * client would, with the key of whoever asks for the page.
 *
 * @param origin the address of this service, without a path
 * @param folder where the bundle lies
 */
export async function servePages(server: FastifyInstance, origin: string, folder = BUILT): Promise<void> {
  const { PATHS, FORM_PATHS, renderPage } = await loadPageRenderer();
  const assets = readAssets(folder);
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    form?: URLSearchParams,
  ): Promise<FastifyReply> => {
    const address = new URL(request.url, 'http://localhost');
    const { status, html, isPrivate, isFramed } = await renderPage({
      path: address.pathname,
      query: address.searchParams,
      acceptLanguage: request.headers['accept-language'],
      cookies: request.headers.cookie,
      origin,
      form,
      ask: (asked, sent) => askApi(server, request, asked, sent),
      assets,
    });
    if (isFramed) void reply.removeHeader('x-frame-options');
    return reply
      .status(status)
      .headers({ ...REFERRER, ...(isFramed ? FRAMED : NOT_FRAMED), ...(isPrivate && PRIVATE) })
      .type('text/html; charset=utf-8')
      .send(html);
  };
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const whole = withoutEndingSlash(request.url);
    return whole === request.url ? answer(request, reply) : reply.redirect(whole, 301);
  };
  for (const path of PATHS) server.get(path, show);
  for (const path of FORM_PATHS)
    server.post(path, async (request, reply) => answer(request, reply, await readForm(request)));
  keepAppearance(server);
  serveAssets(server, assets);
  server.get('/*', (request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    const isAskedByPerson = request.headers.accept?.includes('text/html') === true && !path.startsWith('/v1/');
    return isAskedByPerson ? show(request, reply) : reply.callNotFound();
  });
}

async function askApi(
  server: FastifyInstance,
  { headers, id, ip }: FastifyRequest,
  path: string,
  sent?: Sent,
): Promise<{ status: number; body: unknown }> {
  const { authorization, 'x-api-key': key } = headers;
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
      ...(sent?.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent?.headers,
    },
    ...(sent?.body === undefined ? {} : { payload: JSON.stringify(sent.body) }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

/** An address that ends in a slash without it, and nowhere but here: two slashes at its beginning would lead elsewhere. */
function withoutEndingSlash(url: string): string {
  const [, path = '', rest = ''] = /^([^?]*)(.*)$/s.exec(url) ?? [];
  return path.length > 1 && path.endsWith('/') ? `/${path.replaceAll(/^[/\\]+|\/+$/g, '')}${rest}` : url;
}

/** The names carry a hash of the content, so that a browser never has to ask again. */
function serveAssets(server: FastifyInstance, { files }: Assets): void {
  server.get<{ Params: { name: string } }>('/assets/:name', { compress: false }, (request, reply) => {
    const file = files.get(request.params.name);
    return file === undefined ? reply.callNotFound() : file.send(request, reply, true);
  });
}
