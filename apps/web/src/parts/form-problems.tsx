import { createContext, useContext, type FC, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '../page.js';
import { useApiWords } from './api-words.js';

/** What is wrong with a form, by its fields. */
export interface FormProblems {
  problem: ApiProblem['problem'];
  /** What is wrong with each field, in the words of the API. */
  fields: Record<string, string[]>;
}

/** Sorts the problem of an answer by the fields of a form. @param fieldOf the field that a JSON Pointer stands for */
export function problemsByField(
  problem: ApiProblem['problem'],
  fieldOf: (pointer: string | undefined) => string,
): FormProblems {
  const fields: Record<string, string[]> = {};
  for (const { pointer, detail } of problem.errors ?? []) (fields[fieldOf(pointer)] ??= []).push(detail);
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

/** Read out at once, and what is wrong with a field leads to it. */
const Summary: FC<{ problems: FormProblems; shown: readonly string[] }> = ({
  problems: { problem, fields },
  shown,
}) => {
  const { t } = useTranslation();
  const told = Object.entries(fields);
  const ours = useApiWords().problem(problem);
  return (
    <div className="refusal" role="alert">
      <p>
        <strong>{t('form.refused')}</strong> {ours ?? (told.length === 0 ? (problem.detail ?? problem.title) : null)}
      </p>
      {told.length === 0 ? null : (
        <ul>
          {told.flatMap(([field, details]) =>
            details.map((detail) => (
              <li key={`${field} ${detail}`}>
                {shown.includes(field) ? <a href={`#field-${field}`}>{field}</a> : field}{' '}
                <span lang="en">{detail}</span>
              </li>
            )),
          )}
        </ul>
      )}
    </div>
  );
};

/** What a field says about what is wrong with it: for its element, and for whoever reads. */
export function useProblem(field: string): { attributes: object; message: ReactNode } {
  const details = useContext(Problems)?.fields[field] ?? [];
  if (details.length === 0) return { attributes: {}, message: null };
  const id = `problem-${field}`;
  return {
    attributes: { 'aria-invalid': true, 'aria-describedby': id },
    message: (
      <p className="wrong" id={id} lang="en">
        {details.join('; ')}
      </p>
    ),
  };
}
