import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { useContext, type FC } from 'react';
import type { CaseHistory, Milestone } from '../api/answers.js';
import { csvText } from '../charts/csv-text.js';
import { dayScale, DayAxis, Plot, PLOT, round } from '../charts/plot.js';
import { useApiWords, type ApiWords } from '../parts/api-words.js';
import { LogHead } from '../parts/coverage-line.js';
import { When } from '../parts/dates.js';
import {
  DeadlineCaution,
  DeadlineNotes,
  deadlineStateInWords,
  doneByInWords,
  type LegalDeadline,
} from '../parts/deadline-words.js';
import { RemindOf, Window } from '../parts/milestone-list.js';
import { PossibleStates } from '../parts/milestone-marks.js';
import { To } from '../parts/links.js';

type Fact = CaseHistory['items'][number];
type Days = Pick<Milestone['window'], 'earliest' | 'latest'>;

interface Deadline {
  id: string;
  title: string;
  why: string;
  milestone: Milestone;
  /** What started the clock, and what met the deadline or let it fall away; of an inferred act the later one that proves it. */
  begun: Fact | undefined;
  ended: Fact | undefined;
  /** When that was; null where no source says, and of an inferred act, whose own day is on no record. */
  endedOn: Fact['occurred'];
  legal: LegalDeadline;
}

/** The legal deadlines of a case, drawn and as a table: from what started each clock to its last day, and how it was kept. */
export const Deadlines: FC<{ milestones: readonly Milestone[]; history: CaseHistory; caseName: string }> = ({
  milestones,
  history,
  caseName,
}) => {
  const { t, i18n } = useTranslation();
  const words = useApiWords();
  const head = useContext(LogHead);
  const deadlines = milestones.flatMap((milestone) => deadlineOf(milestone, history, caseName, words) ?? []);
  if (deadlines.length === 0) return null;
  return (
    <section className="chart" aria-labelledby="deadlines-heading">
      <h2 id="deadlines-heading">{t('deadlines.title')}</h2>
      <DeadlineCaution of={milestones} />
      <div className="scroll" role="group" tabIndex={0} aria-label={t('deadlines.title')}>
        <DeadlineDrawing deadlines={deadlines} />
      </div>
      <div
        className="scroll"
        role="group"
        tabIndex={0}
        aria-label={t('chart.tableOf', { title: t('deadlines.title') })}
      >
        <table className="figures">
          <caption>{t('deadlines.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('deadlines.deadline')}</th>
              <th scope="col">{t('deadlines.kept')}</th>
              <th scope="col">{t('deadlines.begun')}</th>
              <th scope="col">{t('deadlines.due')}</th>
            </tr>
          </thead>
          <tbody>
            {deadlines.map((deadline) => (
              <DeadlineRow key={deadline.id} deadline={deadline} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="downloads">
        <a
          href={csvOf(deadlines, t, i18n.language)}
          download={`deadlines${head === null ? '' : `-${head.replace(':', '-')}`}.csv`}
        >
          {t('chart.csv')}
        </a>
      </p>
    </section>
  );
};

const DeadlineRow: FC<{ deadline: Deadline }> = ({
  deadline: { title, why, milestone, begun, ended, endedOn, legal },
}) => {
  const { t, i18n } = useTranslation();
  const distance = distanceInWords(milestone.window, endedOn, t);
  return (
    <tr>
      <th scope="row">
        {title}
        <p className="known rule">{why}</p>
        <DeadlineNotes id={milestone.id} deadline={legal} />
        <RemindOf milestone={milestone} />
      </th>
      <td>
        <span className={`mark deadline-${legal.state}`}>{deadlineStateInWords(legal.state, legal, t)}</span>{' '}
        <PossibleStates milestone={milestone} />{' '}
        {ended === undefined ? null : (
          <To path={`/facts/${ended.fact}`}>{doneByInWords(legal, t, i18n.language) ?? <When occurred={endedOn} />}</To>
        )}
        {distance === null || (legal.state !== 'met' && legal.state !== 'late') ? null : ` (${distance})`}
      </td>
      <td>
        {begun === undefined ? null : (
          <To path={`/facts/${begun.fact}`}>
            <When occurred={begun.occurred} />
          </To>
        )}
      </td>
      <td>
        <Window window={milestone.window} />
      </td>
    </tr>
  );
};

/** The table as an address that holds it: it is made of two answers of the API, and none has it as it stands here. */
function csvOf(deadlines: readonly Deadline[], t: TFunction, language: string): string {
  const columns = ['deadline', 'begun', 'due', 'kept', 'ended', 'mayAlsoBe'] as const;
  const table = {
    columns: columns.map((name) => t(`deadlines.${name}`)),
    rows: deadlines.map(({ id, title, milestone, begun, endedOn, legal }) => ({
      key: id,
      cells: [
        title,
        begun?.occurred?.edtf ?? null,
        milestone.window.edtf,
        deadlineStateInWords(legal.state, legal, t),
        doneByInWords(legal, t, language) ?? endedOn?.edtf ?? null,
        legal.possible.map((state) => deadlineStateInWords(state, legal, t)).join('; '),
      ],
    })),
  };
  return `data:text/csv;charset=utf-8,${encodeURIComponent(csvText(table))}`;
}

const [ROW, WORDS] = [38, 14];

const DeadlineDrawing: FC<{ deadlines: readonly Deadline[] }> = ({ deadlines }) => {
  const { t, i18n } = useTranslation();
  const drawn = deadlines.flatMap((deadline) => {
    const due = spanOf(deadline.milestone.window);
    if (due === null) return [];
    const from = deadline.begun?.occurred?.latest ?? due.earliest;
    return [{ ...deadline, from, due, done: spanOf(deadline.endedOn) }];
  });
  if (drawn.length === 0) return null;
  const days = drawn
    .flatMap(({ from, due, done }) => [from, due.earliest, due.latest, ...(done ? [done.earliest, done.latest] : [])])
    .toSorted();
  const x = dayScale(days[0]!, days.at(-1)!, 'whole');
  const at = (day: string): number => round(x(new Date(`${day}T12:00:00Z`)));
  const bottom = drawn.length * ROW + 8;
  const description = drawn
    .map(({ title, legal }) => `${title}: ${deadlineStateInWords(legal.state, legal, t)}`)
    .join('; ');
  return (
    <Plot
      id="deadlines"
      title={t('deadlines.title')}
      description={description}
      breadth="whole"
      height={bottom + PLOT.bottom}
    >
      {drawn.map(({ id, title, from, due, done, legal }, row) => (
        <g key={id} transform={`translate(0 ${row * ROW})`} className={`deadline deadline-${legal.state}`}>
          <text className="bar-words" x={PLOT.left} y={WORDS}>
            {title}
          </text>
          <line className="clock" x1={at(from)} x2={at(due.latest)} y1={WORDS + 11} y2={WORDS + 11} />
          {due.earliest === due.latest ? null : (
            <rect
              className="due-window"
              x={at(due.earliest)}
              width={at(due.latest) - at(due.earliest)}
              y={WORDS + 4}
              height="14"
            />
          )}
          <line className="due" x1={at(due.latest)} x2={at(due.latest)} y1={WORDS + 4} y2={WORDS + 18} />
          {done === null ? null : (
            <>
              {legal.state === 'late' ? (
                <line className="late" x1={at(due.latest)} x2={at(done.earliest)} y1={WORDS + 11} y2={WORDS + 11} />
              ) : null}
              <rect
                className="done"
                x={at(done.earliest) - 5}
                width={at(done.latest) - at(done.earliest) + 10}
                y={WORDS + 6}
                height="10"
                rx="5"
              />
            </>
          )}
        </g>
      ))}
      <DayAxis scale={x} language={i18n.language} at={bottom} />
    </Plot>
  );
};

/** Both ends of a span of days; null where one is not known, so that there is nothing to draw. */
function spanOf(days: Days | null): { earliest: string; latest: string } | null {
  return days?.earliest == null || days.latest == null ? null : { earliest: days.earliest, latest: days.latest };
}

function deadlineOf(milestone: Milestone, history: CaseHistory, caseName: string, words: ApiWords): Deadline | null {
  const fact = (id: string | null): Fact | undefined =>
    history.items.find((item) => item.fact === id && item.kind === 'development');
  const { deadline: legal } = milestone;
  if (!legal) return null;
  const ended = fact(milestone.metBy ?? milestone.cancelledBy);
  return {
    id: milestone.id,
    title: words.dueAlone(milestone, caseName),
    why: words.because(milestone),
    milestone,
    begun: fact(milestone.rule.derivedFrom[0] ?? null),
    ended,
    endedOn: legal.inferred ? null : (ended?.occurred ?? null),
    legal,
  };
}

/** How far an act lies from the last day: in days where both are one day, else at least so far; null where it may be on it. */
function distanceInWords(due: Days, done: Days | null, t: TFunction): string | null {
  const before = daysBetween(done?.latest ?? null, due.earliest) ?? 0;
  const after = daysBetween(due.latest, done?.earliest ?? null) ?? 0;
  if (before <= 0 && after <= 0) return null;
  const days = before > 0 ? t('deadlines.before', { count: before }) : t('deadlines.after', { count: after });
  const isExact = due.earliest === due.latest && done?.earliest === done?.latest;
  return isExact ? days : t('deadlines.atLeast', { days });
}

function daysBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
