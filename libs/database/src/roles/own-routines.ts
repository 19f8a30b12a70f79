import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';

/** The functions that run with the rights of the owner and that the service's role may call. */
export const SERVICE_ROUTINES = [
  'public.append_events(text[],integer[],integer[],integer[],text[],text[],text[],smallint[],text,text,bytea,text)',
  'public.count_denials(text,text,jsonb,integer)',
  'public.remove_old_audit()',
];

/**
 * Every function that the migrations make, by its exact signature: another one of the same name is somebody else's. A test
 * compares the list with a migrated database.
 */
export const OWN_ROUTINES = [
  'public.allow_redaction_only()',
  ...SERVICE_ROUTINES,
  'public.dateline_now()',
  'public.log_position_at(timestamptz)',
  'public.look_up_events(text[],text[],text[])',
  'public.refuse_change_of_log()',
];

/** Whether a function is as the migrations make it: language, rights, settings and body, as `pg_get_functiondef` shows it. */
export async function isAsMigrated(definition: string): Promise<boolean> {
  const schema = await readFile(join(projectRoot(), 'migrations', 'schema.sql'), 'utf8');
  return schema.includes(`\n${definition.trimEnd()};\n`);
}

/** The bodies of the functions that the migrations make, also of those that a later one replaces. */
export async function migrationBodies(): Promise<string[]> {
  const folder = join(projectRoot(), 'migrations');
  const files = (await readdir(folder)).filter((name) => /^\d{4}_.*\.sql$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/\$\$(.*?)\$\$/gs)].map(([, body]) => body!));
}
