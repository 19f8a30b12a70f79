import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FastifyInstance } from 'fastify';

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

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Dateline API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="swagger-ui.css">
    <link rel="stylesheet" href="docs.css">
  </head>
  <body>
    <p class="back"><a href="/">Dateline</a></p>
    <div id="api"><noscript>Trying calls needs JavaScript. The description is at <a href="/openapi.json">/openapi.json</a>.</noscript></div>
    <script src="swagger-ui-bundle.js"></script>
    <script src="docs.js"></script>
  </body>
</html>
`;

/**
 * An example of a parameter is told, and not filled in: a call that is tried as it stands would otherwise ask for everything
 * at once and find nothing. The theme is that of the reader's system.
 */
const SCRIPT = `
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
fetch('/openapi.json').then((answer) => answer.json()).then((spec) => {
  for (const methods of Object.values(spec.paths ?? {}))
    for (const operation of Object.values(methods))
      for (const parameter of operation.parameters ?? []) {
        if (parameter.required || parameter.example === undefined) continue;
        parameter.description = [parameter.description, 'Example: \`' + parameter.example + '\`'].filter(Boolean).join(' ');
        delete parameter.example;
      }
  SwaggerUIBundle({ spec, dom_id: '#api', deepLinking: true, tryItOutEnabled: true, filter: true, validatorUrl: null });
});
`;

const STYLE = `
body { margin: 0; font-family: system-ui, sans-serif; }
.back { max-width: 1460px; margin: 0 auto; padding: 1rem 20px 0; }
.dark-mode body { background: #14171a; }
.back a, noscript { color: inherit; }
.dark-mode .back a { color: #e8e6e1; }
.swagger-ui .info { margin: 1.5rem 0; }
`;

/** Puts a page to read and try the API at /docs. Swagger UI needs no style and no script inline. */
export async function serveDocs(server: FastifyInstance): Promise<void> {
  const require = createRequire(import.meta.url);
  const library = (name: string): Buffer => readFileSync(require.resolve(`@fastify/swagger-ui/static/${name}`));
  const files: Record<string, [type: string, content: string | Buffer]> = {
    '': ['text/html; charset=utf-8', PAGE],
    'docs.js': ['text/javascript; charset=utf-8', SCRIPT],
    'docs.css': ['text/css; charset=utf-8', STYLE],
    'swagger-ui.css': ['text/css; charset=utf-8', library('swagger-ui.css')],
    'swagger-ui-bundle.js': ['text/javascript; charset=utf-8', library('swagger-ui-bundle.js')],
  };
  server.get('/docs', (_request, reply) => reply.redirect('/docs/', 301));
  for (const [name, [type, content]] of Object.entries(files))
    server.get(`/docs/${name}`, (_request, reply) =>
      reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' }).type(type).send(content),
    );
}
