import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Keys, type KeyHolder } from '#libs/access';
import { QueueBoard, SCHEDULED } from '#libs/jobs';
import { messageOf, type Settings } from '#libs/kernel';
import { DELIVER } from '#libs/reminders';
import { Access, keyOf } from '../http/access.js';
import { isSignedIn, sendSignInPage, serveSignIn, SIGN_IN, SIGN_OUT } from './sign-in.js';
import { HttpProblem } from '../http/http-problem.js';
import { sendProblem } from '../http/problem-filter.js';
import { ReadyFile } from '../http/ready-file.js';
import { toldError } from '../http/status-of-error.js';
import { HEADING, SCRIPT, STYLE } from './mended.js';

const PATH = '/queues';

/** The page runs its own script, shows its own styles, and loads nothing from anywhere else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What the policy would stop, and the page therefore is not told: fonts from another site, and a picture with styles inline
 * that stands in the page until its script has run. The script itself sets styles through the DOM, which no policy minds.
 */
const FROM_ELSEWHERE = /<link href="https:[^>]*>/g;
const UNTIL_IT_RUNS = /<div id="root">[\s\S]*?<\/style>\s*<\/div>/;

const MENDED: Record<string, ReadyFile> = {
  'dateline.js': new ReadyFile('text/javascript; charset=utf-8', SCRIPT),
  'dateline.css': new ReadyFile('text/css; charset=utf-8', STYLE),
};

/**
 * Puts a page that shows the queues at /queues, for a key with the scope `admin`: sent as any other key, or typed into a
 * form (`serveSignIn`). It only shows and takes nothing but GET, so that no page of another site can make a browser that is
 * signed in change anything.
 */
export async function serveQueues(
  app: NestFastifyApplication,
  { databaseUrl, redisUrl, publicUrl, secretsKey }: Settings & { databaseUrl: string },
): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const logger = new Logger('queues');
  const onError = (error: Error): void => logger.debug(`The queue cannot be shown: ${messageOf(error)}`);
  const board = new QueueBoard({
    databaseUrl,
    redisUrl,
    names: [SCHEDULED, ...Object.values(DELIVER)],
    path: PATH,
    onError,
  });
  const [access, keys] = [app.get(Access), app.get(Keys)];
  // Without SECRETS_KEY a session is one of this process alone.
  const secret = secretsKey ?? randomBytes(32);
  const admit = async (request: FastifyRequest): Promise<void> => {
    if (isSignInOrOut(request)) return;
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new HttpProblem(405, 'METHOD_NOT_ALLOWED', 'The queues are only shown.', {
        headers: { allow: 'GET, HEAD' },
      });
    if (!(await isSignedIn(keys, request, secret))) {
      const key = keyOf(request);
      // Checked here where it was not found: on an open route the database that knows it may have been away.
      if (request.holder === null && key !== undefined) await access.admitKey(request, key, 'admin');
      else access.admit(request, 'admin');
    }
    await board.open().catch((error: unknown) => {
      throw new HttpProblem(503, 'QUEUE_AWAY', `The queue does not answer: ${messageOf(error)}`, {
        headers: { 'retry-after': '2' },
      });
    });
  };
  const check = (request: FastifyRequest, key: string): Promise<KeyHolder> => access.admitKey(request, key, 'admin');
  await server.register(
    async (scope) => {
      // What is shown here is decided by the hook below, which takes a session as well.
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, scope: 'open' };
      });
      scope.addHook('onRequest', async (request, reply) => {
        // A form of a page without a referrer is sent with `Origin: null`, as that of a page of another site.
        void reply.headers({
          'content-security-policy': POLICY,
          'cache-control': 'no-store',
          'referrer-policy': 'same-origin',
        });
        try {
          await admit(request);
        } catch (error) {
          return refuse(error, request, reply);
        }
      });
      scope.addHook('onSend', async (_request, _reply, payload) =>
        typeof payload === 'string' && UNTIL_IT_RUNS.test(payload) ? asShown(payload) : payload,
      );
      scope.setErrorHandler(async (error, request, reply) => refuse(error, request, reply));
      serveSignIn(scope, { secret, path: PATH, isHttps: publicUrl.startsWith('https:'), check });
      for (const [name, file] of Object.entries(MENDED))
        scope.get(`/${name}`, { compress: false }, (request, reply) => file.send(request, reply, false));
      scope.addHook('onClose', () => board.close());
      await scope.register(board.plugin());
    },
    { prefix: PATH },
  );
}

function asShown(html: string): string {
  return html
    .replace(FROM_ELSEWHERE, '')
    .replace(UNTIL_IT_RUNS, `${HEADING}<div id="root"></div>`)
    .replace('</head>', '<link href="dateline.css" rel="stylesheet"><script defer src="dateline.js"></script></head>');
}

function isSignInOrOut({ method, routeOptions }: FastifyRequest): boolean {
  return method === 'POST' && [`${PATH}${SIGN_IN}`, `${PATH}${SIGN_OUT}`].includes(routeOptions.url ?? '');
}

/** With problem details; a browser that asks for a page gets the form that asks for the key. */
function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, headers, code } = toldError(error);
  const isKeyMissing = status === 401 || status === 403;
  if (!isKeyMissing || request.headers.accept?.includes('text/html') !== true)
    return sendProblem(error, request, reply);
  void reply.status(status).headers(headers);
  return sendSignInPage(reply, PATH, code === 'KEY_MISSING' ? '' : 'This key is not valid.');
}
