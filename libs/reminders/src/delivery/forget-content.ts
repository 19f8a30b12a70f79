import { sql } from 'kysely';
import type { Database } from '#libs/database';

/** Shorter texts are part of too much else. */
const SHORTEST = 8;

/**
 * Removes the stored content of every message that names an id or holds one of the texts, after a redaction. What was sent
 * is sent; a message that still waits is rewritten, from what is then on record.
 *
 * @returns how many messages lost their content
 */
export async function forgetContent(db: Database, id: string, texts: readonly string[]): Promise<number> {
  // As they stand inside the text of a JSON document.
  const parts = texts.filter((text) => text.length >= SHORTEST).map((text) => JSON.stringify(text).slice(1, -1));
  const { numAffectedRows } = await sql`
    update deliveries set content = null
     where content is not null
       and (jsonb_path_exists(content, '$.** ? (@ == $id)', jsonb_build_object('id', ${id}::text))
            or exists (select from unnest(${parts}::text[]) as part where strpos(content::text, part) > 0))`.execute(
    db.kysely,
  );
  return Number(numAffectedRows ?? 0n);
}
