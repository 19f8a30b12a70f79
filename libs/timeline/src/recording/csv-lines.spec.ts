import { recordKindOf, validateRecord } from '../domain/validation.js';
import { csvLines } from './csv-lines.js';
import type { ImportLine } from './import-report.js';
import { LONGEST_LINE } from './line-bytes.js';

async function* stream(...chunks: (Uint8Array | string)[]): AsyncIterable<Uint8Array | string> {
  yield* chunks;
}

async function read(...chunks: (Uint8Array | string)[]): Promise<ImportLine[]> {
  const lines: ImportLine[] = [];
  for await (const line of csvLines(stream(...chunks))) lines.push(line);
  return lines;
}

const inputs = (lines: ImportLine[]): unknown[] => lines.map((line) => ('input' in line ? line.input : line));
const columnOf = (line: ImportLine | undefined, pointer: string): number | undefined =>
  line && 'columnOf' in line ? line.columnOf(pointer) : undefined;

describe('reading records from CSV', () => {
  it('reads every kind of record in one file, nested fields by their dotted names', async () => {
    const text = [
      'record,id,title,publisher,type,name,subject,fact,source,locator,occurred,parties,body.finding,reason,changes.summary',
      'source,s,"A ""title""",P,,,,,,,,,,,',
      'subject,x,,,case,The case,,,,,,US;MX,,,',
      'fact,f,Decided,,case.panel-decided,,x,,s,"p. 3, line 2",2024-04-26,,denial,,',
      'correction,c,,,,,,f,s,,,,,slip,Better',
      'retraction,r,,,,,,f,s,,,,,wrong,',
    ].join('\r\n');
    const lines = await read(text);
    expect(inputs(lines)).toEqual([
      { record: 'source', id: 's', title: 'A "title"', publisher: 'P' },
      { record: 'subject', id: 'x', type: 'case', name: 'The case', parties: ['US', 'MX'] },
      {
        record: 'fact',
        id: 'f',
        title: 'Decided',
        type: 'case.panel-decided',
        subject: 'x',
        sources: [{ source: 's', locator: 'p. 3, line 2' }],
        occurred: '2024-04-26',
        body: { finding: 'denial' },
      },
      {
        record: 'correction',
        id: 'c',
        fact: 'f',
        sources: [{ source: 's' }],
        reason: 'slip',
        changes: { summary: 'Better' },
      },
      { record: 'retraction', id: 'r', fact: 'f', sources: [{ source: 's' }], reason: 'wrong' },
    ]);
    for (const line of lines) {
      if (!('input' in line)) throw new Error(line.unreadable);
      expect(validateRecord(recordKindOf(line.input), line.input).record.id).toMatch(/^[sxfcr]$/);
    }
  });

  it('reads numbers and truth values where the type declares them, and leaves other text as it is', async () => {
    const header =
      'record,id,type,name,subject,occurred,title,body.workersBenefited,body.backPay.amount,body.docket,attributes.requestNumber';
    const lines = await read(`${header}\nfact,f,case.resolved,,x,,T,500,100.50,007,\nsubject,x,case,N,,,,,,,12\n`);
    expect(inputs(lines)).toEqual([
      {
        record: 'fact',
        id: 'f',
        type: 'case.resolved',
        subject: 'x',
        occurred: null,
        title: 'T',
        body: { workersBenefited: 500, backPay: { amount: '100.50' }, docket: '007' },
      },
      { record: 'subject', id: 'x', type: 'case', name: 'N', attributes: { requestNumber: 12 } },
    ]);
  });

  it('reads lists divided by semicolons or as JSON, several sources, and closes the gaps between them', async () => {
    const header = 'record,id,topics,related,sources.0.source,sources.1.source,sources.1.locator,body';
    const lines = await read(`${header}\nfact,f,"a; b;","[""x"",""y""]",,s,p,"{""k"":[1]}"\n`);
    expect(inputs(lines)).toEqual([
      {
        record: 'fact',
        id: 'f',
        topics: ['a', 'b'],
        related: ['x', 'y'],
        sources: [{ source: 's', locator: 'p' }],
        body: { k: [1] },
      },
    ]);
  });

  it('clears a field of a correction with null, and takes `source` for what is corrected where nothing else is', async () => {
    const lines = await read('record,id,fact,source,sources.0.source,changes.url\ncorrection,c,,s,t,null\n');
    expect(inputs(lines)).toEqual([
      { record: 'correction', id: 'c', source: 's', sources: [{ source: 't' }], changes: { url: null } },
    ]);
  });

  it.each([
    ['id,title,publisher', 'source'],
    ['id,type,name,attributes.city', 'subject'],
    ['id,subject,type,occurred,title,source', 'fact'],
    ['id,fact,reason,changes.title,source', 'correction'],
    ['id,fact,reason,source', 'retraction'],
  ])('reads a file with the columns %s as one of %s records', async (header, record) => {
    const cells = header.split(',').map(() => 'a');
    expect(inputs(await read(`${header}\n${cells.join(',')}\n`))[0]).toMatchObject({ record });
  });

  it.each([
    ['id,title\n', 1, 'file-header', /no column "record"/],
    ['record;id;title\n', 1, 'file-commas', /separated by commas/],
    ['record,id,id\n', 3, 'file-columns-named', /Two columns have the name "id"/],
    ['record,,id\n', 2, 'file-columns-named', /has no name/],
    ['record,__proto__.x\n', 2, 'file-header', /no name of a field/],
  ])('refuses a file whose first row is %j', async (text, column, rule, unreadable) => {
    expect(await read(`${text}source,a,b\n`)).toEqual([
      { line: 1, column, unreadable: expect.stringMatching(unreadable), rule, notRead: 1 },
    ]);
  });

  it('refuses a cell of JSON with a field named __proto__', async () => {
    const text = 'record,id,type,name,attributes\nsubject,a,case,A,"{""x"":[{""__proto__"":1}]}"\n';
    expect(await read(text)).toEqual([{ line: 2, column: 5, unreadable: 'A field cannot be named __proto__.' }]);
  });

  it('tells the line on which a row begins and the field of a problem', async () => {
    const lines = await read('record,id,title,publisher,source\nsource,a,"two\nlines",P\n\nfact,b,T,,s\n');
    expect(lines.map(({ line }) => line)).toEqual([2, 5]);
    expect(columnOf(lines[0], '/title')).toBe(3);
    expect(columnOf(lines[1], '/publisher')).toBe(4);
    expect(columnOf(lines[1], '/sources/0/source')).toBe(5);
    expect(columnOf(lines[1], '/occurred')).toBe(1);
  });

  it('says which row is broken, and reads the rows after it', async () => {
    const lines = await read(
      '\uFEFFrecord,id,title,publisher\nsource,a,"T"x,P\nsource,b,T"x,P\nsource,c,T,P,5\nsource,d,',
      Uint8Array.of(0xc3, 0x28),
      ',P\nsource,e,T,P\nsource,f,"open\nand on\n',
    );
    expect(lines.slice(0, 4)).toMatchObject([
      { line: 2, column: 3, unreadable: expect.stringContaining('closing quote') },
      { line: 3, column: 3, unreadable: expect.stringContaining('quote') },
      { line: 4, column: 5, unreadable: 'The row has 5 fields, but the first row names 4.' },
      {
        line: 5,
        column: 3,
        unreadable: expect.stringContaining('The field is no valid UTF-8; save the file as UTF-8'),
      },
    ]);
    expect(inputs(lines)[4]).toMatchObject({ id: 'e' });
    expect(lines[5]).toMatchObject({ line: 7, unreadable: expect.stringContaining('to the end (line 8)'), notRead: 2 });
  });

  it.each(['\n', '\r\n', '\r'])(
    'reads rows that end with %j, and leaves line ends in quoted cells as they are',
    async (end) => {
      const text = ['id,title,publisher', 'a,"one\rtwo\r\nthree\nfour",P', '', 'b,T,P', ''].join(end);
      for (let at = 1; at < text.length; at += 1) {
        const lines = await read(text.slice(0, at), text.slice(at));
        expect(inputs(lines)).toEqual([
          { record: 'source', id: 'a', title: 'one\rtwo\r\nthree\nfour', publisher: 'P' },
          { record: 'source', id: 'b', title: 'T', publisher: 'P' },
        ]);
        expect(lines.at(-1)?.line).toBe(7);
      }
    },
  );

  it('counts the rows that a wrong quote makes one of, and names their lines', async () => {
    const rows = ['id,title,publisher', 'a,"T,P', 'b,T,P', '', 'c,"T",P', 'd,T,P'];
    expect(await read(rows.join('\n'))).toMatchObject([
      { line: 2, unreadable: expect.stringContaining('(lines 2 to 5)'), rule: 'quotes', notRead: 3 },
      { input: { id: 'd' } },
    ]);
  });

  it('remarks on a cell that took in rows of the file', async () => {
    const [line, next] = await read(
      'record,id,title,publisher\nsource,a,"T\nsource,b,T,P\nsource,c,T",P\nsource,d,"First, second,\nand third, a, b",P\n',
    );
    expect(line).toMatchObject({
      line: 2,
      remarks: [
        {
          pointer: '/title',
          code: 'rows-in-quotes',
          detail:
            '2 lines that look like rows of the file are part of this field; where they are rows of the file, close its quote.',
        },
      ],
    });
    expect(next).toMatchObject({ line: 5, input: { id: 'd' } });
    expect(next).not.toHaveProperty('remarks');
  });

  it('refuses a row with too many fields as the one row that RFC 4180 makes it, and names the lines in its quotes', async () => {
    expect(await read('record,id,title,publisher\nsource,a,"T\nsource,b,T,P\nsource,c,T",P,P\n')).toEqual([
      {
        line: 2,
        column: 5,
        unreadable:
          'The row has 5 fields, but the first row names 4; 2 lines that look like rows of the file are part of it; check its quotes.',
      },
    ]);
  });

  it.each([
    ['', 'file-empty', 0],
    ['\uFEFF\r\n \r\n', 'file-empty', 0],
    ['id,title,publisher\n\n', 'file-header-alone', 0],
    ['{"record":"source"}\n\n{"record":"source"}\n', 'file-ndjson', 2],
    ['"id,title\na,b\nc,d', 'file-header', 2],
  ])('says of the file %j as a whole why it is not read', async (text, rule, notRead) => {
    expect(await read(text)).toEqual([expect.objectContaining({ line: 1, rule, notRead })]);
  });

  it.each([
    ['id,title,publisher\na,Nováček,P\n\nb,"two\nlines",P\n', 2],
    ['id,title,publisher\n', 0],
    ['{"record":"source"}\n{"record":"source"}\n', 2],
  ])('counts the rows of %j in UTF-16 as in UTF-8, without the names of its columns', async (text, notRead) => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
    for (const content of [bytes, bytes.subarray(2), Buffer.from(bytes).swap16()])
      expect(await read(content)).toEqual([expect.objectContaining({ line: 1, rule: 'file-utf-16', notRead })]);
  });

  it.each([
    ['sources,source', '"[{""source"":""a""}]",b', '/sources/0/source'],
    ['body,body.x', '"{""x"":1}",2', '/body/x'],
    ['body,body.x', 'text,2', '/body/x'],
    ['body.x.0,body.x.name', 'a,b', '/body/x/name'],
    ['body.x.0,body.x.length', 'a,b', '/body/x/length'],
    ['body.x.0,body.x.00', 'a,b', '/body/x/00'],
  ])('refuses a row that gives one field by the two columns %s', async (columns, cells, pointer) => {
    const [line] = await read(`record,id,${columns}\nfact,f,${cells}\n`);
    expect(line).toMatchObject({ losses: [{ pointer, params: { rule: 'two-columns' } }] });
  });

  it.each([
    ['sources.0.source,sources.100.source', '/sources/100/source'],
    ['body.l.0,body.l.100', '/body/l/100'],
  ])('says of the columns %s how many places of a list columns can give', async (columns, pointer) => {
    const [line] = await read(`record,id,${columns}\nfact,f,a,b\n`);
    expect(line).toMatchObject({
      losses: [{ pointer, detail: expect.stringContaining('0 to 99'), params: { rule: 'list-place' } }],
    });
  });

  it('reads a number that survives as a number, and leaves the digits of another one as they are', async () => {
    const header = 'record,id,type,body.workersBenefited,attributes.requestNumber,attributes';
    const rows = [
      'fact,a,case.resolved,1e3,,',
      'fact,b,case.resolved,9007199254740993,,',
      'subject,c,case,,0.10000000000000001,',
    ];
    expect(inputs(await read([header, ...rows].join('\n')))).toMatchObject([
      { body: { workersBenefited: 1_000 } },
      { body: { workersBenefited: '9007199254740993' } },
      { attributes: { requestNumber: '0.10000000000000001' } },
    ]);
    const [line] = await read(`record,id,attributes\nsubject,a,"{""n"":9007199254740993,""m"":1,""m"":2}"\n`);
    expect(line).toMatchObject({
      losses: [
        { pointer: '/attributes/n', detail: expect.stringContaining('write it as a string') },
        { pointer: '/attributes/m', params: { rule: 'duplicate-key' } },
      ],
    });
    expect(columnOf(line, '/attributes/n')).toBe(3);
  });

  it.each([
    ['12', 12],
    ['1E5', '1E5'],
    ['1e3', '1e3'],
    ['1.0', '1.0'],
    ['1.5', '1.5'],
    ['007', '007'],
    ['0', '0'],
    ['-3', '-3'],
    ['2021-001', '2021-001'],
  ])('reads %j as %j where a number and text are allowed', async (cell, value) => {
    const header = 'record,id,type,attributes.requestNumber,attributes.panelNumber';
    const [subject] = inputs(await read(`${header}\nsubject,a,case,${cell},${cell}\n`));
    expect(subject).toMatchObject({ attributes: { requestNumber: value, panelNumber: value } });
    const [correction] = inputs(
      await read(`record,id,subject,changes.attributes.requestNumber\ncorrection,c,a,${cell}\n`),
    );
    expect(correction).toMatchObject({ changes: { attributes: { requestNumber: value } } });
  });

  it('refuses a row that is too long without holding the rest of the file', async () => {
    const lines = await read('id,title,publisher\na,"', 'x'.repeat(LONGEST_LINE), '\nb\n', 'c,T",P\nd,T,P\n');
    expect(lines[0]).toMatchObject({ line: 2, unreadable: expect.stringContaining('longer than') });
    expect(inputs(lines).at(-1)).toMatchObject({ id: 'd' });
  });

  it('refuse a first row of more columns than records have fields, whatever they are called', async () => {
    const [line] = await read(`${Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(',')}\n`);
    expect(line).toMatchObject({ line: 1, column: 1_001, unreadable: 'The first row names more than 1000 columns.' });
  });
});
