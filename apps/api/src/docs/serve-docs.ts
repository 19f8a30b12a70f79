import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';
import { ReadyFile } from '../http/ready-file.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';

/** The page loads scripts and styles from here, shows nothing inline, and loads nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const READ = { config: { scope: 'read' } } as const;

/** @param address that of a file, which carries its hash */
const pageWith = (address: (name: string) => string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Dateline API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${address('swagger-ui.css')}">
    <link rel="stylesheet" href="${address('docs.css')}">
  </head>
  <body>
    <header class="back"><p><a href="/">Dateline</a></p></header>
    <div id="api"><noscript>Trying calls needs JavaScript. The description is at <a href="/openapi.json">/openapi.json</a>.</noscript></div>
    <script src="${address('swagger-ui-bundle.js')}"></script>
    <script src="${address('docs.js')}"></script>
  </body>
</html>
`;

/**
 * Puts a page to read and try the API at /docs. Swagger UI needs no style and no script inline. The page names what it loads
 * by the hash of the content, so that a browser fetches those files once for each release of theirs.
 */
export async function serveDocs(server: FastifyInstance): Promise<void> {
  const require = createRequire(import.meta.url);
  const library = (name: string): Buffer => readFileSync(require.resolve(`@fastify/swagger-ui/static/${name}`));
  const files = new Map([
    ['docs.js', new ReadyFile('text/javascript; charset=utf-8', SCRIPT)],
    ['docs.css', new ReadyFile('text/css; charset=utf-8', STYLE)],
    ['swagger-ui.css', new ReadyFile('text/css; charset=utf-8', library('swagger-ui.css'))],
    ['swagger-ui-bundle.js', new ReadyFile('text/javascript; charset=utf-8', library('swagger-ui-bundle.js'))],
  ]);
  const page = pageWith((name) => `${name}?${files.get(name)!.hash}`);
  files.set('', new ReadyFile('text/html; charset=utf-8', page));
  server.get('/docs', READ, (_request, reply) => reply.redirect('/docs/', 301));
  for (const [name, file] of files)
    server.get(`/docs/${name}`, { ...READ, compress: false }, (request, reply) =>
      file.send(request, reply.header('content-security-policy', POLICY), request.url.endsWith(`?${file.hash}`)),
    );
}
