import type { JsonObject } from '#libs/kernel';
import { Chance } from './chance.js';

/** How made-up facts are spread. */
export interface FactsOptions {
  /** Over how many subjects (one for every twenty facts). */
  subjects?: number;
  /** The same seed gives the same records (1). */
  seed?: number;
  /** Before every id, so that two sets go into one log (nothing). */
  prefix?: string;
}

type Draw = (chance: Chance) => JsonObject;

const SOURCES = 60;
/** Of a thousand records so many are corrections, and so many retractions; the others are facts. */
const CORRECTIONS = 30;
const RETRACTIONS = 3;
const FIRST_DAY = Date.UTC(2015, 0, 1);
const DAYS = 3_600;
const DAY_MS = 86_400_000;

const WORDS = (
  'commission dialogue agreement customs corridor water treaty panel review labor facility petition ministry border ' +
  'crossing security cooperation working group annex schedule quota energy measure consultation remediation fund grant ' +
  'programme delegation statement communique summit inspection report findings protocol extension amendment'
).split(' ') as [string, ...string[]];
const TOPICS = ['trade', 'labor', 'security', 'migration', 'water', 'energy', 'health', 'environment'] as const;
const PARTIES = ['US', 'MX', 'CA', 'GT', 'BR'] as const;

const nothing: Draw = () => ({});
const amount: Draw = (chance) => ({
  amount: { amount: String(1 + chance.below(900_000_000)), currency: chance.of(['USD', 'MXN']) },
});

/** Per subject type: the facts with which a subject begins, in their order, and those of which any number may follow. */
const STORIES = [
  {
    type: 'case',
    first: ['filed', 'review-requested', 'review-accepted'],
    later: {
      noted: nothing,
      'denial-found': nothing,
      'remediation-agreed': nothing,
      'measure-taken': () => ({ kind: 'liquidation-suspended' }),
      'measure-lifted': () => ({ kind: 'liquidation-suspended' }),
    },
  },
  { type: 'agreement', first: ['signed', 'entered-into-force'], later: { noted: nothing, amended: nothing } },
  {
    type: 'dialogue',
    first: ['established'],
    later: { held: (chance) => ({ level: 'ministerial', ordinal: 1 + chance.below(40) }), noted: nothing },
  },
  { type: 'funding', first: [], later: { appropriated: amount, committed: amount, disbursed: amount } },
  { type: 'programme', first: ['launched'], later: { reported: nothing, noted: nothing } },
  {
    type: 'indicator',
    first: [],
    later: { reported: (chance) => ({ value: String(chance.below(100_000)), unit: 'people' }) },
  },
] satisfies { type: string; first: string[]; later: Record<string, Draw> }[];

interface Story {
  id: string;
  kind: (typeof STORIES)[number];
  told: number;
  begins: number;
}

/** A fact that may be changed later; `free`: its date stands in no order with others. */
interface Told {
  id: string;
  free: boolean;
}

/**
 * Records as an editor would import them: first the sources and subjects, then so many facts, corrections and
 * retractions in random order over the subjects. All of them are valid. In bounded memory but for the ids of facts.
 */
export function* facts(count: number, options: FactsOptions = {}): Iterable<JsonObject> {
  const { seed = 1, subjects = Math.max(1, Math.ceil(count / 20)), prefix = '' } = options;
  for (const record of tell(count, seed, subjects)) yield prefix === '' ? record : prefixed(record, prefix);
}

/** Records as the lines of an NDJSON file. */
export function* lines(records: Iterable<JsonObject>): Iterable<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

function* tell(count: number, seed: number, subjects: number): Iterable<JsonObject> {
  const chance = new Chance(seed);
  for (let n = 0; n < SOURCES; n++) yield source(n, chance);
  const stories: Story[] = [];
  for (let n = 0; n < subjects; n++) {
    const story = { id: `subject-${n}`, kind: STORIES[n % STORIES.length]!, told: 0, begins: chance.below(DAYS / 2) };
    stories.push(story);
    yield subject(story, chance);
  }
  const standing: Told[] = [];
  for (let n = 0; n < count; n++) {
    const drawn = chance.below(1_000);
    if (drawn < RETRACTIONS && standing.length > 0) yield retraction(n, take(standing, chance), chance);
    else if (drawn < RETRACTIONS + CORRECTIONS && standing.length > 0)
      yield correction(n, standing[chance.below(standing.length)]!, chance);
    else yield fact(n, stories[chance.below(subjects)]!, chance, standing);
  }
}

/** The same record with other ids, wherever it names one. */
function prefixed(record: JsonObject, prefix: string): JsonObject {
  const named = { ...record };
  for (const name of ['id', 'subject', 'fact'])
    if (typeof record[name] === 'string') named[name] = `${prefix}${record[name]}`;
  const cited = record['sources'] as JsonObject[] | undefined;
  if (cited) named['sources'] = cited.map((entry) => ({ ...entry, source: `${prefix}${String(entry['source'])}` }));
  return named;
}

function source(n: number, chance: Chance): JsonObject {
  return {
    record: 'source',
    id: `source-${n}`,
    title: words(6, chance),
    publisher: `The ${words(2, chance)} Office`,
    publishedOn: day(chance.below(DAYS)),
    url: `https://source-${n}.example/documents/${n}`,
  };
}

function subject({ id, kind }: Story, chance: Chance): JsonObject {
  return {
    record: 'subject',
    id,
    type: kind.type,
    name: words(4, chance),
    parties: ['US', chance.of(PARTIES)].filter((party, index, all) => all.indexOf(party) === index),
    topics: [chance.of(TOPICS)],
  };
}

function fact(n: number, story: Story, chance: Chance, standing: Told[]): JsonObject {
  const place = story.told++;
  const first = story.kind.first[place];
  const later = Object.entries(story.kind.later) as [[string, Draw], ...[string, Draw][]];
  const [name, draw] = first === undefined ? chance.of(later) : [first, nothing];
  const id = `fact-${n}`;
  standing.push({ id, free: first === undefined });
  return {
    record: 'fact',
    id,
    subject: story.id,
    type: `${story.kind.type}.${name}`,
    occurred: first === undefined ? someDate(story, chance) : day(story.begins + place * 20),
    title: words(5, chance),
    summary: words(24, chance),
    body: draw(chance),
    topics: [chance.of(TOPICS)],
    sources: entries(chance),
  };
}

function correction(n: number, { id, free }: Told, chance: Chance): JsonObject {
  const changes: JsonObject =
    free && chance.next() < 0.5 ? { occurred: day(chance.below(DAYS)) } : { summary: words(20, chance) };
  return {
    record: 'correction',
    id: `correction-${n}`,
    fact: id,
    changes,
    reason: words(6, chance),
    sources: entries(chance),
  };
}

function retraction(n: number, { id }: Told, chance: Chance): JsonObject {
  return { record: 'retraction', id: `retraction-${n}`, fact: id, reason: words(6, chance), sources: entries(chance) };
}

/** What was retracted can be changed no more. */
function take(standing: Told[], chance: Chance): Told {
  const index = chance.below(standing.length);
  const taken = standing[index]!;
  standing[index] = standing.at(-1)!;
  standing.pop();
  return taken;
}

function entries(chance: Chance): JsonObject[] {
  const first = chance.below(SOURCES);
  const cited = chance.next() < 0.2 ? [first, (first + 1) % SOURCES] : [first];
  return cited.map((n) => ({ source: `source-${n}`, locator: `page ${1 + chance.below(300)}` }));
}

/** Days, months, years, periods and open ends, as sources give them. */
function someDate(story: Story, chance: Chance): string {
  const start = story.begins + chance.below(DAYS / 2);
  const drawn = chance.below(10);
  if (drawn < 6) return day(start);
  if (drawn === 6) return day(start).slice(0, 7);
  if (drawn === 7) return day(start).slice(0, 4);
  if (drawn === 8) return `${day(start)}/${day(start + 30)}`;
  return `${day(start).slice(0, 7)}/..`;
}

function day(since: number): string {
  return new Date(FIRST_DAY + since * DAY_MS).toISOString().slice(0, 10);
}

function words(count: number, chance: Chance): string {
  return Array.from({ length: count }, () => chance.of(WORDS)).join(' ');
}
