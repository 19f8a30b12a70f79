import { sql } from 'kysely';
import { isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import { occurredUnder, recordedDay, sourceUnder, subjectUnder, wordingUnder } from './clock-conditions.js';
import { OPEN_END } from '../views/timeline/tables.js';
import type { Reading } from './view-reader.js';

/** How much there is of the facts of one topic, and how new it is. */
export interface TopicCoverage {
  topic: string;
  facts: number;
  newestKnown: string | null;
}

/** How much is on record under the clocks, and how new it is. Days are UTC, `YYYY-MM-DD`; null where there is none. */
export interface TimelineCoverage {
  /** The newest day on which a source was published; of a longer time its first day. Days after the recording are left out. */
  newestPublished: string | null;
  /** The newest known day of a fact whose basis is `stated`, `published` or `assumed`: a recording is no news. */
  newestKnown: string | null;
  facts: number;
  subjects: number;
  sources: number;
  /** The topic of the most facts first. */
  byTopic: TopicCoverage[];
}

interface Row {
  topics: string[];
  facts: number;
  newest: Day | null;
  newest_of_cases: Day | null;
}

/** Counts what the lists of facts (dated and undated), subjects and sources return under the same clocks. */
export async function timelineCoverage(
  reading: Reading,
): Promise<{ coverage: TimelineCoverage; newestOfCases: string | null }> {
  const rows = await factsByWords(reading);
  const { rows: counts } = await sql<{ subjects: number; sources: number }>`
    select (select count(*) from timeline_subjects subject where ${subjectUnder(reading, 'subject')})::integer as subjects,
      (select count(*) from timeline_sources named where ${sourceUnder(reading, 'named')})::integer as sources`.execute(
    reading.tx,
  );
  const { subjects = 0, sources = 0 } = counts[0] ?? {};
  const published = await newestPublication(reading);
  const topics = new Map<string, { facts: number; newest: Day | null }>();
  for (const row of rows)
    for (const topic of row.topics) {
      const { facts, newest } = topics.get(topic) ?? { facts: 0, newest: null };
      topics.set(topic, { facts: facts + row.facts, newest: later(newest, row.newest) });
    }
  const newest = rows.reduce<Day | null>((day, row) => later(day, row.newest), null);
  const newestOfCases = rows.reduce<Day | null>((day, row) => later(day, row.newest_of_cases), null);
  return {
    coverage: {
      newestPublished: isoOrNull(published),
      newestKnown: isoOrNull(newest),
      facts: rows.reduce((sum, row) => sum + row.facts, 0),
      subjects,
      sources,
      byTopic: [...topics]
        .map(([topic, of]) => ({ topic, facts: of.facts, newestKnown: isoOrNull(of.newest) }))
        .toSorted((one, other) => other.facts - one.facts || (one.topic < other.topic ? -1 : 1)),
    },
    newestOfCases: isoOrNull(newestOfCases),
  };
}

/** The newest first day of the publication of a source that had been published by the known day, and by its recording. */
async function newestPublication(reading: Reading): Promise<Day | null> {
  const { rows } = await sql<{ published_on: string; recorded: Day }>`
    select published_on, max(${recordedDay('named')}) as recorded
      from timeline_sources named
     where published_day <= ${reading.knownAt ?? OPEN_END}::integer and ${wordingUnder(reading, 'named')}
     group by published_on`.execute(reading.tx);
  return rows.reduce<Day | null>((newest, { published_on, recorded }) => {
    const first = parseEdtf(published_on).window.earliest;
    return first !== null && first <= recorded ? later(newest, first) : newest;
  }, null);
}

/** Facts by their lists of topics and parties: one row for each pair of lists, however many facts have them. */
async function factsByWords(reading: Reading): Promise<Row[]> {
  const isNews = sql`known_basis <> 'recorded'`;
  const { rows } = await sql<Row>`
    with counted as materialized (
      select words, count(*)::integer as facts, max(known_day) filter (where ${isNews}) as newest,
          max(known_day) filter (where ${isNews} and subject_type = 'case') as newest_of_cases
        from timeline entry
       where not retracted and ${wordingUnder(reading, 'entry')} and ${occurredUnder(reading, 'entry') ?? sql`true`}
       group by words)
    select one.topics, facts, newest, newest_of_cases from counted
     cross join lateral (select topics from timeline where words = counted.words limit 1) one`.execute(reading.tx);
  return rows;
}

function later(one: Day | null, other: Day | null): Day | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}

function isoOrNull(day: Day | null): string | null {
  return day === null ? null : isoOfDay(day);
}
