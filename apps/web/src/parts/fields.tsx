import type { FC, ReactNode } from 'react';
import { isEmpty, useApiWords, type ApiWords } from './api-words.js';

/** Fields whose names and values depend on what they are about, as a list of terms; fields in fields as a list in it. */
export const Fields: FC<{ fields: Record<string, unknown> }> = ({ fields }) => {
  const words = useApiWords();
  const told = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  if (told.length === 0) return null;
  return (
    <dl className="fields">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{words.field(name)}</dt>
          <dd>{inFields(value, name, words)}</dd>
        </div>
      ))}
    </dl>
  );
};

function inFields(value: unknown, name: string, words: ApiWords): ReactNode {
  if (isOfFields(value)) return <Fields fields={value} />;
  if (!Array.isArray(value) || !value.some(isOfFields)) return words.value(value, name);
  return (
    <ul className="listed">
      {value.map((one: unknown, at) => (
        <li key={at}>{inFields(one, name, words)}</li>
      ))}
    </ul>
  );
}

/** Whether a value is made of fields that are told one by one; an amount of money and a date are told as one. */
function isOfFields(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !('currency' in value) && !('edtf' in value);
}
