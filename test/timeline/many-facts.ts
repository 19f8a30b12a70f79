import { sql } from 'kysely';
import type { Database } from '#libs/database';

/** How much there is: about as many rows of `timeline` as facts, and one in eight facts was corrected or withdrawn. */
export interface Amount {
  facts: number;
  cases: number;
}

const TABLES = ['timeline', 'timeline_changes', 'timeline_subjects', 'timeline_sources', 'milestones'];

/**
 * Fills the views with made-up facts, the same ones each time, as a long history would leave them. The rows are written
 * as sets, past the log, with the indexes taken down meanwhile: for looking at plans of questions, which need the
 * amounts and the spread of values, and not for what the facts say.
 */
export async function fillWithFacts(db: Database, { facts, cases }: Amount): Promise<void> {
  await db.kysely.connection().execute(async (session) => {
    const { rows: indexes } = await sql<{ name: string; definition: string }>`
      select indexname as name, indexdef as definition from pg_indexes
       where schemaname = 'public' and tablename = any(${TABLES}::text[])
         and not exists (select from pg_constraint where conname = indexname)`.execute(session);
    for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(session);
    await sql`select setseed(0.2024)`.execute(session);
    await writeSources(session);
    await writeSubjects(session, cases);
    await writeFacts(session, facts, cases);
    await writeChanges(session);
    await writeMilestones(session);
    for (const { definition } of indexes) await sql.raw(definition).execute(session);
    for (const table of TABLES) await sql`vacuum analyze ${sql.table(table)}`.execute(session);
  });
}

type Session = Database['kysely'];
const SOURCES = 2000;
const SUBJECTS = 3000;

async function writeSources(session: Session): Promise<void> {
  await sql`
    insert into timeline_sources (source_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to,
      title, publisher, published_on, published_day, url)
    select 'source-' || n, n, timestamptz '2026-01-01' + n * interval '1 second', n, null, -2147483648, null,
      'Report ' || md5(n::text), 'Publisher ' || n % 40, (date '2000-01-01' + n * 4)::text, 10957 + n * 4, null
      from generate_series(1, ${SOURCES}::integer) n`.execute(session);
}

async function writeSubjects(session: Session, cases: number): Promise<void> {
  await sql`
    insert into timeline_subjects (subject_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to,
      type, name, parties, topics, part_of, attributes, search)
    select case when n <= ${cases} then 'case-' else 'subject-' end || n, 3000 + n,
      timestamptz '2026-01-01 01:00Z' + n * interval '1 second', 3000 + n, null, -2147483648, null,
      case when n <= ${cases} then 'case'
        else (array['agreement', 'dialogue', 'funding', 'programme', 'organization', 'indicator', 'relationship'])[1 + n % 7] end,
      'Name ' || md5(n::text), array['P' || chr(65 + n % 26), 'MX'], array['topic-' || n % 60],
      case when n % 5 = 0 then 'subject-' || ${cases}::integer + 1 + n % 40 end,
      case when n = ${cases}::integer + 2187 then '{"measure": "rrm-resolved"}' when n > ${cases} then '{}' else jsonb_build_object('mechanism', 'usmca-rrm', 'sector', 'Sector ' || n % 30,
        'state', 'State ' || n % 32, 'company', 'Company ' || n % 900, 'facility', 'Works ' || n,
        'complainant', 'US', 'initiation', (array['petition', 'self'])[1 + n % 2], 'petitioners',
        jsonb_build_array('Union ' || n % 70)) end,
      array_to_tsvector(array['name', substr(md5(n::text), 1, 6)])
      from generate_series(1, ${cases}::integer + ${SUBJECTS}::integer) n`.execute(session);
}

/** Twelve facts for each case, the others spread over the other subjects. */
async function writeFacts(session: Session, facts: number, cases: number): Promise<void> {
  await sql`
    create temporary table made as
    select n, 20000 + n as position, n <= ${cases}::integer * 12 as of_case, (n - 1) % 12 as step,
      case when n <= ${cases}::integer * 12 then (n - 1) / 12 + 1
        else ${cases}::integer + 1 + floor(${SUBJECTS}::integer * random() * random())::integer end as subject,
      8800 + floor(11000 * random())::integer as day, random() as lot, random() as fate, random() as width,
      1 + floor(${SOURCES}::integer * random() ^ 3)::integer as source, floor(60 * random() ^ 2)::integer as topic,
      floor(40 * random() ^ 2)::integer as party
      from generate_series(1, ${facts}::integer) n`.execute(session);
  await sql`
    update made set day = 8800 + (hashint4(subject) & 8191) + step * 20,
      width = case when step = 11 and lot < 0.2 then 0.01 else width end where of_case`.execute(session);
  await sql`
    insert into timeline (fact_id, position, recorded_at, recorded_from, recorded_to, known_from, known_to, subject_id,
      subject_type, subject_name, type, edtf, first_day, last_day, sort_start, begun_by, precision, title, summary, body,
      topics, parties, related, sources, source_ids, disputed, known_day, known_basis, retracted, revision, corrected,
      plan, meets, search)
    select 'fact-' || n, made.position, timestamptz '2026-01-02' + n * interval '100 seconds',
      slice.recorded_from, slice.recorded_to, slice.known_from, slice.known_to,
      subject.subject_id, subject.type, subject.name, what.type,
      case when undated then null when open then (date '1970-01-01' + day)::text || '/..'
        when width < 0.2 then to_char(date '1970-01-01' + day, 'YYYY-MM') else (date '1970-01-01' + day)::text end,
      case when undated then 2147483647 else first end, case when undated or open then 2147483647 else last end,
      case when undated then 2147483647 else first end, case when undated then slice.known_from else last end,
      case when undated then null else 'day' end,
      'Title ' || n, repeat('What happened. ', 8),
      case when what.type = 'indicator.reported' then jsonb_build_object('value', n::text, 'unit', 'cases')
        when what.type = 'case.measure-taken' then '{"kind": "penalty"}' else '{}' end,
      array['topic-' || topic, 'topic-' || (topic * 7 + 3) % 60], array['P' || chr(65 + party % 26), 'MX'],
      '{}', jsonb_build_array(jsonb_build_object('source', 'source-' || source, 'locator', 'page ' || n % 90)),
      array['source-' || source], false, slice.known_from, 'published', slice.retracted, slice.revision,
      slice.revision > 1, case when what.type = 'dialogue.planned' then 'meeting.' || day end,
      case when what.type = 'dialogue.held' then '{meeting}'::text[] else '{}' end,
      array_to_tsvector(array['title', 'word' || floor(5000 * lot ^ 3), 'tail' || floor(5000 * fate)])
      from made
      join timeline_subjects subject on subject.position = 3000 + made.subject
      cross join lateral (select width < 0.02 as undated, width between 0.02 and 0.03 as open,
        case when width between 0.03 and 0.2 then day - 1 - extract(day from date '1970-01-01' + day)::integer + 2 else day end as first,
        case when width between 0.03 and 0.2 then day - extract(day from date '1970-01-01' + day)::integer + 30 else day end as last) span
      cross join lateral (select case
        when of_case then 'case.' || (array['filed', 'review-requested', 'measure-taken', 'review-accepted', 'denial-found',
          'remediation-agreed', 'noted', 'noted', 'noted', 'noted', 'noted', 'resolved'])[1 + step]
        when subject.type = 'dialogue' then case when lot < 0.1 then 'dialogue.planned' else 'dialogue.held' end
        when subject.type = 'indicator' then 'indicator.reported'
        else subject.type || '.noted' end as type) what
      cross join lateral (
        select made.position as recorded_from, case when fate < 0.12 then 250000 + made.position end as recorded_to,
          day + 3 as known_from, null::integer as known_to, false as retracted, 1 as revision
        union all select 250000 + made.position, null, day + 3, day + 400, false, 1 where fate < 0.12
        union all select 250000 + made.position, null, day + 400, null, fate < 0.01, 2 where fate < 0.12) slice`.execute(
    session,
  );
}

async function writeChanges(session: Session): Promise<void> {
  await sql`
    insert into timeline_changes (target, position, recorded_at, record, cites)
    select 'fact:' || fact_id, 250000 + position, recorded_at + interval '300 days',
      jsonb_strip_nulls(jsonb_build_object('record', case when retracted then 'retraction' else 'correction' end, 'id', 'change-' || fact_id,
        'fact', fact_id, 'reason', 'A slip.', 'changes', case when retracted then null else '{"title": "Title"}'::jsonb end,
        'sources', sources)), source_ids
      from timeline where revision = 2`.execute(session);
}

async function writeMilestones(session: Session): Promise<void> {
  await sql`
    insert into milestones (subject_id, rule, occasion, subject_type, subject_name, topics, parties, title, edtf, first_day,
      last_day, sort_start, position, because, article, derived_from, met_by, cancelled_by, afterwards)
    select subject_id, (array['petition-review', 'review-response', 'review-end', 'remediation-agreement'])[1 + step],
      '2024', subject_type, subject_name, topics, parties, 'Deadline: ' || subject_name,
      (date '1970-01-01' + due)::text, due, due, due, position, 'it is due', null, array[fact_id],
      case when position % 5 > 0 then fact_id end, null, 'overdue'
      from timeline cross join lateral (select (substr(fact_id, 6)::integer - 1) % 12 as step, sort_start + 30 as due) told
     where subject_type = 'case' and recorded_to is null and known_to is null and edtf is not null and step < 4`.execute(
    session,
  );
}
