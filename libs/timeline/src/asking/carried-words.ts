import { sql, type RawBuilder } from 'kysely';

/** A list of words that every fact carries. */
export type WordList = 'topics' | 'parties';

/**
 * Counts by word, from counts by the column `words` of the timeline, which stands for the two lists of a fact: each list
 * is looked up once, by that number, however many facts carry it.
 *
 * @param list the words that are counted
 * @param counted a statement that gives `words`, `facts` and `by`
 * @param by a column of that statement that stays apart
 * @returns a statement that gives `word`, `facts` and `by`
 */
export function countsByWord(list: WordList, counted: RawBuilder<unknown>, by: string): RawBuilder<unknown> {
  return sql`
    with counted as materialized (${counted}),
    carried as (
      select found.words, one.list from (select distinct words from counted) found
       cross join lateral (select ${sql.ref(list)} as list from timeline where words = found.words limit 1) one)
    select word, ${sql.ref(by)}, sum(facts)::integer as facts
      from counted join carried using (words) cross join unnest(carried.list) word
     group by word, ${sql.ref(by)}`;
}
