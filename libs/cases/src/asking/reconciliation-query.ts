import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { isoOfDay, type Day } from '#libs/edtf';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import {
  clockParameters,
  cutPage,
  filtersOf,
  occurredAnswer,
  occurredBy,
  pageParameters,
  readCursor,
  readParameters,
  sourceAnswer,
  sourceNames,
  timelineView,
  ViewReader,
  wordingUnder,
  type OccurredAnswer,
  type PageLinks,
  type RawParameters,
  type Reading,
  type SourceAnswer,
} from '#libs/timeline';
import type { AmountRange } from '../domain/amounts.js';
import { holdsAt } from '../domain/case-wordings.js';
import { claimsOf, daysOfClaim, type Claim, type ClaimDays } from '../domain/claims.js';
import { differenceOf, verdictOf, type Verdict } from '../domain/verdict.js';
import { OFFICIAL_FIGURE, ruleOf, type Counting } from '../reconciliation-rules.js';
import { tallyOf, type KnownCase, type Tally } from '../reconciliation-tally.js';
import { clockedFacts, standingAt, wordingsOfSubjects, type CaseWording, type ClockedFact } from './case-facts.js';
import type { CaseSubject } from './case-filter.js';
import { walkCases } from './case-walk.js';

/** The parameters of `GET /v1/reconciliation`. */
export const reconciliationParameters = z.object({ ...clockParameters, ...pageParameters });

/** What the records add up to for a claim on its day, or over every day of its window. */
export interface ReconciledTally extends Tally {
  /** The known day that the records are read at; null where everything that is known counts. */
  knownAt: string | null;
  /** The records less the claim; `max` is null where no upper bound is known. */
  difference: AmountRange;
  verdict: Verdict;
  /** The last day on which an official count of the cases equals the records: until then all are on record. Null: none. */
  completeThrough: string | null;
}

/** A way of counting, with what the records add up to by it. */
export interface ReconciledCount {
  /** What is counted, in words. */
  counts: string;
  /** On the day of the claim, as known now. */
  knownNow: ReconciledTally;
  /** On the day of the claim, as known by then. */
  knownThen: ReconciledTally;
}

/**
 * One reported figure, held against the records. Sources that say different figures make an item each; the same statement
 * that several facts tell, one as its own and another as what a source says differently, is one item.
 */
export interface ReconciliationItem {
  /** The id of the fact that tells the figure; of several the one whose own statement it is. */
  fact: string;
  /** Every fact that tells it. */
  facts: string[];
  subject: { id: string; name: string };
  measure: string;
  title: string;
  claim: { value: string; unit: string; qualifier: string | null; occurred: OccurredAnswer | null };
  /** The day of the claim: the last one of its window, or where that is open the day on which it was known. */
  day: string;
  /** The days of which the figure is: of one of them where they are several. `first` is null where nothing bounds them. */
  days: { first: string | null; last: string };
  sources: SourceAnswer[];
  comparable: boolean;
  /** Why it is not comparable; null where it is. */
  reason: string | null;
  /** The ways of counting, the one that the claim is closest to in words first; none where it is not comparable. */
  records: ReconciledCount[];
}

/** One page of reported figures, by their day. */
export interface ReconciliationPage {
  items: ReconciliationItem[];
  page: PageLinks;
  position: string;
}

/** Asks whether the records add up to what is claimed. */
export class ReconciliationQuery extends Query<ReconciliationPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

interface Indicator {
  id: string;
  name: string;
  parties: string[];
  attributes: JsonObject;
}

interface FoundClaim {
  indicator: Indicator;
  wording: CaseWording;
  claim: Claim;
  days: ClaimDays;
  /** The fact, and which of its statements it is: 0 for its own. */
  key: string;
  own: boolean;
  facts: string[];
}

interface CaseRecords {
  subject: CaseSubject;
  wordings: ClockedFact[];
}

/** Answers ReconciliationQuery. */
@QueryHandler(ReconciliationQuery)
@Injectable()
export class ReconciliationQueryHandler implements IQueryHandler<ReconciliationQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ raw }: ReconciliationQuery): Promise<ReconciliationPage> {
    const parameters = readParameters(reconciliationParameters, raw);
    const filters = filtersOf(raw);
    const cursor = readCursor(parameters.cursor, filters, ['day', 'text']);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const claims = (await foundClaims(reading)).toSorted((one, other) => compare(one, keyOf(other)));
      const backwards = cursor?.direction === 'prev';
      const beyond = claims.filter((one) => !cursor || (backwards ? -1 : 1) * compare(one, cursor.key) > 0);
      const ordered = (backwards ? beyond.toReversed() : beyond).slice(0, parameters.limit + 1);
      const cut = cutPage(ordered, parameters.limit, cursor, filters, keyOf);
      return { items: await itemsOf(cut.rows, claims, reading), page: cut.page };
    });
  }
}

function keyOf({ days, key }: FoundClaim): [number, string] {
  return [days.last, key];
}

function compare(one: FoundClaim, key: readonly (string | number)[]): number {
  return one.days.last - Number(key[0]) || (one.key < String(key[1]) ? -1 : one.key > String(key[1]) ? 1 : 0);
}

async function foundClaims(reading: Reading): Promise<FoundClaim[]> {
  const { rows: indicators } = await sql<Indicator>`
    select subject_id as id, name, parties, attributes from timeline_subjects subject
     where type = 'indicator' and attributes->>'measure' is not null and ${wordingUnder(reading, 'subject')}`.execute(
    reading.tx,
  );
  const wordings = await wordingsOfSubjects(
    indicators.map(({ id }) => id),
    reading,
  );
  const found = indicators.flatMap((indicator) =>
    (wordings.get(indicator.id) ?? [])
      .filter((wording) => wording.fact.type === 'indicator.reported' && isSeen(wording, reading))
      .flatMap((wording) =>
        claimsOf(wording.fact, wording.sources).map((claim, index): FoundClaim => ({
          indicator,
          wording,
          claim,
          days: daysOfClaim(claim.occurred, wording.known.day),
          key: `${wording.factId}.${index}`,
          own: index === 0,
          facts: [wording.factId],
        })),
      ),
  );
  return withoutRepeats(found);
}

/** The same statement of the same figure, told by several facts, as one claim of all their sources. */
function withoutRepeats(claims: readonly FoundClaim[]): FoundClaim[] {
  const found = new Map<string, FoundClaim>();
  for (const one of claims.toSorted((a, b) => Number(b.own) - Number(a.own))) {
    const { value, unit, qualifier, occurred } = one.claim;
    const statement = canonicalJson([one.indicator.id, one.days.last, value, unit, qualifier, occurred]);
    const before = found.get(statement);
    if (!before) {
      found.set(statement, one);
      continue;
    }
    const cited = new Set(before.claim.sources.map(({ source }) => source));
    const sources = [...before.claim.sources, ...one.claim.sources.filter(({ source }) => !cited.has(source))];
    const facts = [...new Set([...before.facts, ...one.facts])];
    found.set(statement, { ...before, facts, claim: { ...before.claim, sources } });
  }
  return [...found.values()];
}

function isSeen(wording: CaseWording, reading: Reading): boolean {
  const { asOf } = reading;
  return !wording.retracted && holdsAt(wording, reading) && occurredBy([wording], asOf).length > 0;
}

async function itemsOf(
  claims: readonly FoundClaim[],
  all: readonly FoundClaim[],
  reading: Reading,
): Promise<ReconciliationItem[]> {
  const cited = claims.map(({ claim }) => ({ source_ids: claim.sources.map(({ source }) => source) }));
  const [names, records] = [await sourceNames(cited, reading), claims.length === 0 ? [] : await allCases(reading)];
  const known = new KnownRecords(records, all, reading);
  const items: ReconciliationItem[] = [];
  for (const found of claims) {
    const { indicator, wording, claim, days, facts } = found;
    const measure = String(indicator.attributes['measure']);
    const rule = ruleOf(measure);
    const countings = 'reason' in rule ? [] : [rule.counting, ...(rule.also ? [rule.also] : [])];
    const counted: ReconciledCount[] = [];
    for (const counting of countings) counted.push(await reconciled(counting, found, known, reading));
    items.push({
      fact: wording.factId,
      facts,
      subject: { id: indicator.id, name: indicator.name },
      measure,
      title: wording.fact.title,
      claim: {
        value: claim.value,
        unit: claim.unit,
        qualifier: claim.qualifier,
        occurred: claim.occurred === null ? null : occurredAnswer(claim.occurred),
      },
      day: isoOfDay(days.last),
      days: { first: days.first === -Infinity ? null : isoOfDay(days.first), last: isoOfDay(days.last) },
      sources: claim.sources.map((entry) => sourceAnswer(entry, names)),
      comparable: countings.length > 0,
      reason: 'reason' in rule ? rule.reason : null,
      records: counted,
    });
  }
  return items;
}

/** Every case with what is known of it on any day, as far as it is on record. */
async function allCases(reading: Reading): Promise<CaseRecords[]> {
  const found: CaseRecords[] = [];
  for await (const part of walkCases({}, reading)) {
    const ids = part.map(({ id }) => id);
    const wordings = await clockedFacts(ids, reading);
    found.push(...part.map((subject) => ({ subject, wordings: wordings.get(subject.id) ?? [] })));
  }
  return found;
}

/** An indicator counts the cases under its mechanism between its own parties. */
function isCountedBy({ attributes, parties }: Indicator, subject: CaseSubject): boolean {
  const { mechanism } = attributes;
  if (mechanism !== undefined && mechanism !== subject.attributes['mechanism']) return false;
  return parties.length === 0 || subject.parties.every((party) => parties.includes(party));
}

/** The records of cases as they were known on several days, each read once, and up to when they are complete. */
class KnownRecords {
  readonly #standings = new Map<Day | null, KnownCase[]>();
  readonly #complete = new Map<string, Day>();

  constructor(
    private readonly records: readonly CaseRecords[],
    private readonly claims: readonly FoundClaim[],
    private readonly reading: Reading,
  ) {}

  /** The cases that an indicator counts as they were known by a day; null: everything that is known. */
  countedBy(indicator: Indicator, known: Day | null): KnownCase[] {
    const { upTo } = this.reading;
    const standings =
      this.#standings.get(known) ??
      this.records.map(({ subject, wordings }) => ({
        subject,
        standing: standingAt(wordings, { upTo, knownAt: known }),
      }));
    this.#standings.set(known, standings);
    return standings.filter(({ subject }) => isCountedBy(indicator, subject));
  }

  /** Whether a step that may have occurred by a day became known only after `known`: what was known then lacked it. */
  isKnownLater(indicator: Indicator, known: Day | null, day: Day): boolean {
    if (known === this.reading.knownAt) return false;
    const then = new Set(this.countedBy(indicator, known).flatMap(({ standing }) => standing.stepsBy(day)));
    return this.countedBy(indicator, this.reading.knownAt).some(({ standing }) =>
      standing.stepsBy(day).some((id) => !then.has(id)),
    );
  }

  /**
   * The last day on which an official count of the cases equals the records: as the records hold no case that is none, all
   * are on record until then. -Infinity where there is no such count.
   */
  async completeThrough(indicator: Indicator, known: Day | null): Promise<Day> {
    const key = canonicalJson([indicator.attributes['mechanism'] ?? null, indicator.parties.toSorted(), known]);
    const before = this.#complete.get(key);
    if (before !== undefined) return before;
    const counts = this.claims.filter(
      (one) => one.claim.qualifier === null && countsSameCases(one.indicator, indicator) && isCensus(one.indicator),
    );
    let found = -Infinity;
    for (const { indicator: census, claim, days } of counts) {
      const rule = ruleOf(String(census.attributes['measure']));
      if ('reason' in rule) continue;
      const cases = this.countedBy(census, known);
      const { value } = await tallyOf(rule.counting, cases, { days, unit: claim.unit, complete: true });
      if (verdictOf(claim, value) === 'agrees') found = Math.max(found, days.last);
    }
    this.#complete.set(key, found);
    return found;
  }
}

/** Whether its figures count the cases themselves. */
function isCensus({ attributes }: Indicator): boolean {
  return attributes['measure'] === OFFICIAL_FIGURE.measure;
}

function countsSameCases(one: Indicator, other: Indicator): boolean {
  const [parties, others] = [one.parties, other.parties].map((some) => canonicalJson(some.toSorted()));
  return one.attributes['mechanism'] === other.attributes['mechanism'] && parties === others;
}

async function reconciled(
  counting: Counting,
  { indicator, claim, days }: FoundClaim,
  records: KnownRecords,
  { knownAt }: Reading,
): Promise<ReconciledCount> {
  const at = async (known: Day | null): Promise<ReconciledTally> => {
    const through = await records.completeThrough(indicator, known);
    const complete = days.last <= through && !records.isKnownLater(indicator, known, days.last);
    const found = await tallyOf(counting, records.countedBy(indicator, known), { days, unit: claim.unit, complete });
    return {
      knownAt: known === null ? null : isoOfDay(known),
      ...found,
      difference: differenceOf(claim, found.value),
      verdict: verdictOf(claim, found.value),
      completeThrough: through === -Infinity ? null : isoOfDay(through),
    };
  };
  const then = knownAt === null ? days.last : Math.min(days.last, knownAt);
  return { counts: counting.counts, knownNow: await at(knownAt), knownThen: await at(then) };
}
