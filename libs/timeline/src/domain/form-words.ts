import type { z } from 'zod';
import { isExact } from '#libs/kernel';
import { DATE, DAY, isMissing, refusedNumber } from './broken-rule.js';

/** In what format a record was written: it decides how a value has to be written in it. */
export type Written = 'json' | 'csv';

/** The message of a schema of money, which is worded by the format. */
export const MONEY = 'money';

/**
 * What is wrong with a value and how it is written in the format that was sent: the end of a sentence that begins with the
 * place. A schema's own words come first; zod's are never used (`READING`), as they name types of JavaScript.
 *
 * @param pointer where the value stands in the record, JSON Pointer (RFC 6901)
 */
export function wordsOf(issue: z.core.$ZodIssue, pointer: string, written: Written): string {
  if (isMissing(issue)) return 'is required';
  if (issue.message === MONEY) return MONEY_WORDS[written](columnOf(pointer));
  if (issue.message === DAY || issue.message === DATE) return dateWords(issue, written);
  if (issue.message !== '') return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected, issue.input, columnOf(pointer), written);
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'invalid_format':
      return issue.format === 'decimal' ? DECIMAL_WORDS[written] : 'is not of the form that is needed here';
    case 'invalid_union': {
      const forms = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []));
      const names = [...new Set(forms.map((form) => FORMS[form] ?? form))];
      return names.length > 1 ? `must be ${names.join(' or ')}` : 'is none of the forms that are possible here';
    }
    case 'too_big':
      return `must ${boundWords(issue.origin, Number(issue.maximum), 'at most', issue.inclusive)}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return `must ${boundWords(issue.origin, Number(issue.minimum), 'at least', issue.inclusive)}`;
    case 'unrecognized_keys':
      return 'is no field of such a record';
    default:
      return 'cannot be used here';
  }
}

const FORMS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const DECIMAL = 'digits with a point before the fraction, no separators of thousands and no exponent';
const DECIMAL_WORDS: Readonly<Record<Written, string>> = {
  json: `must be a decimal number as a string, such as "25" or "1234567.89": ${DECIMAL}`,
  csv: `must be a decimal number, such as 25 or 1234567.89: ${DECIMAL}`,
};
const MONEY_WORDS: Readonly<Record<Written, (column: string) => string>> = {
  json: () => 'must be an amount with its currency, such as {"amount": "300000000", "currency": "USD"}',
  csv: (column) =>
    `must be an amount with its currency, in two columns: ${column}.amount (such as 300000000) and ${column}.currency (such as USD)`,
};

function typeWords(expected: string, input: unknown, column: string, written: Written): string {
  const isJson = written === 'json';
  switch (expected) {
    case 'string':
      if (!isJson || typeof input === 'object') return 'must be text, and no list or object';
      return `must be text; write it in double quotes, as in "${String(input)}"`;
    case 'int':
      return 'must be a whole number';
    case 'number':
      if (!isJson) return cellNumberWords(String(input).trim());
      return 'must be a number, such as 500, written without quotes';
    case 'boolean':
      return isJson ? 'must be true or false, written without quotes' : 'must be true or false';
    case 'array':
      if (isJson) return 'must be a list in square brackets, such as ["a", "b"]';
      return `must be a list: a cell such as ["a", "b"], or columns that are numbered, such as ${column}.0`;
    default:
      if (isJson) return 'must be an object in curly brackets, such as {"name": "value"}';
      return `must have fields: give each one a column, such as ${column}.name`;
  }
}

/** What to write for a number in the place of a date or a day: a number in quotes is hardly ever one. */
function dateWords(issue: z.core.$ZodIssue, written: Written): string {
  const refused = refusedNumber(issue);
  if (written === 'csv') return 'must be a date, such as 2024-09-16';
  const { day, proposed } = refused?.params ?? {};
  if (day !== undefined)
    return `must be text; as a spreadsheet's number of a day, ${String(issue.input)} is ${String(day)}: write "${String(day)}"`;
  if (refused && proposed !== undefined) return `must be text; write "${String(proposed)}"`;
  if (refused) return `must be text in double quotes; ${refused.message}`;
  if (issue.message === DAY) return 'must be a day in double quotes, such as "2024-09-16"';
  return typeWords('string', issue.input, '', written);
}

/** Why a cell is no number, where it may look like one. */
function cellNumberWords(cell: string): string {
  const [, sign = '', zeros, digits] = /^(-?)(0*)(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.exec(cell) ?? [];
  if (zeros) return `must be written without leading zeros, as ${sign}${digits}`;
  if (digits !== undefined && !isExact(cell, Number(cell)))
    return 'cannot be recorded exactly: it is too large or has more than 15 digits';
  return 'must be a number in digits, such as 500, without separators or a unit';
}

function boundWords(origin: string, bound: number, what: 'at most' | 'at least', inclusive = true): string {
  if (origin === 'string') return `have ${what} ${bound} characters`;
  if (origin === 'array') return `have ${what} ${bound} ${bound === 1 ? 'entry' : 'entries'}`;
  if (inclusive) return `be ${what} ${bound}`;
  return `be ${what === 'at least' ? 'more' : 'less'} than ${bound}`;
}

/** The column of CSV that a pointer names. */
function columnOf(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.');
}
