import { z } from 'zod';
import { DomainError } from '#libs/kernel';
import { FACT_TYPES, factTypeOf, kindOf, SUBJECT_TYPES } from './catalogue.js';
import type { Written } from './form-words.js';
import { factRecord, retractionRecord, sourceRecord, subjectRecord, type RecordKind } from './record.js';
import { validateRecord } from './validation.js';

const cited = { sources: [{ source: 's' }] };
const why = { id: 'c', reason: 'A slip', ...cited };
const SOUND: Readonly<Record<RecordKind, object>> = {
  source: { id: 's', title: 'T', publisher: 'P' },
  subject: { id: 'x', type: 'agreement', name: 'N' },
  fact: { id: 'f', subject: 'x', type: 'agreement.noted', occurred: '2020', title: 'T', ...cited },
  correction: { ...why, fact: 'f', changes: { title: 'T' } },
  retraction: { ...why, fact: 'f' },
};

/** Values of every type of JSON, of which each field takes one or two. */
const WRONG: readonly unknown[] = [
  7,
  -1,
  1.5,
  1e300,
  true,
  null,
  '',
  ' ',
  '\u200B',
  'no such thing',
  '1,234,567.89',
  '1.5E+09',
  'x'.repeat(20_000),
  [],
  [7],
  [{}],
  Array.from({ length: 400 }, () => 'a'),
  {},
  { amount: 1, currency: 'peso' },
  { amount: '1.234.567,89', currency: 'USD', more: 1 },
];

/** Every path to a field of a schema, the fields of lists and objects in it included. */
function pathsIn(schema: z.ZodType, path: readonly string[] = []): string[][] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return pathsIn(schema.unwrap() as z.ZodType, path);
  const inner =
    schema instanceof z.ZodObject
      ? Object.entries(schema.shape).flatMap(([name, field]) => pathsIn(field as z.ZodType, [...path, name]))
      : schema instanceof z.ZodArray
        ? pathsIn(schema.element as z.ZodType, [...path, '0'])
        : [];
  return [...(path.length > 0 ? [[...path]] : []), ...inner];
}

function withValue(record: object, path: readonly string[], value: unknown): object {
  const [step = '', ...rest] = path;
  const held = (record as Record<string, unknown>)[step];
  const inner = typeof held === 'object' && held !== null ? held : rest[0] === '0' ? [] : {};
  const next = rest.length === 0 ? value : withValue(inner, rest, value);
  if (!Array.isArray(record)) return { ...record, [step]: next };
  return [next, ...(record as unknown[]).slice(1)];
}

function detailsOf(kind: RecordKind, input: object, written: Written): { pointer?: string; detail: string }[] {
  try {
    validateRecord(kind, input, written);
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.problems;
    throw error;
  }
}

interface Trial {
  kind: RecordKind;
  sound: object;
  path: string[];
}

const trialsOf = (kind: RecordKind, schema: z.ZodType, sound = SOUND[kind], at: string[] = []): Trial[] =>
  pathsIn(schema, at).map((path) => ({ kind, sound, path }));

const TRIALS: readonly Trial[] = [
  ...trialsOf('source', sourceRecord),
  ...trialsOf('subject', subjectRecord),
  ...trialsOf('fact', factRecord),
  ...trialsOf('retraction', retractionRecord),
  ...trialsOf('correction', retractionRecord),
  ...trialsOf('correction', factRecord.partial(), SOUND.correction, ['changes']),
  ...trialsOf('correction', subjectRecord.partial(), { ...why, subject: 'x', changes: { name: 'N' } }, ['changes']),
  ...trialsOf('correction', sourceRecord.partial(), { ...why, source: 's', changes: { title: 'T' } }, ['changes']),
  ...SUBJECT_TYPES.flatMap((type) =>
    trialsOf('subject', kindOf(type)!.attributes, { ...SOUND.subject, type }, ['attributes']),
  ),
  ...FACT_TYPES.flatMap((type) => trialsOf('fact', factTypeOf(type)!.body, { ...SOUND.fact, type }, ['body'])),
];

/** Words of the library that checks forms, of JavaScript, and of nothing. */
const RAW =
  /\b(invalid|expected|received|option|undefined|null|NaN|nan|input|zod|Too (big|small)|>=|<=|safe ?int)\b|^$|^money$/i;
const OF_JSON = /without quotes|in double quotes|square brackets|curly brackets|as a string|JSON/;

describe('what is said of a wrong value', () => {
  it('is in words of ours for every field of every kind of record, whatever its value and format', () => {
    const raw = new Set<string>();
    let details = 0;
    for (const { kind, sound, path } of TRIALS)
      for (const value of WRONG)
        for (const written of ['json', 'csv'] as const)
          for (const { pointer, detail } of detailsOf(kind, withValue(sound, path, value), written)) {
            details += 1;
            if (RAW.test(detail.replaceAll(/"[^"]*"/g, '')) || (written === 'csv' && OF_JSON.test(detail)))
              raw.add(`${kind} ${pointer} as ${written}: ${detail}`);
          }
    expect([...raw]).toEqual([]);
    expect(TRIALS.length).toBeGreaterThan(200);
    expect(details).toBeGreaterThan(5_000);
  });

  it.each([
    ['fact', '/occurred', { occurred: 2024 }, 'must be text; write it in double quotes, as in "2024"', undefined],
    [
      'fact',
      '/occurred',
      { occurred: 45292 },
      'must be text; as a spreadsheet\'s number of a day, 45292 is 2024-01-01: write "2024-01-01"',
      undefined,
    ],
    ['fact', '/occurred', { occurred: 20240916 }, 'must be text; write "2024-09-16"', undefined],
    [
      'fact',
      '/knownSince',
      { knownSince: 45292 },
      'must be text; as a spreadsheet\'s number of a day, 45292 is 2024-01-01: write "2024-01-01"',
      undefined,
    ],
    ['fact', '/knownSince', { knownSince: 2024 }, 'must be a day in double quotes, such as "2024-09-16"', undefined],
    ['fact', '/topics', { topics: 'trade' }, 'must be a list in square brackets, such as ["a", "b"]', undefined],
    ['fact', '/sources', { sources: [] }, 'must name at least one source', 'must name at least one source'],
    [
      'fact',
      '/body/workersBenefited',
      { type: 'case.resolved', body: { workersBenefited: '1,200' } },
      'must be a number, such as 500, written without quotes',
      'must be a number in digits, such as 500, without separators or a unit',
    ],
    [
      'fact',
      '/body/finding',
      { type: 'case.panel-decided', body: { finding: 'Denial' } },
      'must be one of denial, no-denial, no-jurisdiction',
      'must be one of denial, no-denial, no-jurisdiction',
    ],
    [
      'fact',
      '/body/amount/amount',
      { type: 'funding.committed', body: { amount: { amount: '1,234,567.89', currency: 'USD' } } },
      'must be a decimal number as a string, such as "25" or "1234567.89": digits with a point before the fraction, no separators of thousands and no exponent',
      'must be a decimal number, such as 25 or 1234567.89: digits with a point before the fraction, no separators of thousands and no exponent',
    ],
    [
      'fact',
      '/body/amount',
      { type: 'funding.committed', body: { amount: '300' } },
      'must be an amount with its currency, such as {"amount": "300000000", "currency": "USD"}',
      'must be an amount with its currency, in two columns: body.amount.amount (such as 300000000) and body.amount.currency (such as USD)',
    ],
    [
      'subject',
      '/attributes/requestNumber',
      { type: 'case', attributes: { requestNumber: true } },
      'must be a number or text',
      'must be a number or text',
    ],
    ['subject', '/name', { name: null }, 'is required', 'is required'],
  ] as const)('says of a %s that %s is wrong in %j how it is written', (kind, pointer, change, asJson, asCsv) => {
    const input = { ...SOUND[kind], ...change };
    expect(detailsOf(kind, input, 'json')).toMatchObject([{ pointer, detail: asJson }]);
    if (asCsv !== undefined) expect(detailsOf(kind, input, 'csv')).toMatchObject([{ pointer, detail: asCsv }]);
  });

  it.each([
    ['012', 'must be written without leading zeros, as 12'],
    ['-00.5', 'must be written without leading zeros, as -0.5'],
    ['9007199254740993', 'cannot be recorded exactly: it is too large or has more than 15 digits'],
    ['1e400', 'cannot be recorded exactly: it is too large or has more than 15 digits'],
    ['+12', 'must be a number in digits, such as 500, without separators or a unit'],
  ])('says of the cell %s, which is to be a number, that it %s', (workersBenefited, detail) => {
    const input = { ...SOUND.fact, type: 'case.resolved', body: { workersBenefited } };
    expect(detailsOf('fact', input, 'csv')).toMatchObject([{ pointer: '/body/workersBenefited', detail }]);
  });

  it.each(['title', 'publisher'])('refuses a %s without a character that can be seen', (field) => {
    for (const blank of [
      ' ',
      '\u00A0',
      '\u200B\u00A0',
      '\u0007',
      '\uFEFF',
      '\u2060\u00AD',
      '\u0301',
      '\u3164',
      '\u2800',
      '\u{E0020}',
    ])
      expect(detailsOf('source', { ...SOUND.source, [field]: blank }, 'json')).toMatchObject([
        { pointer: `/${field}`, detail: 'needs a character that can be seen' },
      ]);
    for (const seen of ['é', '條約', 'ا', '7', '…', '🇲🇽', '\u200Bx', 'क्'])
      expect(detailsOf('source', { ...SOUND.source, [field]: seen }, 'json')).toEqual([]);
  });

  it.each([
    ['subject', { name: '\u200B' }, '/name'],
    ['fact', { title: '\u00A0' }, '/title'],
    ['fact', { sources: [{ source: 's', locator: ' ' }] }, '/sources/0/locator'],
    ['retraction', { reason: '\t' }, '/reason'],
    ['correction', { changes: { title: '\u200B' } }, '/changes/title'],
  ] as const)('refuses a %s with %j, of which a reader sees nothing', (kind, change, pointer) => {
    expect(detailsOf(kind, { ...SOUND[kind], ...change }, 'json')).toMatchObject([
      { pointer, code: 'custom', params: { rule: 'not-visible' } },
    ]);
  });
});
