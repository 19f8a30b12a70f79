import { useRef, useState, type FC, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Milestone } from '../api/answers.js';
import { dayInWords } from '../parts/dates.js';
import { To, useAddress } from '../parts/links.js';
import { useApiWords } from '../parts/api-words.js';
import { Window } from '../parts/milestone-list.js';
import { calendarYear, dayAfter, holdsDay, monthsAfter, touches, type CalendarMonth } from './calendar-year.js';
import { localeOf } from '../words/locales.js';

/**
 * What is due in a year. A day that is certain is a mark on that day; a narrow window shades its days; a wider one is a bar
 * over the months. What each says stands in words under its month. The days are travelled with the arrow keys.
 */
export const Calendar: FC<{
  year: string;
  /** The day that the answer is told for. */
  today: string;
  items: readonly Milestone[];
  yearPath: (year: string) => string;
}> = ({ year, today, items, yearPath }) => {
  const { t } = useTranslation();
  const { months, wide } = calendarYear(year, items);
  const { at, days, travel } = useTravel(year, items, yearPath);
  return (
    <div className="calendar">
      <nav className="years" aria-label={t('calendar.years')}>
        <To path={yearPath(String(Number(year) - 1))} rel="prev">
          {Number(year) - 1}
        </To>
        <h2>{year}</h2>
        <To path={yearPath(String(Number(year) + 1))} rel="next">
          {Number(year) + 1}
        </To>
      </nav>
      {items.length === 0 ? <p className="empty">{t('calendar.empty', { year })}</p> : null}
      {wide.length === 0 ? null : (
        <section aria-labelledby="wide">
          <h3 id="wide">{t('calendar.wide')}</h3>
          <ul className="wide">
            {wide.map((item) => (
              <li key={item.id}>
                <span className={`strip ${item.status}`} aria-hidden="true">
                  {months.map(({ month }) => (
                    <span key={month} className={touches(item, month) ? 'held' : ''} />
                  ))}
                </span>
                <CalendarItem item={item} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="hint" id="calendar-keys">
        {t('calendar.keys')}
      </p>
      {/* The keys move among the days, which are what is focused; the element around them is no control. */}
      <div ref={days} className="months" onKeyDown={travel}>
        {months.map((month) => (
          <Month key={month.month} month={month} at={at} today={today} />
        ))}
      </div>
    </div>
  );
};

const Month: FC<{ month: CalendarMonth; at: string; today: string }> = ({
  month: { month, weeks, items },
  at,
  today,
}) => {
  const { t, i18n } = useTranslation();
  const locale = localeOf(i18n.language);
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'narrow', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return (
    <section className={items.length > 0 ? 'month busy' : 'month'}>
      <table role="grid" aria-describedby="calendar-keys">
        <caption>{name.format(new Date(`${month}-01`))}</caption>
        <thead>
          <tr>
            {[5, 6, 7, 8, 9, 10, 11].map((day) => {
              // The fifth of January 2026 was a Monday.
              const date = new Date(Date.UTC(2026, 0, day));
              return (
                <th key={day} scope="col" abbr={long.format(date)}>
                  {weekday.format(date)}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day !== null)}>
              {week.map((day, index) =>
                // oxlint-disable-next-line react/no-array-index-key -- a day of the week is its place
                day === null ? <td key={index} /> : <Day key={day} day={day} items={items} at={at} today={today} />,
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {items.length === 0 ? (
        <p className="hint">{t('calendar.nothing')}</p>
      ) : (
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <CalendarItem item={item} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Day: FC<{ day: string; items: readonly Milestone[]; at: string; today: string }> = ({
  day,
  items,
  at,
  today,
}) => {
  const { i18n } = useTranslation();
  const words = useApiWords();
  const address = useAddress();
  const certain = items.filter(({ window }) => window.earliest === day && window.latest === day);
  const windowed = items.filter((item) => holdsDay(item, day) && !certain.includes(item));
  const label = [dayInWords(day, i18n.language), ...certain.map((item) => words.due(item, item.subject.name))].join(
    ': ',
  );
  const [first] = certain;
  const number = Number(day.slice(8));
  const place = {
    tabIndex: day === at ? 0 : -1,
    'data-day': day,
    ...(day === today && { 'aria-current': 'date' as const }),
  };
  const shade = windowed.length === 0 ? '' : ` windowed ${windowed[0]!.status}`;
  if (first === undefined)
    return (
      <td className={`day${shade}`} {...place}>
        {number}
      </td>
    );
  return (
    <td className={`day certain${shade}`}>
      <a className={first.status} href={address(`/milestones/${first.id}`)} aria-label={label} {...place}>
        {number}
      </a>
    </td>
  );
};

const CalendarItem: FC<{ item: Milestone }> = ({ item }) => {
  const { t } = useTranslation();
  const words = useApiWords();
  const { earliest, latest } = item.window;
  return (
    <>
      <span className="when">
        <Window window={item.window} />
        {earliest !== null && earliest === latest ? null : ` · ${t('milestones.noday')}`}
      </span>
      <span dir="auto">
        <To path={`/milestones/${item.id}`}>{words.due(item, item.subject.name)}</To>
      </span>{' '}
      <span className={`mark ${item.status}`}>{t(`milestoneStatus.${item.status}`)}</span>
    </>
  );
};

/** Moves among the days of a year by arrow keys, by month with Page Up and Page Down, to the ends of a month with Home and End. */
function useTravel(year: string, items: readonly Milestone[], yearPath: (year: string) => string) {
  const firstDue = items.map(({ window }) => window.earliest ?? '').find((day) => day.startsWith(year));
  const [at, setAt] = useState(firstDue ?? `${year}-01-01`);
  const days = useRef<HTMLDivElement>(null);
  const address = useAddress();
  const travel = (event: KeyboardEvent): void => {
    const from = event.target instanceof HTMLElement ? event.target.dataset['day'] : undefined;
    const to = from === undefined ? undefined : KEYS[event.key]?.(from);
    if (to === undefined) return;
    event.preventDefault();
    if (!to.startsWith(year)) return window.location.assign(address(yearPath(to.slice(0, 4))));
    setAt(to);
    dayElement(days.current, to)?.focus();
  };
  return { at, days, travel };
}

function dayElement(within: HTMLElement | null, day: string): HTMLElement | null {
  return within?.querySelector<HTMLElement>(`[data-day="${day}"]`) ?? null;
}

const KEYS: Readonly<Record<string, (day: string) => string>> = {
  ArrowLeft: (day) => dayAfter(day, -1),
  ArrowRight: (day) => dayAfter(day, 1),
  ArrowUp: (day) => dayAfter(day, -7),
  ArrowDown: (day) => dayAfter(day, 7),
  PageUp: (day) => monthsAfter(day, -1),
  PageDown: (day) => monthsAfter(day, 1),
  Home: (day) => `${day.slice(0, 8)}01`,
  End: (day) => dayAfter(monthsAfter(`${day.slice(0, 8)}01`, 1), -1),
};
