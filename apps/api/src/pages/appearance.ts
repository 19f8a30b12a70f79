import type { FastifyInstance } from 'fastify';
import { readForm } from './read-form.js';

const A_YEAR = 31_536_000;
/** An address of this service; two slashes or a backslash would lead to another one. */
const OWN_PATH = /^\/(?![/\\])/;

/** Keeps in a cookie which theme a reader chose, and leads back to the page where they chose it. */
export function keepAppearance(server: FastifyInstance): void {
  server.post('/appearance', { config: { scope: 'open' } }, async (request, reply) => {
    const form = await readForm(request);
    const [theme, back] = [form.get('theme') ?? '', form.get('back') ?? ''];
    if (theme === 'light' || theme === 'dark') void reply.header('set-cookie', cookie(theme, A_YEAR));
    else void reply.header('set-cookie', cookie('', 0));
    return reply.redirect(OWN_PATH.test(back) ? back : '/', 303);
  });
}

function cookie(theme: string, seconds: number): string {
  return `theme=${theme}; Path=/; Max-Age=${seconds}; SameSite=Lax; HttpOnly`;
}
