import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wrong } from '../parts/api-words.js';
import { InWords } from '../parts/form-problems.js';
import { linesOf } from './importing.js';

/** So much of a line is shown around the place where something is wrong. */
const AROUND = 120;

/** Something about a place in a line. */
export interface LineWords extends Wrong {
  line: number;
  column: number;
  pointer: string;
}

/** Problems of lines or remarks on them, beside the line, with their places marked. @param title what the table shows */
export const LinesInQuestion: FC<{ title: string; text: string; found: readonly LineWords[] }> = ({
  title,
  text,
  found,
}) => {
  const { t } = useTranslation();
  if (found.length === 0) return null;
  const lines = linesOf(text);
  return (
    <div className="scrolled" role="region" aria-label={title} tabIndex={0}>
      <table className="problems">
        <thead>
          <tr>
            <th scope="col">{t('editor.line')}</th>
            <th scope="col">{t('editor.column')}</th>
            <th scope="col">{t('editor.where')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ line, column, pointer, ...wrong }) => (
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
