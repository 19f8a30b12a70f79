import { dayOfIso, isoOfDay } from '#libs/edtf';
import type { FactCorrection, FactRecord, RetractionRecord } from './record.js';
import {
  wordingsOf,
  wordingsOfRecord,
  type FactChange,
  type Recorded,
  type Slice,
  type SourceDays,
  type Wording,
} from './wordings.js';

const at = <T>(position: number, record: T, day = '2024-10-01'): Recorded<T> => ({
  record,
  position: BigInt(position),
  recordedAt: `${day}T08:00:00.000000Z`,
});
const cite = (...ids: string[]): { source: string }[] => ids.map((source) => ({ source }));
const fact = (more: Partial<FactRecord> = {}): FactRecord => ({
  id: 'f',
  subject: 'x',
  type: 'dialogue.held',
  occurred: '2024-01-10',
  title: 'First',
  sources: cite('january'),
  ...more,
});
const correction = (changes: FactCorrection['changes'], ...sources: string[]): FactCorrection => ({
  id: 'c',
  fact: 'f',
  changes,
  reason: 'slip',
  sources: cite(...sources),
});
const retraction = (...sources: string[]): RetractionRecord => ({
  id: 'r',
  fact: 'f',
  reason: 'wrong',
  sources: cite(...sources),
});

const DAYS: Readonly<Record<string, string>> = { january: '2024-01-20', march: '2024-03-01', june: '2024-06-01' };
const sources = (later: Readonly<Record<string, [from: bigint, day: string]>> = {}): SourceDays => ({
  publishedAt: (position) => (source) => {
    const changed = later[source];
    const day = changed && position >= changed[0] ? changed[1] : DAYS[source];
    return day === undefined ? null : dayOfIso(day);
  },
  changes: (cited) => cited.flatMap((source) => later[source]?.[0] ?? []),
});

const span = ({ recordedFrom, recordedTo, knownFrom, knownTo }: Slice<unknown>): string =>
  `${recordedFrom}-${recordedTo ?? ''} ${isoOfDay(knownFrom)}/${knownTo === null ? '' : isoOfDay(knownTo)}`;
const told = (first: Recorded<FactRecord>, changes: FactChange[], days = sources()): [string, string][] =>
  wordingsOf(first, changes, days).map((slice) => [span(slice), sayings(slice.value)]);
const sayings = ({ fact: said, known, retracted, revision, corrected }: Wording): string =>
  [
    said.title,
    said.occurred ?? 'undated',
    said.sources.map(({ source }) => source).join('+'),
    `${known.basis} ${isoOfDay(known.day)}`,
    `r${revision}`,
    ...(corrected ? ['corrected'] : []),
    ...(retracted ? ['retracted'] : []),
  ].join(' | ');

describe('the wordings of a fact', () => {
  it('are one, from its recording and its known day on, where nothing was changed', () => {
    expect(told(at(5, fact()), [])).toEqual([
      ['5- 2024-01-20/', 'First | 2024-01-10 | january | published 2024-01-20 | r1'],
    ]);
  });

  it('show of several sources only those that had come out', () => {
    expect(told(at(5, fact({ sources: cite('january', 'march', 'undated') })), [])).toEqual([
      ['5- 2024-01-20/2024-03-01', 'First | 2024-01-10 | january+undated | published 2024-01-20 | r1'],
      ['5- 2024-03-01/', 'First | 2024-01-10 | january+march+undated | published 2024-01-20 | r1'],
    ]);
  });

  it('take a correction from its own known day on, and only from its recording on', () => {
    expect(told(at(5, fact()), [at(7, correction({ title: 'Second', occurred: '2024-01-11' }, 'march'))])).toEqual([
      ['5-7 2024-01-20/', 'First | 2024-01-10 | january | published 2024-01-20 | r1'],
      ['7- 2024-01-20/2024-03-01', 'First | 2024-01-10 | january | published 2024-01-20 | r1'],
      ['7- 2024-03-01/', 'Second | 2024-01-11 | january | published 2024-01-20 | r2 | corrected'],
    ]);
  });

  it('put corrections on each other field by field in the order of recording, whatever was known first', () => {
    const changes = [
      at(7, correction({ title: 'Late', summary: 'L' }, 'june')),
      at(8, correction({ title: 'Early' }, 'march')),
    ];
    const last = wordingsOf(at(5, fact()), changes, sources()).filter(({ recordedTo }) => recordedTo === null);
    expect(
      last.map((slice) => [span(slice), slice.value.fact.title, slice.value.fact.summary, slice.value.revision]),
    ).toEqual([
      ['8- 2024-01-20/2024-03-01', 'First', undefined, 1],
      ['8- 2024-03-01/2024-06-01', 'Early', undefined, 2],
      ['8- 2024-06-01/', 'Early', 'L', 3],
    ]);
  });

  it('clear a field by null and keep the date as null', () => {
    const [, last] = wordingsOf(
      at(5, fact({ summary: 'S' })),
      [at(7, correction({ summary: null, occurred: null }, 'january'))],
      sources(),
    );
    expect(last?.value.fact).toEqual({ ...fact(), occurred: null });
  });

  it('let a corrected known day and corrected sources hold for every day from the recording on', () => {
    expect(told(at(5, fact()), [at(7, correction({ knownSince: '2024-01-10' }, 'june'))])).toEqual([
      ['5-7 2024-01-20/', 'First | 2024-01-10 | january | published 2024-01-20 | r1'],
      ['7- 2024-01-10/2024-01-20', 'First | 2024-01-10 |  | stated 2024-01-10 | r1'],
      ['7- 2024-01-20/2024-06-01', 'First | 2024-01-10 | january | stated 2024-01-10 | r1'],
      ['7- 2024-06-01/', 'First | 2024-01-10 | january | stated 2024-01-10 | r2 | corrected'],
    ]);
    expect(told(at(5, fact()), [at(7, correction({ sources: cite('march') }, 'march'))]).at(-1)).toEqual([
      '7- 2024-03-01/',
      'First | 2024-01-10 | march | published 2024-03-01 | r2 | corrected',
    ]);
  });

  it('never take a correction as known before the fact after that change', () => {
    const later = correction({ title: 'Second', knownSince: '2024-05-01' }, 'january');
    expect(told(at(5, fact()), [at(7, later)]).slice(1)).toEqual([
      ['7- 2024-05-01/', 'Second | 2024-01-10 | january | stated 2024-05-01 | r2 | corrected'],
    ]);
  });

  it('take a correction that only adds sources as evidence, not as another wording', () => {
    const last = told(at(5, fact()), [at(7, correction({ sources: cite('january', 'march') }, 'march'))]).at(-1);
    expect(last).toEqual(['7- 2024-03-01/', 'First | 2024-01-10 | january+march | published 2024-01-20 | r2']);
  });

  it('are retracted from the known day of the retraction on', () => {
    expect(told(at(5, fact()), [at(7, retraction('march'))]).slice(1)).toEqual([
      ['7- 2024-01-20/2024-03-01', 'First | 2024-01-10 | january | published 2024-01-20 | r1'],
      ['7- 2024-03-01/', 'First | 2024-01-10 | january | published 2024-01-20 | r1 | retracted'],
    ]);
  });

  it('change where the day of a source was corrected', () => {
    expect(told(at(5, fact()), [], sources({ january: [9n, '2024-02-02'] }))).toEqual([
      ['5-9 2024-01-20/', 'First | 2024-01-10 | january | published 2024-01-20 | r1'],
      ['9- 2024-02-02/', 'First | 2024-01-10 | january | published 2024-02-02 | r1'],
    ]);
  });

  it('cover every position from the recording and every day from the known day on, once', () => {
    const changes: FactChange[] = [
      at(7, correction({ title: 'B' }, 'march')),
      at(8, correction({ sources: cite('january', 'june') }, 'undated'), '2024-10-02'),
      at(9, retraction('june')),
    ];
    const slices = wordingsOf(at(5, fact()), changes, sources());
    for (const position of [5n, 6n, 7n, 8n, 9n, 100n])
      for (const day of ['2024-01-20', '2024-03-01', '2024-05-31', '2024-06-01', '2024-10-02', '2030-01-01'].map(
        dayOfIso,
      )) {
        const holding = slices.filter(
          (slice) =>
            slice.recordedFrom <= position &&
            (slice.recordedTo === null || position < slice.recordedTo) &&
            slice.knownFrom <= day &&
            (slice.knownTo === null || day < slice.knownTo),
        );
        expect([position, isoOfDay(day), holding.length]).toEqual([position, isoOfDay(day), 1]);
      }
  });
});

const named = (position: number, name: string, source: string) =>
  at(position, { changes: { name }, sources: cite(source), reason: 'r' });

const wordingsOfSubject = (...corrections: ReturnType<typeof named>[]) =>
  wordingsOfRecord(at(1, { id: 'x', name: 'First' }), corrections, sources());

describe('the wordings of a subject or a source', () => {
  it('hold since ever, each correction from its own known day on', () => {
    const slices = wordingsOfSubject(named(4, 'Second', 'march'));
    expect(slices.map(({ recordedFrom, recordedTo, value }) => [recordedFrom, recordedTo, value.name])).toEqual([
      [1n, 4n, 'First'],
      [4n, null, 'First'],
      [4n, null, 'Second'],
    ]);
    expect(isoOfDay(slices.at(-1)?.knownFrom ?? 0)).toBe('2024-03-01');
  });

  it('let chosen fields hold for every known day from the recording on', () => {
    const first = at(1, { id: 's', title: 'T', publishedOn: '2024-05-01' });
    const change = at(4, { changes: { title: 'U', publishedOn: '2024-04-01' }, sources: cite('june'), reason: 'r' });
    const slices = wordingsOfRecord(first, [change], sources(), ['publishedOn']);
    expect(slices.map(({ value }) => [value.title, value.publishedOn])).toEqual([
      ['T', '2024-05-01'],
      ['T', '2024-04-01'],
      ['U', '2024-04-01'],
    ]);
  });
});
