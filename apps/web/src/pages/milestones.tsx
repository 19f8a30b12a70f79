import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { Milestone, Milestones, Values } from '../api/answers.js';
import { askedMilestones } from '../milestones/asked.js';
import { Calendar } from '../milestones/calendar.js';
import { definePage } from '../page.js';
import type { Choice } from '../parts/choice.js';
import { clockFields } from '../parts/clock-fields.js';
import { underClocks } from '../parts/clocks.js';
import { ChoiceField, Filters, TextField } from '../parts/filters.js';
import { Pager, To } from '../parts/links.js';
import { useApiWords } from '../parts/api-words.js';
import { DeadlineCaution, DeadlineTexts } from '../parts/deadline-words.js';
import { MilestoneList } from '../parts/milestone-list.js';
import { RemindLink } from '../parts/remind-link.js';
import { withFilters } from '../query.js';

const STATUSES = ['upcoming', 'due', 'overdue', 'unconfirmed', 'met', 'cancelled'] as const;
/** What is shown where no status is named: of a list what lies ahead, on a calendar also what has passed unconfirmed. */
const AHEAD = ['upcoming', 'due', 'overdue'];
const FLAGS = ['far', 'on-horizon', 'approaching', 'imminent', 'due'] as const;
const SPANS = ['P30D', 'P90D', 'P1Y'] as const;

/** What is told together, in the order of its urgency. */
const GROUPS = [
  { name: 'now', statuses: ['due', 'overdue'] },
  { name: 'unconfirmed', statuses: ['unconfirmed'] },
  { name: 'coming', statuses: ['upcoming'] },
  { name: 'met', statuses: ['met'] },
  { name: 'cancelled', statuses: ['cancelled'] },
] as const;

interface MilestonesData {
  milestones: Milestones;
  query: string;
  /** The year of the calendar; null for the list. */
  year: string | null;
  subjects: Choice[];
  topics: Choice[];
  parties: Choice[];
}

/** The question to the API: what lies ahead, unless a status is named; of its year, for a calendar. */
function asked(path: string, query: URLSearchParams, year: string | null): string {
  const filters = new URLSearchParams(query);
  if (year !== null)
    for (const [name, value] of [
      ['from', year],
      ['to', year],
      ['limit', '200'],
    ] as const)
      filters.set(name, value);
  return askedMilestones(path, filters, year === null ? AHEAD : [...AHEAD, 'unconfirmed']);
}

/** The year of the calendar: the one of the address, else that in which its period begins, else that of a day; null for the list. */
function yearOf(query: URLSearchParams, today = ''): string | null {
  if (query.get('view') !== 'calendar') return null;
  const year = query.get('year') ?? '';
  if (/^[1-9]\d{3}$/.test(year)) return year;
  const [period] = ['from', 'to'].flatMap((name) => /^[1-9]\d{3}(?!\d)/.exec(query.get(name) ?? '') ?? []);
  return period ?? (today.slice(0, 4) || null);
}

/** What is coming, what is due, and what has passed with no confirmation on record: as a list and on a calendar. */
export const milestonesPage = definePage<MilestonesData>({
  name: 'milestones',
  path: '/milestones',
  load: async ({ query, get }) => {
    const [others, topics, parties] = await Promise.all([
      get<Milestones>(underClocks('/v1/milestones?from=0001&limit=200', query)),
      get<Values>(underClocks('/v1/topics?undated=include', query)),
      get<Values>(underClocks('/v1/parties?undated=include', query)),
    ]);
    const year = yearOf(query, others.today);
    const milestones = await get<Milestones>(asked('/v1/milestones', query, year));
    return {
      milestones,
      query: shownFilters(query).toString(),
      year,
      subjects: subjectsOf([...milestones.items, ...others.items], query.getAll('subject')),
      topics: topics.items.map(choiceOf),
      parties: parties.items.map(choiceOf),
    };
  },
  title: (_data, t) => t('milestones.title'),
  dataPath: ({ query }) => asked('/v1/milestones', query, yearOf(query)),
  embedPath: ({ query }) => withFilters('/embed/milestones', query),
  feeds: ({ query }) => [
    { type: 'text/calendar', path: asked('/v1/milestones.ics', query, null), title: 'iCalendar' },
    { type: 'application/atom+xml', path: asked('/v1/milestones.atom', query, null), title: 'Atom' },
  ],
  View: ({ data }) => {
    const { t } = useTranslation();
    const { milestones, query, year } = data;
    return (
      <>
        <header className="lead">
          <h1>{t('milestones.title')}</h1>
          <p>{t('milestones.intro')}</p>
          <DeadlineCaution of={milestones.items} />
        </header>
        <MilestoneFilters data={data} />
        <p className="known">
          <To path={at(query, { status: 'unconfirmed' })}>{t('milestones.passed')}</To>
        </p>
        <Ways query={query} isCalendar={year !== null} />
        {year === null ? (
          <Grouped items={milestones.items} />
        ) : (
          <>
            <Calendar
              year={year}
              today={milestones.today}
              items={milestones.items}
              yearPath={(other) => at(query, { year: other })}
            />
            <DeadlineTexts texts={milestones.items.flatMap(({ deadline }) => deadline?.rule.texts ?? [])} />
          </>
        )}
        <Pager path="/milestones" query={query} page={milestones.page} />
      </>
    );
  },
});

const Grouped: FC<{ items: readonly Milestone[] }> = ({ items }) => {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="empty">{t('milestones.empty')}</p>;
  return GROUPS.map(({ name, statuses }) => {
    const group = items.filter(({ status }) => statuses.some((one) => one === status));
    if (group.length === 0) return null;
    return (
      <section key={name} aria-labelledby={`group-${name}`}>
        <h2 id={`group-${name}`}>
          {t(`milestones.group.${name}`)} <span className="count">{group.length}</span>
        </h2>
        <MilestoneList items={group} alone />
      </section>
    );
  });
};

function current(is: boolean): { 'aria-current'?: 'page' } {
  return is ? { 'aria-current': 'page' } : {};
}

/** The other way to see the same, and the ways to be told of it. */
const Ways: FC<{ query: string; isCalendar: boolean }> = ({ query, isCalendar }) => {
  const { t } = useTranslation();
  const filters = new URLSearchParams(query);
  const told = new URLSearchParams([...filters].filter(([name]) => ['subject', 'topic', 'party'].includes(name)));
  return (
    <div className="ways">
      <nav aria-label={t('milestones.views')}>
        <To path={at(query, { view: null, year: null })} {...current(!isCalendar)}>
          {t('milestones.list')}
        </To>
        <To path={at(query, { view: 'calendar' })} {...current(isCalendar)}>
          {t('milestones.onCalendar')}
        </To>
      </nav>
      <p>
        <a href={asked('/v1/milestones.ics', filters, null)}>{t('milestones.calendar')}</a>{' '}
        <a href={asked('/v1/milestones.atom', filters, null)}>Atom</a> <RemindLink about={told.toString()} />
      </p>
    </div>
  );
};

const MilestoneFilters: FC<{ data: MilestonesData }> = ({ data: { query, subjects, topics, parties, year } }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const statuses = [
    { value: '', label: t(year === null ? 'milestones.ahead' : 'milestones.aheadOnCalendar') },
    { value: 'all', label: t('milestones.all') },
    ...STATUSES.map((status) => ({ value: status, label: t(`milestoneStatus.${status}`) })),
  ];
  const flags = FLAGS.map((flag) => ({ value: flag, label: t(`flag.${flag}`) }));
  const spans = SPANS.map((span) => ({ value: span, label: t(`days.${span}`) }));
  const more = (
    <>
      <ChoiceField
        name="topic"
        label={t('filter.topic')}
        query={query}
        choices={topics.map((topic) => words.choice(topic, 'topic'))}
      />
      <ChoiceField name="party" label={t('filter.party')} query={query} choices={parties} />
      {year === null ? (
        <>
          <TextField name="from" label={t('filter.from')} query={query} />
          <TextField name="to" label={t('filter.to')} query={query} />
        </>
      ) : null}
      {clockFields(query, t)}
    </>
  );
  return (
    <Filters path="/milestones" query={query} more={more}>
      {year === null ? null : (
        <>
          <input type="hidden" name="view" value="calendar" />
          <input type="hidden" name="year" value={year} />
        </>
      )}
      <ChoiceField name="subject" label={t('filter.subject')} query={query} choices={subjects} />
      <ChoiceField name="status" label={t('filter.status')} query={query} choices={statuses} required />
      <ChoiceField name="flag" label={t('filter.flag')} query={query} choices={flags} />
      <ChoiceField name="within" label={t('filter.within')} query={query} choices={spans} />
    </Filters>
  );
};

/** The subjects that have milestones, and those that are chosen already, by name. */
function subjectsOf(items: readonly Milestone[], chosen: readonly string[]): Choice[] {
  const names = new Map(chosen.map((id) => [id, id]));
  for (const { subject } of items) names.set(subject.id, subject.name);
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .toSorted((one, other) => one.label.localeCompare(other.label, 'en'));
}

function choiceOf({ value }: Values['items'][number]): Choice {
  return { value, label: value };
}

/** The filters with what says how the page is shown. A calendar shows its year, whatever period the address names. */
function shownFilters(query: URLSearchParams): URLSearchParams {
  const unused = query.get('view') === 'calendar' ? ['lang', 'from', 'to'] : ['lang'];
  return new URLSearchParams([...query].filter(([name, value]) => value !== '' && !unused.includes(name)));
}

/** This page with some parameters set, or taken away where they are null. */
function at(query: string, changed: Record<string, string | null>): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('cursor');
  for (const [name, value] of Object.entries(changed))
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  return parameters.size === 0 ? '/milestones' : `/milestones?${parameters}`;
}
