import { useTranslation } from 'react-i18next';
import type { FC } from 'react';
import type { DueItem, Occurred, TimelineItem } from '../api/answers.js';
import { useApiWords } from './api-words.js';
import { When } from './dates.js';
import { BecauseOf, DeadlineCaution } from './deadline-words.js';
import { To } from './links.js';

/** What stands on a timeline. */
export type Entry = TimelineItem | DueItem;

/**
 * A timeline as an ordered list under its years. How sure a date is shows in the mark beside it: full for a day, a ring for
 * a wider window, broken for a plan of which no outcome is on record.
 */
export const Entries: FC<{
  items: readonly Entry[];
  /** What is lit up, by the id of the fact. */
  lit?: ReadonlyMap<string, string>;
  /** The subject of which this is the story, and which is therefore not named at every entry. */
  of?: string;
}> = ({ items, lit, of }) => (
  <div className="timeline">
    {years(items).map(({ year, entries }) => (
      <section key={year ?? 'undated'} className="year">
        <Year year={year} />
        <ol className="entries">
          {entries.map((entry) => (
            <li key={`${entry.type} ${entry.id}`} className={`entry ${certaintyOf(entry)}${litOf(entry, lit)}`}>
              <div className="when">
                <When occurred={entry.occurred} />
              </div>
              {isDue(entry) ? <DueEntry item={entry} of={of} /> : <FactEntry item={entry} of={of} />}
            </li>
          ))}
        </ol>
      </section>
    ))}
    <DeadlineCaution of={items.filter(isDue)} />
  </div>
);

const Year: FC<{ year: string | null }> = ({ year }) => {
  const { t } = useTranslation();
  return <h2>{year ?? t('timeline.undated')}</h2>;
};

const FactEntry: FC<{ item: TimelineItem; of: string | undefined }> = ({ item, of }) => (
  <article dir="auto">
    <p className="about">
      <OfSubject item={item} of={of} /> <Headline item={item} />
    </p>
    <h3>
      <To path={`/facts/${item.id}`}>{item.title}</To>
    </h3>
    {item.summary === null ? null : <p className="summary">{item.summary}</p>}
    <Marks item={item} />
  </article>
);

const Headline: FC<{ item: TimelineItem }> = ({ item: { type, headline } }) => (
  <span className="kind">{useApiWords().headline(type, headline)}</span>
);

const DueEntry: FC<{ item: DueItem; of: string | undefined }> = ({ item, of }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  return (
    <article dir="auto">
      <p className="about">
        <OfSubject item={item} of={of} /> <span className="kind">{t('timeline.milestone')}</span>
      </p>
      <h3>{words.due(item, item.subject.name)}</h3>
      <p className="summary">
        <BecauseOf milestone={item} />
      </p>
      <p className="marks">
        <span className={`mark ${item.status}`}>{t(`milestoneStatus.${item.status}` as 'milestoneStatus.due')}</span>
      </p>
    </article>
  );
};

const OfSubject: FC<{ item: Entry; of: string | undefined }> = ({ item: { subject }, of }) =>
  subject.id === of ? null : <To path={`/subjects/${subject.id}`}>{subject.name}</To>;

/** What a reader must know before taking a fact at its word. */
export const Marks: FC<{ item: Pick<TimelineItem, 'status' | 'disputed' | 'type' | 'marks'> }> = ({ item }) => {
  const { t } = useTranslation();
  const marks = [
    ...(item.status === 'current' ? [] : [item.status]),
    ...(item.disputed ? (['disputed'] as const) : []),
    ...new Set(item.marks.map(({ code }) => code)),
  ];
  const isPlan = item.type.endsWith('.planned') && item.status === 'current';
  if (marks.length === 0 && !isPlan) return null;
  return (
    <p className="marks">
      {isPlan ? <span className="mark plan">{t('timeline.plan')}</span> : null}
      {marks.map((mark) => (
        <span key={mark} className={`mark ${mark}`}>
          {t(`mark.${mark}`)}
        </span>
      ))}
    </p>
  );
};

/** How an entry is lit up by what a day changed. */
function litOf({ id }: Entry, lit: ReadonlyMap<string, string> | undefined): string {
  const change = lit?.get(id);
  return change === undefined ? '' : ` lit lit-${change}`;
}

function isDue(entry: Entry): entry is DueItem {
  return entry.type === 'milestone';
}

function certaintyOf({ occurred, status, type }: Entry): string {
  if (status === 'retracted' || status === 'cancelled') return 'withdrawn';
  if (status === 'unconfirmed' || type === 'milestone' || type.endsWith('.planned')) return 'planned';
  return occurred !== null && occurred.earliest === occurred.latest ? 'certain' : 'windowed';
}

function years(items: readonly Entry[]): { year: string | null; entries: Entry[] }[] {
  const groups: { year: string | null; entries: Entry[] }[] = [];
  for (const entry of items) {
    const year = yearOf(entry.occurred);
    const last = groups.at(-1);
    if (last !== undefined && last.year === year) last.entries.push(entry);
    else groups.push({ year, entries: [entry] });
  }
  return groups;
}

function yearOf(occurred: Occurred | null): string | null {
  const day = occurred?.earliest ?? occurred?.latest;
  return day === undefined || day === null ? null : day.replace(/-\d{2}-\d{2}$/, '');
}
