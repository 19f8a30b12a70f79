import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { projectRoot } from '../project-root.js';

/** The roles of an installation. */
export interface RoleNames {
  owner: string;
  service: string;
}

/**
 * Makes the two roles where they are missing, so that neither can become the other, and gives the owner what a superuser
 * owned of Dateline's (`migrations/roles.sql`). It sets no passwords.
 *
 * @param url of Dateline's database, as a superuser
 */
export async function setUpRoles(url: string, { owner, service }: RoleNames): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'dateline-roles' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(
      `select pg_catalog.set_config('dateline.owner', $1, false), pg_catalog.set_config('dateline.service', $2, false)`,
      [owner, service],
    );
    await client.query(await readFile(join(projectRoot(), 'migrations', 'roles.sql'), 'utf8'));
  } finally {
    await client.end();
  }
}
