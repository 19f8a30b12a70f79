import { z } from 'zod';
import { repeated } from './parameters.js';
import { CHANGE_KINDS, CHANGE_TYPES, TYPES_OF_KIND, type Change } from './change.js';
import { FLAGGED } from '../recording/entries.js';

/** What narrows the feed of changes: the same for pages of it and for the stream. */
export const changeFilters = {
  kind: repeated(z.enum(CHANGE_KINDS))
    .optional()
    .meta({
      description:
        'Only changes of this kind. `flag` (a milestone came nearer) is told only where it is asked for; left out, all others.',
      examples: [['recorded']],
    }),
  type: repeated(z.enum(CHANGE_TYPES as [string, ...string[]]))
    .optional()
    .meta({ description: 'Only events of this type: a fact type, or `fact.corrected` and the like.' }),
  subject: repeated(z.string().min(1).max(200))
    .optional()
    .meta({ description: 'Only what is about this subject.', examples: [['usmca']] }),
};

const filterSchema = z.object(changeFilters);
/** The filters as they are understood. */
export type ChangeFilter = z.infer<typeof filterSchema>;

/** The types of the events that can pass; undefined where nearly all of them can, so that none is looked for. */
export function typesOf({ kind, type }: ChangeFilter): string[] | undefined {
  if (kind === undefined) return type;
  const ofKind = [...new Set(kind.flatMap((name) => TYPES_OF_KIND[name]))];
  return type === undefined ? ofKind : ofKind.filter((name) => type.includes(name));
}

/** Whether a change passes. A flag is asked for by its kind or by its type. */
export function passes(change: Change, { kind, type, subject }: ChangeFilter): boolean {
  if (kind !== undefined && !kind.includes(change.kind)) return false;
  if (type !== undefined && !type.includes(change.type)) return false;
  if (change.kind === 'flag' && kind === undefined && !type?.includes(FLAGGED)) return false;
  return subject === undefined || (change.subject !== null && subject.includes(change.subject));
}
