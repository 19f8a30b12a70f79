import type { FastifyInstance } from 'fastify';
import { ownPath } from '../http/own-path.js';
import { readForm } from './read-form.js';

const A_YEAR = 31_536_000;
/**
 * Keeps in a cookie which theme a reader chose, and leads back to the page where they chose it.
 *
 * @param origin the address of this service, without a path
 */
export function keepAppearance(server: FastifyInstance, origin: string): void {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  server.post('/appearance', { config: { scope: 'open' } }, async (request, reply) => {
    const form = readForm(request);
    const [theme, back] = [form.get('theme') ?? '', form.get('back') ?? ''];
    if (theme === 'light' || theme === 'dark') void reply.header('set-cookie', `${cookie(theme, A_YEAR)}${secure}`);
    else void reply.header('set-cookie', `${cookie('', 0)}${secure}`);
    return reply.redirect(ownPath(back), 303);
  });
}

function cookie(theme: string, seconds: number): string {
  return `theme=${theme}; Path=/; Max-Age=${seconds}; SameSite=Lax; HttpOnly`;
}
