import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import type { Access } from '../http/access.js';
import { ownPath } from '../http/own-path.js';
import type { ReadingSessions } from '../http/reading-sessions.js';
import { keyInForm, readForm } from './read-form.js';

/** The page with the form, and the address that the form is sent to. */
export const SIGN_IN = '/sign-in';

/** What signing in needs. */
export interface SignInOptions {
  access: Access;
  sessions: ReadingSessions;
  /** Whether reading needs a key. Where it needs none, nobody signs in. */
  needsKey: boolean;
  /** Shows the form again, with why the key is refused and where it leads back to. */
  showAgain: (
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: DomainError,
    back: string,
  ) => Promise<FastifyReply>;
}

/**
 * Takes a key from the form of the pages, begins a session, and leads back to the page that was requested; and ends a
 * session. Guesses are counted as those in a header.
 */
export function serveSignIn(server: FastifyInstance, { access, sessions, needsKey, showAgain }: SignInOptions): void {
  server.post(SIGN_IN, { config: { scope: 'open', takesKey: keyInForm } }, async (request, reply) => {
    const form = readForm(request);
    const back = leadsBack(form);
    if (!needsKey) return reply.redirect(back, 303);
    try {
      const holder = await access.admitKey(request, keyInForm(request), 'read');
      return reply.header('set-cookie', sessions.cookieFor(holder)).redirect(back, 303);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return showAgain(request, reply, error, back);
    }
  });
  server.post('/sign-out', { config: { scope: 'open' } }, (request, reply) =>
    reply.header('set-cookie', sessions.cookieFor(null)).redirect(leadsBack(readForm(request)), 303),
  );
}

/** Where a form, or the address of the page of the form, leads back to: a path of this service. */
export function leadsBack(form: URLSearchParams): string {
  return ownPath(form.get('back') ?? '/');
}
