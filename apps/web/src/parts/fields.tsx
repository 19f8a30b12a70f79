import type { FC } from 'react';
import { isEmpty, useApiWords } from './api-words.js';

/** Fields whose names and values depend on what they are about, as a list of terms. */
export const Fields: FC<{ fields: Record<string, unknown> }> = ({ fields }) => {
  const words = useApiWords();
  const told = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  if (told.length === 0) return null;
  return (
    <dl className="fields">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{words.field(name)}</dt>
          <dd>{words.value(value, name)}</dd>
        </div>
      ))}
    </dl>
  );
};
