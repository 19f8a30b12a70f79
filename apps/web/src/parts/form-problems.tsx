import { createContext, Fragment, useContext, type FC, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../page.js';
import { useApiWords, type Wrong } from './api-words.js';

/** What is wrong with a form, by its fields. */
export interface FormProblems {
  problem: ApiProblem['problem'];
  /** What is wrong with each field. */
  fields: Record<string, Wrong[]>;
}

/** Sorts the problem of an answer by the fields of a form. @param fieldOf the field that a JSON Pointer stands for */
export function problemsByField(
  problem: ApiProblem['problem'],
  fieldOf: (pointer: string | undefined) => string,
): FormProblems {
  const fields: Record<string, Wrong[]> = {};
  for (const { pointer, ...wrong } of problem.errors ?? [])
    (fields[fieldOf(pointer)] ??= []).push({ ...wrong, type: problem.type });
  return { problem, fields };
}

const Problems = createContext<FormProblems | null>(null);

/** Fields below know what is wrong with them. What no field shows is told above the form. */
export const WithProblems: FC<{ problems: FormProblems | null; shown: readonly string[]; children: ReactNode }> = ({
  problems,
  shown,
  children,
}) => (
  <Problems value={problems}>
    {problems === null ? null : <Summary problems={problems} shown={shown} />}
    {children}
  </Problems>
);

/** What is wrong, in the language of the page; in the API's English where it has no words for it. */
export const InWords: FC<{ wrong: Wrong }> = ({ wrong }) => {
  const told = useApiWords().wrong(wrong);
  return told === undefined ? <span lang="en">{wrong.detail}</span> : <span>{told}</span>;
};

/** Read out at once, and what is wrong with a field leads to it. */
const Summary: FC<{ problems: FormProblems; shown: readonly string[] }> = ({
  problems: { problem, fields },
  shown,
}) => {
  const { t } = useTranslation();
  const told = Object.entries(fields);
  const words = useApiWords();
  const ours = words.problem(problem);
  return (
    <div className="refusal" role="alert">
      <p>
        <strong>{t('form.refused')}</strong> {ours ?? (told.length === 0 ? (problem.detail ?? problem.title) : null)}
      </p>
      {told.length === 0 ? null : (
        <ul>
          {told.flatMap(([field, details]) =>
            details.map((wrong) => (
              <li key={`${field} ${wrong.detail}`}>
                {shown.includes(field) ? <a href={`#field-${field}`}>{words.place(field)}</a> : words.place(field)}
                {': '}
                <InWords wrong={wrong} />
              </li>
            )),
          )}
        </ul>
      )}
    </div>
  );
};

/** What a field says about what is wrong with it: for its element, and for whoever reads. */
export function useProblem(field: string): {
  attributes: { 'aria-invalid'?: true; 'aria-describedby'?: string };
  details: readonly Wrong[];
  message: ReactNode;
} {
  const details = useContext(Problems)?.fields[field] ?? [];
  if (details.length === 0) return { attributes: {}, details, message: null };
  const id = `problem-${field}`;
  return {
    attributes: { 'aria-invalid': true, 'aria-describedby': id },
    details,
    message: (
      <p className="wrong" id={id}>
        {details.map((wrong, index) => (
          <Fragment key={wrong.detail}>
            {index === 0 ? null : '; '}
            <InWords wrong={wrong} />
          </Fragment>
        ))}
      </p>
    ),
  };
}
