import { z } from 'zod';
import { adviceOnDay, dayOfInstant, dayOfIso, EdtfError, parseEdtf } from '#libs/edtf';
import { DomainError, parseInstant, type Problem } from '#libs/kernel';
import { brokenRule, ownRule } from '../domain/broken-rule.js';

/** The parameters of a question as they come from outside: strings, lists where one is repeated. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Turns what a reader of dates throws into an issue of the parameter. */
function understood<T>(read: (value: string) => T) {
  return (value: string, context: z.RefinementCtx): T => {
    try {
      return read(value);
    } catch (error) {
      if (!(error instanceof EdtfError) && !(error instanceof RangeError)) throw error;
      const params = error instanceof EdtfError ? { rule: error.reason, ...error.params } : { rule: 'no-instant' };
      context.addIssue({ code: 'custom', message: error.message, params });
      return z.NEVER;
    }
  };
}

function readDay(value: string): number {
  if (DAY.test(value)) return dayOfIso(value);
  return dayOfInstant(new Date(readInstant(value)));
}

function readInstant(value: string): string {
  if (parseInstant(value) === null)
    throw (
      adviceOnDay(value) ?? new RangeError(`"${value}" is neither a day such as 2024-09-16 nor an RFC 3339 instant.`)
    );
  return value.toUpperCase();
}

/** How far into the log a question looks: up to a position, or up to an instant (RFC 3339, UTC). */
export type RecordedBy = { position: bigint } | { instant: string };

function readRecordedBy(value: string): RecordedBy {
  if (/^\d{1,18}$/.test(value)) return { position: BigInt(value) };
  if (DAY.test(value)) {
    dayOfIso(value);
    return { instant: `${value}T23:59:59.999999Z` };
  }
  return { instant: readInstant(value) };
}

/** A parameter that takes a day, or an instant of which the UTC day counts. */
export const dayParameter = z.string().transform(understood(readDay));

/** A parameter that takes an EDTF date. */
export const edtfParameter = z.string().transform(
  understood((value) => {
    parseEdtf(value);
    return value;
  }),
);

/** A parameter that takes a position of the log. */
export const positionParameter = z
  .stringFormat('position', /^\d{1,18}$/, 'must be a position of the log, such as 42')
  .transform(BigInt);

/** A place in time or in the log: a day (UTC), an instant (RFC 3339) with its day, or a position. */
export type Moment = { position: bigint } | { day: number; instant?: string };

/** A parameter that takes a day, an instant or a position of the log. */
export const momentParameter = z.string().transform(
  understood((value): Moment => {
    if (/^\d{1,18}$/.test(value)) return { position: BigInt(value) };
    return DAY.test(value) ? { day: readDay(value) } : { day: readDay(value), instant: readInstant(value) };
  }),
);

/** A whole number within bounds, as a string. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
      params: { rule: 'whole-number', least, most },
    })
    .transform(Number);

/** A parameter that can be repeated: any of its values will do. */
export const repeated = <T extends z.ZodType>(schema: T) => z.array(schema).max(200);

/** The three clocks and `after`, as every question about a view takes them. */
export const clockParameters = {
  after: positionParameter.optional().meta({
    description: 'Wait (5 seconds at most) until the answer reflects this position of the log, as a write answers it.',
    examples: ['42'],
  }),
  knownAt: dayParameter.optional().meta({
    description: 'Only what was known by this day (the whole UTC day) or instant.',
    examples: ['2024-09-16'],
  }),
  recordedBy: z
    .string()
    .transform(understood(readRecordedBy))
    .optional()
    .meta({
      description: 'Only what was on record by this day, instant or position of the log.',
      examples: ['2026-11-22T12:00:00Z'],
    }),
  asOf: dayParameter.optional().meta({
    description:
      'The state as of this day (the whole UTC day): only what had certainly begun to occur by then; a fact without a date from the day since which it is known.',
    examples: ['2024-07-31'],
  }),
};

/** The clocks of a question, as they are understood. */
export interface Clocks {
  after?: bigint;
  knownAt?: number;
  recordedBy?: RecordedBy;
  asOf?: number;
}

/** How much of a list to answer with. */
export const pageParameters = {
  limit: wholeNumber(1, 200)
    .default(50)
    .meta({ description: 'How many items at most, 1 to 200 (50).', examples: ['50'] }),
  cursor: z.string().min(1).max(2000).optional().meta({
    description: 'Where to go on: the `next` or `prev` of an answer, sent back beside the same filters.',
  }),
};

/**
 * Reads the parameters of a question. Throws DomainError PARAMETER_INVALID that names every parameter that is unknown,
 * given twice, or out of range.
 */
export function readParameters<T extends z.ZodObject>(schema: T, raw: RawParameters): z.infer<T> {
  const problems: Problem[] = [];
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const field = Object.hasOwn(schema.shape, name) ? (schema.shape[name] as z.ZodType) : undefined;
    if (!field) {
      problems.push({
        parameter: name,
        detail: `is no parameter here; there are ${Object.keys(schema.shape).join(', ')}`,
        code: 'unrecognized_keys',
        params: { values: Object.keys(schema.shape) },
      });
    } else if (takesMany(field)) given[name] = typeof value === 'string' ? [value] : [...value];
    else if (typeof value === 'string') given[name] = value;
    else
      problems.push({
        parameter: name,
        detail: 'is given more than once',
        ...ownRule('repeated'),
      });
  }
  const result = schema.safeParse(given);
  if (!result.success)
    problems.push(
      ...result.error.issues.map((issue) => ({
        parameter: String(issue.path[0] ?? ''),
        detail: detailOf(issue),
        ...brokenRule(issue),
      })),
    );
  if (result.success && problems.length === 0) return result.data;
  throw parametersError(problems);
}

/** The refusal of one parameter (PARAMETER_INVALID). */
export function parameterError(parameter: string, detail: string): DomainError {
  return parametersError([{ parameter, detail }]);
}

/** The refusal of parameters (PARAMETER_INVALID), in the words of the first problem. */
export function parametersError(problems: Problem[]): DomainError {
  const [first] = problems;
  const detail = first?.detail.replace(/\.$/, '');
  return new DomainError('PARAMETER_INVALID', 'invalid', `Parameter "${first?.parameter}": ${detail}.`, problems);
}

function detailOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small') return 'must not be empty';
  if (issue.code !== 'too_big') return issue.message;
  return issue.origin === 'array'
    ? `is given more than ${issue.maximum} times`
    : `must have at most ${issue.maximum} characters`;
}

function takesMany(field: z.ZodType): boolean {
  let schema: z.ZodType = field;
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) schema = schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodArray;
}
