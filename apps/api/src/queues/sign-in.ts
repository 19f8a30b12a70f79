import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { allows, openSession, SESSION_SECONDS, type KeyHolder, type Keys } from '#libs/access';
import { keyInForm } from '../pages/read-form.js';

const COOKIE = 'queues';
/** Below the path of the queues; both take a form. */
export const SIGN_IN = '/sign-in';
export const SIGN_OUT = '/sign-out';

/** What signing in needs. */
export interface SignInOptions {
  /** Signs sessions. */
  secret: Buffer;
  /** The path of the page that is signed in to. */
  path: string;
  /** Whether browsers reach the service by https alone. */
  isHttps: boolean;
  /** The holder of a key with the scope `admin`. @throws DomainError where it is none */
  check: (request: FastifyRequest, key: string) => Promise<KeyHolder>;
}

/**
 * Takes the administrator's key from a form and gives the browser a token for it, in a cookie that no script and no other
 * site can use and that ends after a quarter of an hour. Basic authentication would stay until the browser is closed.
 */
export function serveSignIn(scope: FastifyInstance, { secret, path, isHttps, check }: SignInOptions): void {
  const cookie = (value: string, seconds: number): string =>
    `${COOKIE}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`;
  scope.post(SIGN_IN, { config: { takesKey: keyInForm } }, async (request, reply) => {
    const session = openSession(await check(request, keyInForm(request)), 'queues', secret);
    return reply.header('set-cookie', cookie(session, SESSION_SECONDS.queues)).redirect(path, 303);
  });
  scope.post(SIGN_OUT, (_request, reply) => reply.header('set-cookie', cookie('', 0)).redirect(path, 303));
}

/** Whether a request carries the token of a key with the scope `admin`. */
export async function isSignedIn(keys: Keys, { headers }: FastifyRequest, secret: Buffer): Promise<boolean> {
  const token = /(?:^|;\s*)queues=([^;\s]+)/.exec(headers.cookie ?? '')?.[1];
  const holder = token === undefined ? null : await keys.checkSession(token, 'queues', secret);
  return holder !== null && allows(holder.scopes, 'admin');
}

/** The page that asks for the key. @param problem why the last one is not valid */
export function sendSignInPage(reply: FastifyReply, path: string, problem: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in · Dateline queues</title>
</head>
<body>
<main>
<h1>Dateline queues</h1>
<p role="status">${problem}</p>
<form method="post" action="${path}${SIGN_IN}">
<p><label>Key with the scope admin <input type="password" name="key" autocomplete="off" required></label></p>
<p><button>Sign in for ${SESSION_SECONDS.queues / 60} minutes</button></p>
</form>
</main>
</body>
</html>
`);
}
