import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { currentCaller } from '#libs/database';
import { isoOfDay, type Day } from '#libs/edtf';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import {
  clockParameters,
  cutPage,
  filtersOf,
  newestNews,
  occurredAnswer,
  occurredBy,
  occurredUnder,
  pageParameters,
  readCursor,
  readParameters,
  sourceAnswer,
  sourceNames,
  timelineView,
  TimeSlice,
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
import { claimsOf, daysOfClaim, isOver, type Claim, type ClaimDays } from '../domain/claims.js';
import { differenceOf, verdictOf, type Verdict } from '../domain/verdict.js';
import { CaseOnDay } from '../counted-case.js';
import { KnownRecords, RecordedCase, type Census, type Fold } from '../known-records.js';
import { countsPeriod, OFFICIAL, OFFICIAL_FIGURE, ruleOf, type Counting } from '../reconciliation-rules.js';
import { tallyOf, type Tally } from '../reconciliation-tally.js';
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
  /** The last day on which an official count of the requests equals the records: until then none is taken to be missing. Null: none. */
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
  claim: Pick<Claim, 'value' | 'unit' | 'qualifier' | 'countedBy'> & { occurred: OccurredAnswer | null };
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
  /** The newest known day of the facts of these figures and of the cases that they are compared with; null: none. */
  lastNews: string | null;
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
      const items = await itemsOf(cut.rows, claims, reading);
      return { items, lastNews: await newsOf(cut.rows, reading), page: cut.page };
    });
  }
}

async function newsOf(claims: readonly FoundClaim[], reading: Reading): Promise<string | null> {
  if (claims.length === 0) return null;
  const indicators = [...new Set(claims.map(({ indicator }) => indicator.id))];
  const shown = sql`(entry.subject_type = 'case' or entry.subject_id = any(${indicators}::text[]))`;
  return newestNews([shown, wordingUnder(reading, 'entry'), occurredUnder(reading, 'entry') ?? sql`true`], reading);
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
          days: daysOfClaim(claim.occurred, wording.known.day, countsPeriod(String(indicator.attributes['measure']))),
          key: `${wording.factId}.${index}`,
          own: index === 0,
          facts: [wording.factId],
        })),
      )
      .filter(({ days }) => isOver(days, reading.asOf)),
  );
  return withoutRepeats(found);
}

/** The same statement of the same figure, told by several facts, as one claim of all their sources. */
function withoutRepeats(claims: readonly FoundClaim[]): FoundClaim[] {
  const found = new Map<string, FoundClaim>();
  for (const one of claims.toSorted((a, b) => Number(b.own) - Number(a.own))) {
    const { value, unit, qualifier, countedBy, occurred } = one.claim;
    const statement = canonicalJson([one.indicator.id, one.days.last, value, unit, qualifier, countedBy, occurred]);
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
  const known = new Records(records, all, reading);
  const slice = new TimeSlice(currentCaller.getStore()?.signal);
  const items: ReconciliationItem[] = [];
  for (const found of claims) {
    // A page may take long, and other requests want their turn.
    await slice.pause();
    const { indicator, wording, claim, days, facts } = found;
    const measure = String(indicator.attributes['measure']);
    const rule = ruleOf(measure);
    const countings = 'reason' in rule ? [] : [rule.counting, ...(rule.also ? [rule.also] : [])];
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
        countedBy: claim.countedBy,
        occurred: claim.occurred === null ? null : occurredAnswer(claim.occurred),
      },
      day: isoOfDay(days.last),
      days: { first: days.first === -Infinity ? null : isoOfDay(days.first), last: isoOfDay(days.last) },
      sources: claim.sources.map((entry) => sourceAnswer(entry, names)),
      comparable: countings.length > 0,
      reason: 'reason' in rule ? rule.reason : null,
      records: countings.map((counting) => reconciled(counting, found, known.of(indicator), reading)),
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

/** The records that each indicator is compared with, those of indicators that count the same cases once. */
class Records {
  readonly #cases: readonly RecordedCase[];
  readonly #censuses: ReadonlyMap<string, Census[]>;
  readonly #sets = new Map<string, KnownRecords>();

  constructor(cases: readonly CaseRecords[], claims: readonly FoundClaim[], { upTo }: Reading) {
    const fold: Fold = (wordings, knownAt) => standingAt(wordings, { upTo, knownAt });
    this.#cases = cases.map(({ subject, wordings }) => new RecordedCase(subject, wordings, fold));
    const censuses = claims.filter(isCensus);
    this.#censuses = Map.groupBy(censuses.map(censusOf), ({ counted }) => counted);
  }

  of(indicator: Indicator): KnownRecords {
    const counted = casesCountedBy(indicator);
    const found =
      this.#sets.get(counted) ??
      new KnownRecords(
        this.#cases.filter(({ subject }) => isCountedBy(indicator, subject)),
        this.#censuses.get(counted) ?? [],
      );
    this.#sets.set(counted, found);
    return found;
  }
}

/** Whether a claim is an official count of the cases themselves, and no bound. */
function isCensus({ indicator: { attributes }, claim }: FoundClaim): boolean {
  const isOfficial = claim.countedBy === null || claim.countedBy === OFFICIAL;
  return attributes['measure'] === OFFICIAL_FIGURE.measure && claim.qualifier === null && isOfficial;
}

function censusOf({ indicator, claim, days }: FoundClaim): Census & { counted: string } {
  return { counted: casesCountedBy(indicator), value: claim.value, first: days.first };
}

/** Which cases an indicator counts, as a text that is the same for indicators that count the same ones. */
function casesCountedBy({ attributes, parties }: Indicator): string {
  return canonicalJson([attributes['mechanism'] ?? null, parties.toSorted()]);
}

function reconciled(
  counting: Counting,
  { claim, days }: FoundClaim,
  records: KnownRecords,
  { knownAt }: Reading,
): ReconciledCount {
  const at = (known: Day | null): Tally => tallyOf(counting, records.casesAt(known), { days, unit: claim.unit });
  const mayLack = (known: Day | null): boolean =>
    records
      .casesAt(known)
      .some(({ subject, standing }) => counting.mayLack(new CaseOnDay(subject, standing, days.last)));
  const then = knownAt === null ? days.last : Math.min(days.last, knownAt);
  const [now, before] = [at(knownAt), at(then)];
  const compared = (tally: Tally, known: Day | null): ReconciledTally => {
    const through = records.completeThrough(known);
    // An official count proves that the requests are on record, and not what followed them. What became known only later
    // shows that the records lacked it.
    const isComplete = days.last <= through && !mayLack(known) && (known === knownAt || isDeepStrictEqual(tally, now));
    const value = { ...tally.value, max: isComplete ? tally.value.max : null };
    return {
      knownAt: known === null ? null : isoOfDay(known),
      ...tally,
      value,
      difference: differenceOf(claim, value),
      verdict: verdictOf(claim, value),
      completeThrough: through === -Infinity ? null : isoOfDay(through),
    };
  };
  return { counts: counting.counts, knownNow: compared(now, knownAt), knownThen: compared(before, then) };
}
