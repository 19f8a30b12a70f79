import { useTranslation } from 'react-i18next';
import type { FC, ReactNode } from 'react';
import { Legend, type Series } from './legend.js';
import { localeOf } from '../words/locales.js';

/** A table of figures: the first cell of a row says what the row is about. */
export interface Table {
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly (string | number | null)[] }[];
}

/** A table shows so many rows at most, the last ones: a page is one piece, and what is longer is read as a file. */
const MOST_ROWS = 120;

/**
 * A chart with what it says in words, what its colours stand for, its figures as a table, and the same as CSV. Wider than
 * a phone it scrolls by itself.
 */
export const Chart: FC<{
  id: string;
  title: string;
  summary: string;
  note?: string;
  /** What stands below the note. */
  below?: ReactNode;
  series?: readonly Series[];
  table: Table;
  /** A path below the API's root. */
  csv: string;
  /** It goes from the past to now: where it is wider than the screen, its end is shown first. */
  isOverTime?: true;
  children: ReactNode;
}> = ({ id, title, summary, note, below, series, table, csv, isOverTime, children }) => {
  const { t } = useTranslation();
  return (
    <section className="chart" aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{title}</h2>
      <p className="summary">{summary}</p>
      <div className={isOverTime ? 'scroll from-the-end' : 'scroll'} role="group" tabIndex={0} aria-label={title}>
        {children}
      </div>
      {series === undefined ? null : <Legend id={id} series={series} />}
      {note === undefined ? null : <p className="known">{note}</p>}
      {below}
      <details>
        <summary>{t('chart.table')}</summary>
        <div className="scroll" role="group" tabIndex={0} aria-label={t('chart.tableOf', { title })}>
          {table.rows.length > MOST_ROWS ? (
            <p className="known">{t('chart.lastRows', { shown: MOST_ROWS, all: table.rows.length })}</p>
          ) : null}
          <FigureTable caption={title} table={table} />
        </div>
      </details>
      <p className="downloads">
        <a href={csv} download>
          {t('chart.csv')}
        </a>
      </p>
    </section>
  );
};

const FigureTable: FC<{ caption: string; table: Table }> = ({ caption, table: { columns, rows } }) => {
  const { t, i18n } = useTranslation();
  const figures = new Intl.NumberFormat(localeOf(i18n.language), { maximumFractionDigits: 3 });
  const told = (cell: string | number | null): string => {
    if (cell === null) return t('chart.none');
    return typeof cell === 'number' ? figures.format(cell) : cell;
  };
  return (
    <table className="figures">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(-MOST_ROWS).map(({ key, cells: [first = null, ...others] }) => (
          <tr key={key}>
            <th scope="row">{told(first)}</th>
            {others.map((cell, index) => (
              <td key={columns[index + 1]}>{told(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
