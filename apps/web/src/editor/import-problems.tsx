import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../api/answers.js';
import { InWords } from '../parts/form-problems.js';
import { linesOf } from './importing.js';

/** So much of a line is shown around the place where something is wrong. */
const AROUND = 120;

/** What is wrong with which line, beside the line, with its place marked. */
export const ImportProblems: FC<{ text: string; problems: ImportReport['problems'] }> = ({ text, problems }) => {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  const lines = linesOf(text);
  return (
    <div className="scrolled" role="region" aria-label={t('editor.problems')} tabIndex={0}>
      <table className="problems">
        <thead>
          <tr>
            <th scope="col">{t('editor.line')}</th>
            <th scope="col">{t('editor.column')}</th>
            <th scope="col">{t('editor.where')}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ line, column, pointer, ...wrong }) => (
            <tr key={`${line} ${column} ${pointer} ${wrong.detail}`}>
              <td>{line}</td>
              <td>{column}</td>
              <td>
                <Excerpt line={lines[line - 1] ?? ''} column={column} />
                <p className="wrong" dir="auto">
                  {pointer === '' ? null : <code>{pointer}</code>} <InWords wrong={wrong} />
                </p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** A part of a line. Columns count characters, the first is 1. */
const Excerpt: FC<{ line: string; column: number | null }> = ({ line, column }) => {
  const characters = Array.from(line);
  const at = Math.max((column ?? 1) - 1, 0);
  const from = Math.max(at - AROUND / 2, 0);
  return (
    <code className="excerpt" dir="ltr">
      {from > 0 ? '…' : null}
      {characters.slice(from, at).join('')}
      <mark>{characters.slice(at, at + 1).join('')}</mark>
      {characters.slice(at + 1, from + AROUND).join('')}
      {characters.length > from + AROUND ? '…' : null}
    </code>
  );
};
