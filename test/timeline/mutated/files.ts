import type { JsonObject } from '#libs/kernel';
import type { Chance } from '../../torture/chance.js';

/** A file of records, and what was done to it. */
export interface MutatedFile {
  bytes: Buffer;
  format: 'ndjson' | 'csv';
  mutations: string[];
}

const TEXTS = [
  'plain',
  'with, comma',
  'say "no"',
  'two\nlines',
  'a\r\nb',
  'c\rd',
  'é n\u0303 🇲🇽 \u202E',
  '  spaces  ',
  '=1+1',
  '007',
];
const NUMBERS = [
  '0',
  '-0',
  '1.0',
  '1e3',
  '0.1',
  '25.50',
  '9007199254740991',
  '9007199254740992',
  '9007199254740993',
  '12345678901234567890',
  '0.10000000000000001',
  '1e400',
  '1e-400',
  '5e-324',
  '-1E+2',
  '123456789012345.678',
];
/** Stands in a record for a number, as JSON.stringify would write one of its own. */
const NUMBER = '<number>';

/** A file of a few sound records with ids of its own. */
export function soundFile(chance: Chance, run: string): MutatedFile {
  const format = chance.oneOf(['ndjson', 'csv'] as const);
  const end = chance.oneOf(['\n', '\n', '\r\n', '\r']);
  const text = format === 'ndjson' ? jsonLines(chance, run) : csvLines(chance, run);
  const tail = chance.in(0.7) ? end : '';
  return { bytes: Buffer.from(text.join(end) + tail), format, mutations: [] };
}

function jsonLines(chance: Chance, run: string): string[] {
  const cited = [{ source: `${run}-s` }];
  const facts = Array.from({ length: chance.whole(1, 4) }, (_, index): JsonObject => ({
    record: 'fact',
    id: `${run}-f${index}`,
    subject: `${run}-x`,
    type: 'agreement.noted',
    occurred: chance.oneOf(['2020', '2020-24', '2023-09-29', '../2021']),
    title: `T ${chance.oneOf(TEXTS)}`,
    body: { text: chance.oneOf(TEXTS), n: NUMBER, deep: { list: [NUMBER, chance.oneOf(TEXTS), {}], empty: [] } },
    sources: [{ source: `${run}-s`, locator: `p. ${index}` }],
  }));
  const records: JsonObject[] = [
    { record: 'source', id: `${run}-s`, title: `S ${chance.oneOf(TEXTS)}`, publisher: 'P' },
    {
      record: 'subject',
      id: `${run}-x`,
      type: 'agreement',
      name: 'N',
      attributes: { note: chance.oneOf(TEXTS), n: NUMBER },
    },
    ...facts,
    {
      record: 'correction',
      id: `${run}-c`,
      fact: `${run}-f0`,
      changes: { title: 'U', summary: null },
      reason: 'R',
      sources: cited,
    },
  ];
  const number = (): string => (chance.in(0.1) ? chance.oneOf(NUMBERS) : String(chance.whole(-1_000, 1_000) / 8));
  return records.map((record) => JSON.stringify(record).replaceAll(`"${NUMBER}"`, number));
}

/** The columns of the CSV files. */
export const COLUMNS = [
  'record',
  'id',
  'title',
  'publisher',
  'type',
  'name',
  'subject',
  'occurred',
  'topics',
  'sources.0.source',
  'sources.0.locator',
  'body.workersBenefited',
  'body.note',
  'body.extra',
];

function csvLines(chance: Chance, run: string): string[] {
  const row = (values: Record<string, string>): string =>
    COLUMNS.map((column) => quoted(values[column] ?? '', chance)).join(',');
  const facts = Array.from({ length: chance.whole(1, 4) }, (_, index) =>
    row({
      record: 'fact',
      id: `${run}-f${index}`,
      title: `T ${chance.oneOf(TEXTS)}`,
      type: 'case.resolved',
      subject: `${run}-x`,
      occurred: chance.oneOf(['2020', '', '2023-09-29']),
      topics: chance.oneOf(['', 'a;b', '["c"]']),
      'sources.0.source': `${run}-s`,
      'sources.0.locator': chance.oneOf(['', 'p. 3, line 2']),
      'body.workersBenefited': chance.oneOf(['', '12', '1e3', '7.0', ...NUMBERS]),
      'body.note': chance.oneOf(TEXTS),
      'body.extra': chance.oneOf(['', '{"a":[1.0,"x"]}', '[1,2', '9007199254740993', `{"n":${chance.oneOf(NUMBERS)}}`]),
    }),
  );
  return [
    COLUMNS.join(','),
    row({ record: 'source', id: `${run}-s`, title: `S ${chance.oneOf(TEXTS)}`, publisher: 'P' }),
    row({ record: 'subject', id: `${run}-x`, type: 'case', name: 'N' }),
    ...facts,
  ];
}

function quoted(cell: string, chance: Chance): string {
  return /[",\r\n]/.test(cell) || chance.in(0.1) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

type Mutation = (file: Buffer, chance: Chance) => Buffer;

const HOSTILE = [
  '"',
  '""',
  ',',
  ';',
  '{',
  '}',
  '[',
  ']',
  ':',
  '\\',
  '\0',
  '\n',
  '\r',
  '\r\n',
  '\uFEFF',
  '\u200B',
  '9'.repeat(20),
  'e999',
  '<',
  'PK\x03\x04',
];

const splice = (bytes: Buffer, at: number, removed: number, put: Buffer | string): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + removed)]);
const place = (bytes: Buffer, chance: Chance): number => chance.whole(0, Math.max(0, bytes.length - 1));
const asText =
  (change: (text: string, chance: Chance) => string): Mutation =>
  (bytes, chance) =>
    Buffer.from(change(bytes.toString(), chance));
const asLines = (change: (lines: string[], chance: Chance) => string[]): Mutation =>
  asText((text, chance) => change(text.split('\n'), chance).join('\n'));

/** What may be done to a file, by name. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'another byte': (bytes, chance) => splice(bytes, place(bytes, chance), 1, Buffer.from([chance.whole(0, 255)])),
  'bytes left out': (bytes, chance) => splice(bytes, place(bytes, chance), chance.whole(1, 30), ''),
  'bytes put in': (bytes, chance) => splice(bytes, place(bytes, chance), 0, chance.oneOf(HOSTILE)),
  'cut off': (bytes, chance) => bytes.subarray(0, place(bytes, chance)),
  'a quote at the begin of a cell': asText((text, chance) =>
    text.replace(chance.oneOf([',', ':', '\n']), (sign) => `${sign}"`),
  ),
  'a line twice': asLines((lines, chance) => {
    const line = chance.oneOf(lines);
    return lines.toSpliced(chance.whole(0, lines.length), 0, line);
  }),
  'lines in another order': asLines((lines) => lines.toReversed()),
  'lines left out': asLines((lines, chance) => lines.toSpliced(chance.whole(0, lines.length), chance.whole(1, 3))),
  'blank lines': asLines((lines, chance) => lines.toSpliced(chance.whole(0, lines.length), 0, '', ' ', '\t')),
  'other line ends': asText((text, chance) => text.replaceAll(/\r\n|\r|\n/g, () => chance.oneOf(['\n', '\r\n', '\r']))),
  'another number': asText((text, chance) => text.replace(/-?\d+(\.\d+)?(?=[,}\]\r\n])/, chance.oneOf(NUMBERS))),
  'a name twice': asText((text, chance) =>
    text.replace(
      chance.oneOf([/\{/, /"body":\{/, /""a"":/]),
      (found) => `${found}${chance.oneOf(['"title":"other",', '"n":1,', '""a"":2,""a"":'])}`,
    ),
  ),
  'a mark of byte order': (bytes, chance) => splice(bytes, chance.in(0.7) ? 0 : place(bytes, chance), 0, '\uFEFF'),
  'UTF-16': (bytes, chance) => Buffer.from(`${chance.in(0.5) ? '\uFEFF' : ''}${bytes.toString()}`, 'utf16le'),
  'Latin-1': (bytes) => Buffer.from(bytes.toString(), 'latin1'),
  'a JSON array': asText(
    (text, chance) => `[${chance.in(0.5) ? '\n' : ''}${text.trim().replaceAll(/\r\n|\r|\n/g, ',\n')}\n]`,
  ),
  'commas between lines': asText((text, chance) =>
    text.replaceAll(/\r\n|\r|\n/g, (end) => chance.oneOf([end, `,${end}`, `${end},`])),
  ),
  'formatted JSON': asText((text) => text.replaceAll('{', '{\n').replaceAll(',"', ',\n"')),
  'nothing left': (_bytes, chance) => Buffer.from(chance.oneOf(['', '\n', '\r\n \r', '\uFEFF'])),
};

/** The file with up to three changes. */
export function mutate(file: MutatedFile, chance: Chance): MutatedFile {
  const names = Object.keys(MUTATIONS);
  const mutations = Array.from({ length: chance.whole(0, 3) }, () => chance.oneOf(names));
  const bytes = mutations.reduce((changed, name) => MUTATIONS[name]!(changed, chance), file.bytes);
  return { ...file, bytes, mutations };
}
