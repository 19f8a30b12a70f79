import type { FC } from 'react';
import { useTranslation } from 'react-i18next';
import type { Wrong } from '../parts/api-words.js';
import { InWords } from '../parts/form-problems.js';
import { isCsv, linesOf } from './importing.js';

/** So much of a line is shown around the place where something is wrong. */
const AROUND = 120;

/** Something about a place in a line. */
export interface LineWords extends Wrong {
  line: number;
  /** From 1: a character of a line of JSON, a field of a row of CSV. */
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
  const ofFields = isCsv(text);
  return (
    <div className="scrolled" role="region" aria-label={title} tabIndex={0}>
      <table className="problems">
        <thead>
          <tr>
            <th scope="col">{t('editor.line')}</th>
            <th scope="col">{ofFields ? t('editor.field') : t('editor.column')}</th>
            <th scope="col">{t('editor.where')}</th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ line, column, pointer, ...wrong }) => (
            <tr key={`${line} ${column} ${pointer} ${wrong.detail}`}>
              <td>{line}</td>
              <td>{column}</td>
              <td>
                <Excerpt line={lines[line - 1] ?? ''} place={ofFields ? fieldOf : characterOf} column={column} />
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

/** Where something stands in the characters of a line: from the first to before the last. */
type Place = (characters: readonly string[], column: number) => [from: number, to: number];

const characterOf: Place = (_characters, column) => [column - 1, column];

/** A field of a row of CSV. Of a row over several lines whose field is on a later one, the whole first line. */
const fieldOf: Place = (characters, column) => {
  let [from, field, inQuotes] = [0, 1, false];
  for (const [at, character] of characters.entries()) {
    if (character === '"') inQuotes = !inQuotes;
    if (character !== ',' || inQuotes) continue;
    if (field === column) return [from, at];
    from = at + 1;
    field += 1;
  }
  if (field < column) from = inQuotes ? 0 : characters.length;
  return [from, characters.length];
};

/** The part of a line around a place, which is marked. */
const Excerpt: FC<{ line: string; place: Place; column: number }> = ({ line, place, column }) => {
  const characters = Array.from(line);
  const [marked, end] = place(characters, column);
  const from = Math.max(marked - AROUND / 2, 0);
  const to = Math.min(end, from + AROUND);
  return (
    <code className="excerpt" dir="ltr">
      {from > 0 ? '…' : null}
      {characters.slice(from, marked).join('')}
      <mark>{characters.slice(marked, to).join('')}</mark>
      {characters.slice(to, from + AROUND).join('')}
      {characters.length > from + AROUND ? '…' : null}
    </code>
  );
};
