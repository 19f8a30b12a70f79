import { sql, type Kysely } from 'kysely';
import type { Day } from '#libs/edtf';
import { openedAddress } from '#libs/kernel';
import { flagOn, selectMilestones, statusOn, type Milestone } from '#libs/milestones';
import { newestNewsOfSubjects } from '#libs/timeline';
import type { ContentMilestone, ContentSource } from '../domain/content.js';

/** The sources of some facts as they stand, by fact. */
export async function sourcesOfFacts(
  db: Kysely<unknown>,
  facts: readonly string[],
): Promise<Map<string, ContentSource[]>> {
  const { rows } = await sql<ContentSource & { fact_id: string }>`
    select entry.fact_id, source.title, source.publisher, source.url
      from timeline entry join timeline_sources source on source.source_id = any(entry.source_ids)
     where entry.fact_id = any(${[...new Set(facts)]}::text[])
       and entry.recorded_to is null and entry.known_to is null and source.recorded_to is null and source.known_to is null
     order by entry.fact_id, source.source_id`.execute(db);
  const sources = new Map<string, ContentSource[]>();
  for (const { fact_id, title, publisher, url } of rows)
    sources.set(fact_id, [...(sources.get(fact_id) ?? []), { title, publisher, url: openedAddress(url) }]);
  return sources;
}

/** Milestones by their ids, as they stand now; ids that are no longer derived are left out. */
export async function milestonesById(db: Kysely<unknown>, ids: readonly string[]): Promise<Map<string, Milestone>> {
  if (ids.length === 0) return new Map();
  const found = await selectMilestones(
    db,
    sql<boolean>`(subject_id || '.' || rule || '.' || occasion) = any(${[...new Set(ids)]}::text[])
      and subject_id = any(${[...new Set(ids.map((id) => id.slice(0, id.indexOf('.'))))]}::text[])`,
  );
  return new Map(found.map((milestone) => [milestone.id, milestone]));
}

/** The newest known day of the facts of the subjects of some milestones as they stand, by subject. */
export function newsOfMilestones(
  db: Kysely<unknown>,
  milestones: readonly Milestone[],
): Promise<ReadonlyMap<string, string>> {
  const subjects = milestones.map(({ subject }) => subject.id);
  return newestNewsOfSubjects(subjects, { tx: db, upTo: null, knownAt: null, asOf: null });
}

/** A milestone as a message shows it on a day. */
export function milestoneTold(
  milestone: Milestone,
  { sources, news }: { sources: ReadonlyMap<string, ContentSource[]>; news: ReadonlyMap<string, string> },
  publicUrl: string,
  today: Day,
): ContentMilestone {
  const { id, name } = milestone.subject;
  const readings = milestone.deadline?.readings ?? [];
  return {
    id: milestone.id,
    title: milestone.title,
    subject: { id, name },
    window: milestone.window,
    ...(readings.length > 1 && {
      readings: readings.map(({ text, movedDay, statutoryDay }) => ({ text, lastDay: movedDay ?? statutoryDay })),
    }),
    status: statusOn(milestone, today),
    flag: flagOn(milestone, today),
    rule: milestone.because,
    article: milestone.article,
    derivedFrom: milestone.derivedFrom,
    sources: distinct(milestone.derivedFrom.flatMap((fact) => sources.get(fact) ?? [])),
    lastNews: news.get(id) ?? null,
    url: `${publicUrl}/milestones/${milestone.id}`,
  };
}

function distinct(sources: readonly ContentSource[]): ContentSource[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
