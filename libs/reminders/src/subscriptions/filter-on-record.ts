import { sql, type Kysely } from 'kysely';
import { DomainError, type Problem } from '#libs/kernel';
import { FACT_TYPES, ownRule, SUBJECT_TYPES } from '#libs/timeline';
import type { SubscriptionFilter } from '../domain/subscription.js';

type List = 'subjects' | 'topics' | 'types' | 'parties' | 'milestones';

const NAMES: Record<List, string> = {
  subjects: 'subject',
  topics: 'topic',
  types: 'type',
  parties: 'party',
  milestones: 'milestone',
};
const LISTS = Object.keys(NAMES) as List[];
const TYPES = new Set([...SUBJECT_TYPES, ...FACT_TYPES]);

/**
 * Checks that a filter names nothing but what is on record (types: what the catalogue has), so that no text of a requester
 * reaches anybody's mailbox.
 *
 * @param before what the subscription names already; it is not checked again
 * @throws DomainError `SUBJECT_UNKNOWN`, `FILTER_UNKNOWN` that point to what is not on record
 */
export async function checkOnRecord(
  db: Kysely<unknown>,
  filter: SubscriptionFilter,
  before?: SubscriptionFilter,
): Promise<void> {
  const known = await knownWords(db, filter);
  const problems = LISTS.flatMap((list) =>
    filter[list].flatMap((word, index): Problem[] =>
      known[list].has(word) || before?.[list].includes(word)
        ? []
        : [
            {
              pointer: `/filter/${list}/${index}`,
              detail: `names no ${NAMES[list]} on record`,
              ...ownRule('not-on-record'),
            },
          ],
    ),
  );
  if (problems.length === 0) return;
  const isSubject = problems.every(({ pointer }) => pointer?.startsWith('/filter/subjects/'));
  throw new DomainError(
    isSubject ? 'SUBJECT_UNKNOWN' : 'FILTER_UNKNOWN',
    'not-found',
    isSubject
      ? 'The filter names a subject that is not on record.'
      : 'The filter names something that is not on record.',
    problems,
  );
}

async function knownWords(db: Kysely<unknown>, filter: SubscriptionFilter): Promise<Record<List, Set<string>>> {
  const { rows } = await sql<{ list: List; word: string }>`
    select 'subjects' as list, word from unnest(${filter.subjects}::text[]) word
     where exists (select from timeline_subjects where subject_id = word)
    union all
    select 'topics', word from unnest(${filter.topics}::text[]) word
     where exists (select from timeline where topics @> array[word])
        or exists (select from timeline_subjects where topics @> array[word])
    union all
    select 'parties', word from unnest(${filter.parties}::text[]) word
     where exists (select from timeline where parties @> array[word])
        or exists (select from timeline_subjects where parties @> array[word])
    union all
    select 'milestones', word from unnest(${filter.milestones}::text[]) word
     where exists (select from milestones
                    where word in (rule, rule || '.' || occasion, subject_id || '.' || rule || '.' || occasion))`.execute(
    db,
  );
  const of = (list: List): Set<string> => new Set(rows.filter((row) => row.list === list).map(({ word }) => word));
  return {
    subjects: of('subjects'),
    topics: of('topics'),
    types: TYPES,
    parties: of('parties'),
    milestones: of('milestones'),
  };
}

/** The names that records give to what filters name by id, by id. */
export async function recordNames(
  db: Kysely<unknown>,
  filters: readonly SubscriptionFilter[],
): Promise<Map<string, string>> {
  const subjects = [...new Set(filters.flatMap((filter) => filter.subjects))];
  const milestones = [...new Set(filters.flatMap((filter) => filter.milestones))];
  const { rows } = await sql<{ id: string; name: string }>`
    select subject_id as id, name from timeline_subjects
     where subject_id = any(${subjects}::text[]) and recorded_to is null and known_to is null
    union all
    select subject_id || '.' || rule || '.' || occasion, title || ' (' || subject_name || ')' from milestones
     where subject_id || '.' || rule || '.' || occasion = any(${milestones}::text[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
