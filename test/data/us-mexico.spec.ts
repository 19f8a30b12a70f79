import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock, projectRoot } from '#libs/database';
import { compareWindows, dayOfIso, isoOfDay, lastDayOfBeginning, parseEdtf } from '#libs/edtf';
import { EventStore, recorderOfRun } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import {
  factTypeOf,
  kindOf,
  ndjsonLines,
  recordKindOf,
  seedAll,
  validateRecord,
  ImportRecords,
  ImportRecordsHandler,
  type DatedFact,
} from '#libs/timeline';
import { asTheyStand, DATA, FILES, lines, SHEET, type Fact, type Line } from './bundled-records.js';

const facts = asTheyStand('fact').map(({ record }) => record as Fact);
const subjects = new Map(asTheyStand('subject').map(({ record }) => [String(record['id']), record]));
const sources = new Map(asTheyStand('source').map(({ record }) => [String(record['id']), record]));
const placeOf = ({ file, line, record }: Line): string => `${file}, line ${line}: ${String(record['id'])}`;
const isPlan = (fact: Fact): boolean => factTypeOf(fact.type)?.plans !== undefined;
const lastDayOf = (fact: Fact): number | null => (fact.occurred ? parseEdtf(fact.occurred).window.latest : null);

/** The earliest last day of publication among a fact's sources. */
function publishedOf(fact: Fact): number | null {
  const days = fact.sources.flatMap(({ source }) => {
    const publishedOn = sources.get(source)?.['publishedOn'];
    return typeof publishedOn === 'string' ? (parseEdtf(publishedOn).window.latest ?? []) : [];
  });
  return days.length > 0 ? Math.min(...days) : null;
}

describe('the bundled data set', () => {
  it('holds to the format in every line', () => {
    const wrong = lines.flatMap((line) => {
      try {
        validateRecord(recordKindOf(line.record), line.record);
        return [];
      } catch (error) {
        return [`${placeOf(line)}: ${String(error)}`];
      }
    });
    expect(wrong).toEqual([]);
  });

  it('names nothing twice and nothing before it is there', () => {
    const seen = new Set<string>();
    const wrong: string[] = [];
    for (const line of lines) {
      const { record } = line;
      const cited = (record['sources'] as Fact['sources'] | undefined) ?? [];
      const attributes = (record['attributes'] ?? {}) as JsonObject;
      const needed = [
        ...cited.map(({ source }) => `source ${source}`),
        ...[record['subject'], record['partOf'], attributes['priorCase'], ...((record['related'] as string[]) ?? [])]
          .filter((id) => id !== undefined && id !== null)
          .map((id) => `subject ${String(id)}`),
      ];
      if (record['fact'] !== undefined) needed.push(`fact ${String(record['fact'])}`);
      if (record['source'] !== undefined) needed.push(`source ${String(record['source'])}`);
      wrong.push(...needed.filter((name) => !seen.has(name)).map((name) => `${placeOf(line)} needs ${name}`));
      const name = `${String(record['record'])} ${String(record['id'])}`;
      if (seen.has(name)) wrong.push(`${placeOf(line)} is there already`);
      seen.add(name);
    }
    expect(wrong).toEqual([]);
  });

  it('has a fact of every subject and a use of every source', () => {
    const told = new Set(facts.map(({ subject }) => subject));
    const cited = new Set(facts.flatMap((fact) => fact.sources.map(({ source }) => source)));
    expect([...subjects.keys()].filter((id) => !told.has(id))).toEqual([]);
    expect([...sources.keys()].filter((id) => !cited.has(id))).toEqual([]);
  });

  it('tells for everything from the fact sheet where it stands in it; the other sources are one page each', () => {
    const entries = facts.flatMap((fact) => fact.sources.map((entry) => ({ id: fact.id, ...entry })));
    const wrong = entries.filter(({ source, locator }) => source === SHEET && !/, paragraphs? \d/.test(locator ?? ''));
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(
      [...sources].filter(([id, source]) => id !== SHEET && source['url'] === undefined).map(([id]) => id),
    ).toEqual([]);
  });

  it('says of public acts, and of nothing else, that they were known on the last day of their window', () => {
    const stated = facts.filter((fact) => fact['knownSince'] !== undefined && !isPlan(fact));
    const unfit = stated.filter((fact) => fact.type.endsWith('.reported') || lastDayOf(fact) === null);
    expect(unfit.map(({ id }) => id)).toEqual([]);
    const later = stated.filter((fact) => fact['knownSince'] !== isoOfDay(lastDayOf(fact) ?? 0));
    expect(later.map(({ id, occurred, knownSince }) => [id, occurred, knownSince])).toEqual([
      ['san-martin-mine-no-denial-found', '2023-07-31', '2023-08-01'],
      ['san-martin-mine-panel-decision', '2024-04-26', '2024-05-13'],
      ['atento-pachuca-panel-decision', '2025-07-04', '2025-08-21'],
      ['transportista-kamu-remediation-plan', '2025-11-03', '2026-02-03'],
    ]);
    // A plan is known from the act that announced it on.
    const plans = facts.filter((fact) => fact['knownSince'] !== undefined && isPlan(fact));
    expect(plans.length).toBeGreaterThan(0);
    const overdue = plans.filter((fact) => dayOfIso(String(fact['knownSince'])) >= (lastDayOf(fact) ?? Infinity));
    expect(overdue.map(({ id }) => id)).toEqual([]);
    const late = stated.filter((fact) => dayOfIso(String(fact['knownSince'])) > (publishedOf(fact) ?? Infinity));
    expect(late.map(({ id }) => id)).toEqual([]);
    const silent = facts.filter((fact) => {
      const isAct = !isPlan(fact) && !/\.(reported|noted)$/.test(fact.type);
      return (
        isAct && fact['knownSince'] === undefined && (lastDayOf(fact) ?? Infinity) < (publishedOf(fact) ?? -Infinity)
      );
    });
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  it('keeps the doubts: a source that says something else stands beside the value, and neither is hidden', () => {
    const doubted = facts.filter((fact) => fact.sources.some((entry) => 'says' in entry)).map(({ id }) => id);
    expect(doubted.length).toBeGreaterThan(3);
    expect(facts.find(({ occurred, title }) => occurred === '2023-10-13' && /Cabinet/i.test(title))).toBeDefined();
  });

  it('is counted in data/README.md', () => {
    const readme = readFileSync(join(DATA, 'README.md'), 'utf8');
    const table = readme.split('\n').filter((line) => line.startsWith('|'));
    expect(
      table
        .map((row) =>
          row
            .split('|')
            .map((cell) => cell.trim())
            .slice(1, -1),
        )
        .filter((row) => !/^-+$/.test(row[0] ?? '')),
    ).toEqual(countsBySection());
  });
});

const TYPES = ['agreement', 'dialogue', 'case', 'funding', 'programme', 'organization', 'indicator', 'relationship'];

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const row = (name: string, counts: readonly number[]): string[] => [name, ...counts.map(String), String(sum(counts))];

/** Facts as they stand, by section of the fact sheet and by subject type, as the table of data/README.md has them. */
function countsBySection(): string[][] {
  const sections = new Map<string, number[]>();
  for (const { file, record } of asTheyStand('fact')) {
    const fact = record as Fact;
    const type = String(subjects.get(fact.subject)?.['type']);
    const locator = fact.sources.find(({ source }) => source === SHEET)?.locator ?? '';
    const isOfTheSheet = file === FILES[0] || file === FILES[3];
    const section = isOfTheSheet
      ? locator.replace(/, paragraph.*$/, '')
      : type === 'case'
        ? 'Labor cases'
        : 'Later developments';
    const counts = sections.get(section) ?? TYPES.map(() => 0);
    const at = TYPES.indexOf(type);
    counts[at] = (counts[at] ?? 0) + 1;
    sections.set(section, counts);
  }
  const totals = TYPES.map((_, index) => sum([...sections.values()].map((counts) => counts[index] ?? 0)));
  return [
    ['Section', ...TYPES, 'all'],
    ...[...sections].map(([name, counts]) => row(name, counts)),
    row('All', totals),
  ];
}

describe('the bundled data set in a log', () => {
  let test: TestDatabase;
  let store: EventStore;

  beforeAll(async () => {
    test = await createTestDatabase();
    store = new EventStore(test.db);
  });

  afterAll(() => test.drop());

  it('is recorded whole, file after file, and nothing of it is refused', async () => {
    const seeded = await seedAll({ db: test.db, store, clock: await openClock(test.db) }, 'us-mexico', projectRoot());
    expect(
      seeded.imported.map(({ file, report }) => [file, report.recorded, report.repeated, report.problems]),
    ).toEqual(FILES.map((file) => [`us-mexico/${file}`, lines.filter((line) => line.file === file).length, 0, []]));
    expect((await store.head()).position).toBe(BigInt(lines.length));
  });

  it('records nothing new when it is imported again', async () => {
    const importer = new ImportRecordsHandler(store, await openClock(test.db));
    for (const file of FILES) {
      const text = readFileSync(join(DATA, 'us-mexico', file));
      const report = await importer.execute(new ImportRecords(ndjsonLines(asChunks(text)), recorderOfRun('operator')));
      expect(report).toMatchObject({
        recorded: 0,
        refused: 0,
        repeated: lines.filter((line) => line.file === file).length,
      });
    }
    expect((await store.head()).position).toBe(BigInt(lines.length));
  });
});

async function* asChunks(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let from = 0; from < bytes.length; from += 1_000) yield bytes.subarray(from, from + 1_000);
}

describe('the labor cases at the end of July 2024', () => {
  const states = [...subjects.values()]
    .filter((subject) => subject['type'] === 'case')
    .map((subject) => ({ subject, ...stateOn(String(subject['id']), '2024-07-31') }));
  const requested = states.filter(({ isRequested, subject }) => {
    return isRequested && (subject['attributes'] as JsonObject)['complainant'] === 'US';
  });
  const withStatus = (status: string): string[] =>
    requested.filter((state) => state.status === status).map(({ subject }) => String(subject['id']));

  it('are 25 requests of the United States, of which 19 are resolved and two closed', () => {
    expect(requested).toHaveLength(25);
    expect(withStatus('resolved')).toHaveLength(19);
    expect(withStatus('closed')).toEqual(['manufacturas-vu-2', 'san-martin-mine']);
  });

  it('count Fujikura as resolved by 13 February 2024, on a day that no source gives, and Volkswagen not yet', () => {
    expect(withStatus('resolved')).toContain('fujikura-piedras-negras');
    const resolution = facts.find(
      ({ subject, type }) => subject === 'fujikura-piedras-negras' && type === 'case.resolved',
    );
    expect(resolution?.occurred).toBe('[2024-01-30..2024-02-13]');
    expect(withStatus('in-remediation')).toEqual(['volkswagen-puebla']);
  });

  it('are 20 resolved with Saint-Gobain, which was settled without a request', () => {
    const settled = states.filter(({ status, isRequested }) => status === 'resolved' && !isRequested);
    expect(settled.map(({ subject }) => subject['id'])).toEqual(['saint-gobain-cuautla']);
  });
});

/** The state of a case on a day: its facts that had certainly occurred, in timeline order, undated ones at the end. */
function stateOn(id: string, day: string): { status: string; isRequested: boolean } {
  const kind = kindOf('case');
  if (!kind) throw new Error('There is no kind for cases.');
  const own = facts
    .filter(({ subject }) => subject === id)
    .map((fact, index): DatedFact => {
      const occurred = fact.occurred ? parseEdtf(fact.occurred) : null;
      return {
        id: fact.id,
        type: fact.type,
        title: fact.title,
        occurred,
        body: (fact['body'] ?? {}) as JsonObject,
        position: BigInt(index),
      };
    });
  const dated = own
    .filter(({ occurred }) => occurred !== null)
    .toSorted((a, b) => (a.occurred && b.occurred ? compareWindows(a.occurred.window, b.occurred.window) : 0));
  const counted = dated.filter((fact) => begunBy(fact) <= dayOfIso(day));
  if (counted.length === dated.length) counted.push(...own.filter(({ occurred }) => occurred === null));
  const state = counted.reduce(
    (before, fact) => kind.facts[fact.type.slice(5)]?.evolve?.(before, fact) ?? before,
    kind.initial,
  );
  return { status: String(state['status']), isRequested: counted.some(({ type }) => type === 'case.review-requested') };
}

function begunBy({ occurred }: DatedFact): number {
  return (occurred && lastDayOfBeginning(occurred)) ?? Infinity;
}
