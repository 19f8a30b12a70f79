import { sql } from 'kysely';
import { redactionId } from '#libs/event-store';
import { asLog, recordedText } from '../views/timeline/tables.js';
import type { Reading } from './view-reader.js';

/** That texts were removed from what an entry of a feed is made of. */
export interface RedactedAt {
  /** How many texts. */
  count: number;
  /** When the last of them was: RFC 3339, UTC, microseconds. */
  at: string;
  /** The position of the event that says so. */
  position: string;
}

/** What texts of an entry of a feed come from. */
export interface TextsOfEntry {
  subject: { id: string };
  /** Ids of facts. */
  facts: readonly string[];
  sources: readonly { source: string }[];
}

/**
 * When the text of the subject, of a fact, of a source or of a change of one of them was removed, for each entry in order;
 * null where none was. Programs fetch an entry again only where its date changes. As far as the view of the reading has
 * come, and under every clock alike, since what was removed is gone from all of them.
 */
export async function redactedAt(
  entries: readonly TextsOfEntry[],
  { tx, position }: Reading,
): Promise<(RedactedAt | null)[]> {
  const targets = entries.map(targetsOf);
  const { rows } = await sql<{ target: string; position: string; recorded_text: string }>`
    with wanted as (select * from unnest(${[...new Set(targets.flat())]}::text[]) as wanted(target)),
    said as (
      select target, target as id from wanted
      union all
      -- By the index, however many are wanted.
      select target, case when jsonb_exists(record, 'changes') then 'correction:' else 'retraction:' end || (record ->> 'id')
        from wanted cross join lateral (
          select c.record from timeline_changes c where c.target = wanted.target offset 0) change)
    select said.target, removed.position, ${recordedText('removed')}
      from said cross join lateral (
        select e.position, e.recorded_at from events e
         where e.event_id = ${redactionId('')} || said.id and e.position <= ${position} limit 1) removed`.execute(
    asLog(tx),
  );
  return targets.map((own) => {
    const removed = rows.filter(({ target }) => own.includes(target));
    const [first, ...others] = removed.toSorted((one, other) => Number(BigInt(other.position) - BigInt(one.position)));
    return first ? { count: others.length + 1, at: first.recorded_text, position: first.position } : null;
  });
}

function targetsOf({ subject, facts, sources }: TextsOfEntry): string[] {
  const cited = new Set(sources.map(({ source }) => `source:${source}`));
  return [`subject:${subject.id}`, ...facts.map((id) => `fact:${id}`), ...cited];
}
