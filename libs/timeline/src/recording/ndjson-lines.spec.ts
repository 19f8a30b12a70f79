import * as fc from 'fast-check';
import { pointerTo, walkJson } from '#libs/kernel';
import type { ImportLine } from './import-report.js';
import { LONGEST_LINE } from './line-bytes.js';
import { ndjsonLines } from './ndjson-lines.js';

async function* stream(...chunks: (Uint8Array | string)[]): AsyncIterable<Uint8Array | string> {
  yield* chunks;
}

async function read(...chunks: (Uint8Array | string)[]): Promise<ImportLine[]> {
  const lines: ImportLine[] = [];
  for await (const line of ndjsonLines(stream(...chunks))) lines.push(line);
  return lines;
}

const inputs = (lines: ImportLine[]): unknown[] => lines.map((line) => ('input' in line ? line.input : line));
const columnOf = async (text: string, pointer: string): Promise<number> => {
  const [line] = await read(text);
  if (!line || !('columnOf' in line)) throw new Error('The line could not be read.');
  return line.columnOf(pointer);
};

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf32 = (text: string): Buffer =>
  Buffer.from(Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0).buffer);

describe('reading NDJSON', () => {
  it('reads lines whatever chunks they arrive in, also through the middle of a character', async () => {
    const bytes = Buffer.from('{"id":"reunión"}\n{"id":"🇲🇽"}\n');
    for (let size = 1; size <= bytes.length; size += 1) {
      const chunks: Uint8Array[] = [];
      for (let from = 0; from < bytes.length; from += size) chunks.push(bytes.subarray(from, from + size));
      expect(inputs(await read(...chunks))).toEqual([{ id: 'reunión' }, { id: '🇲🇽' }]);
    }
  });

  it('passes over a byte order mark, carriage returns and blank lines, and counts the blank lines', async () => {
    const lines = await read('\uFEFF{"a":1}\r\n\r\n  \n{"b":2}\r\n{"c":3}');
    expect(lines.map((line) => line.line)).toEqual([1, 4, 5]);
    expect(inputs(lines)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
  });

  it.each(['\n', '\r\n', '\r'])('reads lines that end with %j, whatever chunks they arrive in', async (end) => {
    const text = ['{"a":1}', '{"b":2}', '', '{"c":3}'].join(end);
    for (let at = 1; at < text.length; at += 1) {
      const lines = await read(text.slice(0, at), '', text.slice(at));
      expect(lines.map((line) => line.line)).toEqual([1, 2, 4]);
      expect(inputs(lines)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
    }
  });

  it('reads lines of a file that mixes their ends', async () => {
    expect(inputs(await read('{"a":1}\r{"b":2}\n\r{"c":3}\r\n{"d":4}\r'))).toEqual([
      { a: 1 },
      { b: 2 },
      { c: 3 },
      { d: 4 },
    ]);
  });

  const MARKED = '\uFEFF{"a":1}\r\n{"b":2}\r\n';
  // Each of č, ऊ, ഉ and 🐍 has a byte of a line end in UTF-16, and so has Ċ in UTF-32.
  const BYTES_OF_LINE_ENDS = '\uFEFF{"a":"Nováčekऊഉ🐍Ċ"}\n\u2003\n';

  it.each<[string, Uint8Array | string, string, number]>([
    ['nothing', '', 'file-empty', 0],
    ['blank lines', '\uFEFF\n \r\n\r', 'file-empty', 0],
    ['a JSON array, one record a line', '[\n{"a":1},\n{"b":2}\n]\n', 'file-json-array', 4],
    ['a JSON array of one record', '[\n{"a":1}\n]', 'file-json-array', 3],
    ['a JSON array that begins with a record', '[{"a":1},\n{"b":2}]', 'file-json-array', 2],
    ['a JSON array with leading commas', '[{"a":1}\n,{"b":2}\n]', 'file-json-array', 3],
    ['a JSON array that was formatted', JSON.stringify([{ a: 1 }, { b: 2 }], null, 2), 'file-json-array', 8],
    ['a record that was formatted', JSON.stringify({ a: 1, b: { c: 2 } }, null, 2), 'file-spread', 6],
    [
      'records that were formatted, with objects on lines of their own',
      '{\n  "record": "fact",\n  "sources": [\n    { "source": "a" },\n    { "source": "b" }\n  ]\n}\n',
      'file-spread',
      7,
    ],
    ['records that are wrapped behind a bracket', '{"sources":[\n{"source":"a"}],"id":"a"}\n', 'file-spread', 2],
    [
      'a JSON array of records, the last of which has no comma',
      '[\n{"record":"source"},\n{"record":"source"}\n]\n',
      'file-json-array',
      4,
    ],
    ['CSV', 'record,id,title\n\nsource,a,T\n', 'file-csv', 2],
    ['UTF-16', utf16(MARKED), 'file-utf-16', 2],
    ['UTF-16 without a mark', utf16(MARKED).subarray(2), 'file-utf-16', 2],
    ['UTF-16 with the high byte first', utf16(MARKED).swap16(), 'file-utf-16', 2],
    ['UTF-16 with bytes of line ends', utf16(BYTES_OF_LINE_ENDS), 'file-utf-16', 1],
    ['UTF-16 with bytes of line ends, the high byte first', utf16(BYTES_OF_LINE_ENDS).swap16(), 'file-utf-16', 1],
    ['UTF-16 with nothing in it', utf16('\uFEFF'), 'file-utf-16', 0],
    ['UTF-32', utf32(MARKED), 'file-utf-32', 2],
    ['UTF-32 without a mark', utf32(MARKED).subarray(4), 'file-utf-32', 2],
    ['UTF-32 with bytes of line ends', utf32(BYTES_OF_LINE_ENDS), 'file-utf-32', 1],
    ['UTF-32 with the high byte first', utf32(BYTES_OF_LINE_ENDS).swap32(), 'file-utf-32', 1],
    ['a JSON array in UTF-16', utf16('[\n{"a":1},\n{"b":2}\n]'), 'file-utf-16', 4],
    ['half a character of UTF-16', Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x7b), 'file-utf-16', 1],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 10, 10), 'file-packed', 1],
    ['a spreadsheet', 'PK\u0003\u0004\n\n', 'file-packed', 1],
    ['HTML', '<!doctype html>\n<p>', 'file-markup', 2],
  ])('says of %s once why it is not read, and counts its lines', async (_what, content, rule, notRead) => {
    const answer = [{ line: 1, column: 1, unreadable: expect.stringMatching(/^The .*\.$/), rule, notRead }];
    expect(await read(content)).toEqual(answer);
    const bytes = Buffer.from(content);
    expect(await read(...Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1)))).toEqual(answer);
  });

  it('takes a broken first line for what it is where the next one is sound', async () => {
    const lines = await read('{"a":{"b":1,\n{"c":3}\n');
    expect(lines).toMatchObject([
      { line: 1, unreadable: expect.stringContaining('no valid JSON') },
      { input: { c: 3 } },
    ]);
  });

  it.each([
    ['is cut off behind a field', '{"record":"source","id":"a","title":"T",'],
    ['is cut off where a list begins', '{"record":"fact","id":"a","sources":['],
    ['is cut off at its beginning', '{'],
    ['is like the names of columns', 'x,id'],
    ['begins a list', '[{"record":"source","id":"a",'],
    ['is a bracket', '['],
  ])('reads the records below two broken lines, the first of which %s', async (_what, first) => {
    const broken = [
      '{"record":"source","id":"b","title":"T","publisher":"P",}',
      '{"record":"fact","id":"b",',
      'oops',
      '"title":"T",',
    ];
    const records = ['{"record":"source","id":"c"}', '{"record":"source","id":"d"}'];
    for (const second of broken)
      expect(await read([first, second, ...records].join('\n'))).toMatchObject([
        { line: 1, unreadable: expect.stringContaining('no valid JSON') },
        { line: 2, unreadable: expect.stringContaining('no valid JSON') },
        { line: 3, input: { id: 'c' } },
        { line: 4, input: { id: 'd' } },
      ]);
  });

  it('says of each line what is wrong with it where all are cut off', async () => {
    const lines = await read('{"record":"source","id":"a",\n{"record":"source","id":"b",\n');
    expect(lines.map((line) => [line.line, 'rule' in line])).toEqual([
      [1, false],
      [2, false],
    ]);
  });

  it('looks for a record in the first hundred lines, and no further', async () => {
    const fields = '"a": 1,\n'.repeat(98);
    const record = '{"record":"source"}\n';
    expect(await read('{\n', fields, record)).toHaveLength(100);
    expect(await read('{\n{\n', fields, record)).toHaveLength(101);
    expect(await read('{\n"b": 1,\n', fields, record)).toMatchObject([{ rule: 'file-spread', notRead: 101 }]);
  });

  it('holds no more lines that were read than take the longest one', async () => {
    const long = `"${'x'.repeat(LONGEST_LINE / 2)}"\n`;
    expect(await read(`{\n`, long, '{"record":"source"}\n')).toHaveLength(3);
    expect(await read(`{\n`, long, long, '{"record":"source"}\n')).toMatchObject([{ rule: 'file-spread', notRead: 4 }]);
  });

  it.each([
    ['a comma behind a record', '{"a":{"b":1}}, ', 14, 'leave out the comma at its end'],
    ['a comma before a record', ' ,{"a":1}', 2, 'leave out the comma at its beginning'],
    ['a comma on both sides', ',{"a":1},', 1, 'leave out the commas at its beginning and its end'],
    ['a comma behind a long record', `{"a":"${'x'.repeat(70_000)}"},`, 70_009, 'leave out the comma at its end'],
  ])('refuses a line with %s alone, and reads the others', async (_what, text, column, advice) => {
    const unreadable = `The line is no valid NDJSON: ${advice}.`;
    expect(await read(`${text}\n${text}\n{"c":3}\n${text}`)).toEqual([
      { line: 1, column, unreadable, rule: 'line-commas' },
      { line: 2, column, unreadable, rule: 'line-commas' },
      expect.objectContaining({ line: 3, input: { c: 3 } }),
      { line: 4, column, unreadable, rule: 'line-commas' },
    ]);
  });

  it('refuses a line that is an array, and reads on', async () => {
    const lines = await read('[{"a":1}]\n{"b":2}\n');
    expect(lines).toMatchObject([{ rule: 'line-json-array' }, { input: { b: 2 } }]);
  });

  it('lists with a line what of it would be recorded as something else, and finds its place', async () => {
    const [line] = await read('{"id":"a", "body":{"n":9007199254740993,"m":1.0}, "id":"b"}');
    expect(line).toMatchObject({
      losses: [
        { pointer: '/body/n', params: { rule: 'number-inexact' } },
        { pointer: '/id', params: { rule: 'duplicate-key' } },
      ],
    });
  });

  it('says of a line that is no UTF-8 at which character it breaks, and reads on', async () => {
    const lines = await read(Buffer.from('{"a":"\uFFFD'), Uint8Array.of(0xc3, 0x28), Buffer.from('"}\n{"b":2}\n'));
    expect(lines[0]).toEqual({
      line: 1,
      column: 8,
      unreadable: expect.stringContaining('no valid UTF-8 here; save the file as UTF-8'),
      rule: 'line-no-utf-8',
    });
    expect(inputs(lines.slice(1))).toEqual([{ b: 2 }]);
  });

  it('takes a replacement character that was written as such', async () => {
    expect(inputs(await read('{"a":"\uFFFD"}'))).toEqual([{ a: '\uFFFD' }]);
  });

  it.each([
    ['{"a":1,}', 8, 'a name in double quotes is expected here, not "}"'],
    ['{"a" 1}', 6, 'a ":" is expected here, not "1"'],
    ['{"a":1 "b":2}', 8, '"," or "}" is expected here, not """'],
    ['{"a":[1,2}', 10, '"," or "]" is expected here, not "}"'],
    ['{"a":"é🇲x', 6, 'the text that begins here has no closing quote'],
    ['{"é":"🇲\\q"}', 8, 'no such escape is known'],
    ['{"a":"\t"}', 7, 'a control character must be written as an escape'],
    ['{"a":tru}', 6, 'a value is expected here, not "t"'],
    ['{"a":1', 7, 'the line ends before the record does'],
    ['{} {}', 4, 'the line goes on after the end of the record'],
    ['{a:1}', 2, 'a name in double quotes is expected here, not "a"'],
  ])('says of %s that column %d is wrong, and why', async (text, column, detail) => {
    expect(await read(text)).toEqual([{ line: 1, column, unreadable: `The line is no valid JSON: ${detail}.` }]);
  });

  it('refuses a line that is too long without holding it, and reads on', async () => {
    const part = 'x'.repeat(LONGEST_LINE);
    const lines = await read('{"a":"', part, part, '"}\n', '{"b":2}\n');
    expect(lines[0]).toEqual({
      line: 1,
      column: LONGEST_LINE + 2,
      unreadable: `The line is longer than ${LONGEST_LINE} bytes.`,
    });
    expect(inputs(lines.slice(1))).toEqual([{ b: 2 }]);
  });

  it('counts a line of blanks that is longer than may be read, as a record may follow them', async () => {
    const lines = await read(`${' '.repeat(LONGEST_LINE + 1)}{"a":1}\n`, '{"b":2}\n');
    expect(lines).toEqual([
      expect.objectContaining({ line: 1, unreadable: `The line is longer than ${LONGEST_LINE} bytes.` }),
      expect.objectContaining({ line: 2, input: { b: 2 } }),
    ]);
  });

  it('reads a line of exactly the limit', async () => {
    const line = `{"a":"${'x'.repeat(LONGEST_LINE - 8)}"}`;
    expect(inputs(await read(`${line}\n`))).toEqual([JSON.parse(line)]);
  });

  it.each([
    ['{"attributes":{"__proto__":{"a":1}}}', 28],
    ['{"__proto__":1,"attributes":{"__proto__":2}}', 14],
    ['[[{"\\u005f_proto_\\u005F":1}]]', 26],
  ])('refuses %s, and the line after it is read', async (text, column) => {
    const lines = await read(`${text}\n{"title":"__proto__","id":"\\u005f_proto__"}\n`);
    expect(lines).toEqual([
      { line: 1, column, unreadable: 'A field cannot be named __proto__.' },
      expect.objectContaining({ line: 2, input: { title: '__proto__', id: '__proto__' } }),
    ]);
  });

  it('says of a line that is nested too deep and broken where the nesting is too deep', async () => {
    const detail = 'it is nested more than 100 levels deep';
    const lines = await read('['.repeat(500_000), '\n', '{"a":'.repeat(100_000));
    expect(lines.map((line) => 'column' in line && [line.column, line.unreadable])).toEqual([
      [101, `The line is no valid JSON: ${detail}.`],
      [501, `The line is no valid JSON: ${detail}.`],
    ]);
  });

  it.each([
    ['a place that JSON.parse names', `[${'"x",'.repeat(20_000)}"x" "x"]`, 80_006, 'it is broken here'],
    ['no place', `[${'"x",'.repeat(20_000)}x]`, 65_537, 'it is broken after the first 65536 characters'],
    ['a text that is not closed', `["${'x'.repeat(70_000)}\\q"]`, 70_004, 'it is broken here'],
    ['a word at the bound', `[${'1,'.repeat(32_767)}trye]`, 65_537, 'it is broken after the first 65536 characters'],
  ])('says of a line that breaks far behind its beginning what it can, for %s', async (_what, text, column, detail) => {
    expect(await read(text)).toEqual([{ line: 1, column, unreadable: `The line is no valid JSON: ${detail}.` }]);
  });
});

describe('a line of a megabyte', () => {
  const MEGABYTE = 1_000_000;
  /** What is said where the first characters hold no fault; a search of the whole line would say what is wrong. */
  const UNSEARCHED = /: it is broken (here|after the first 65536 characters)\.$/;
  const NESTED = /: it is nested more than 100 levels deep\.$/;

  it.each([
    ['lists in lists', '['.repeat(MEGABYTE), NESTED],
    ['objects in objects', '{"a":'.repeat(MEGABYTE / 5), NESTED],
    ['a list without an end', `[${'1,'.repeat(MEGABYTE / 2)}`, UNSEARCHED],
    ['spaces', `[${' '.repeat(MEGABYTE)}`, UNSEARCHED],
    ['a text without an end', `["${'x'.repeat(MEGABYTE)}`, UNSEARCHED],
    ['escapes', `["${'\\n'.repeat(MEGABYTE / 2)}`, UNSEARCHED],
    ['fields without values', `{${'"a":1,'.repeat(MEGABYTE / 6)}}`, UNSEARCHED],
  ])('is searched in its first 65,536 characters alone where it is broken: %s', async (_what, text, detail) => {
    expect(await read(text)).toEqual([
      { line: 1, column: expect.any(Number), unreadable: expect.stringMatching(detail) },
    ]);
  });

  it('names the column of what stands further on by what it stands in', async () => {
    const begun = `{"id":"a","list":[${'1,'.repeat(MEGABYTE / 2)}1]`;
    expect(await columnOf(`${begun},"title":"x"}`, '/title')).toBe(1);
    expect(await columnOf(`${begun},"title":"x"}`, '/list/499999')).toBe(18);
    expect(await read(`${begun},"__proto__":1}`)).toEqual([
      { line: 1, column: 1, unreadable: 'A field cannot be named __proto__.' },
    ]);
  });
});

describe('the column of a value', () => {
  const text = '{ "título": "🇲🇽", "sources": [ {"source":"a"}, {"source" : "b"} ], "a/b": {"~": 1} }';

  it.each([
    ['', 1],
    ['/título', 13],
    ['/sources', 30],
    ['/sources/1/source', 60],
    ['/a~1b/~0', 81],
  ])('is where the value that %s names begins, counted in characters', async (pointer, column) => {
    expect(await columnOf(text, pointer)).toBe(column);
  });

  it('is, for a value that is missing, that of the innermost one that is there', async () => {
    expect(await columnOf(text, '/sources/0/locator')).toBe(32);
    expect(await columnOf(text, '/id')).toBe(1);
  });

  it('is found in the time of one walk where a long name stands above many values', async () => {
    const name = "<'a".repeat(10_000);
    const long = `{"x":{"${name}":[${'1,'.repeat(16_000)}1]},"bogus":2}`;
    expect(await columnOf(long, '/bogus')).toBe(long.indexOf('2') + 1);
    const short = `{"x":{"${name}":[1,2]}}`;
    expect(await columnOf(short, `/x/${name}/1`)).toBe(short.indexOf('2') + 1);
  });

  it('is that of the object where the pointer to a long name was cut off', async () => {
    expect(await columnOf(`{ "x" : {"${'~'.repeat(500)}":1}}`, pointerTo(['x', '~'.repeat(500)]))).toBe(9);
  });

  it('is that of the later one where a name comes twice, as that one counts', async () => {
    expect(await columnOf('{"id":1,"id":2}', '/id')).toBe(14);
  });
});

describe('the walk through a JSON text', () => {
  it('takes what JSON.parse takes and nothing else', () => {
    const edit = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', '1', '-', 'e', '\n', ':'));
    fc.assert(
      fc.property(edit, ([json, place, sign]) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + sign + json.slice(at + (place % 2));
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect([text, walkJson(text) === null]).toEqual([text, isJson]);
      }),
      { numRuns: 2_000 },
    );
  });
});
