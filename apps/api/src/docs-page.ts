import { createHash } from 'node:crypto';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/**
 * The page loads its script from here, and nothing from anywhere else: the policy would stop it. What starts it stands in
 * the page and is let through by its digest; nothing of a request is written into it. Its script makes elements with styles
 * in them, which no digest can tell ahead.
 *
 * @param digests of the scripts in the page, as `'sha256-…'`
 */
function policy(digests: readonly string[] = []): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...digests].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

const SCRIPT_IN_PAGE = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

function digestsOf(html: string): string[] {
  return Array.from(
    html.matchAll(SCRIPT_IN_PAGE),
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
}

/** Puts a page to read and try the API at /docs. */
export async function serveDocs(server: FastifyInstance): Promise<void> {
  server.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload === 'string' && request.url.startsWith('/docs/') && payload.includes('<html'))
      void reply.header('content-security-policy', policy(digestsOf(payload)));
    return payload;
  });
  await server.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Dateline API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
      mcp: { disabled: true },
    },
    hooks: {
      onRequest: (_request, reply, done) => {
        void reply.header('content-security-policy', policy());
        done();
      },
    },
  });
}
