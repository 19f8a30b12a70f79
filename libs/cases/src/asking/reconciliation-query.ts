import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { isoOfDay, parseEdtf, type Day, type Window } from '#libs/edtf';
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
import type { CountedCase } from '../case-figures.js';
import { sumOf } from '../domain/amounts.js';
import { claimsOf, type Claim } from '../domain/claims.js';
import { ruleOf, type Counting, type Tally } from '../reconciliation-rules.js';
import { holdsAt } from '../domain/case-wordings.js';
import { clockedFacts, standingAt, wordingsOfSubjects, type CaseWording, type ClockedFact } from './case-facts.js';
import type { CaseSubject } from './case-filter.js';
import { walkCases } from './case-walk.js';

/** The parameters of `GET /v1/reconciliation`. */
export const reconciliationParameters = z.object({ ...clockParameters, ...pageParameters });

/** What the records add up to for a claim on its day. */
export interface ReconciledTally extends Tally {
  /** The known day that the records are read at; null where everything that is known counts. */
  knownAt: string | null;
  /** The records less the claim, a decimal string. */
  difference: string;
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
  period: Window;
  day: Day;
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
      return { items: await itemsOf(cut.rows, reading), page: cut.page };
    });
  }
}

function keyOf({ day, key }: FoundClaim): [number, string] {
  return [day, key];
}

function compare(one: FoundClaim, key: readonly (string | number)[]): number {
  return one.day - Number(key[0]) || (one.key < String(key[1]) ? -1 : one.key > String(key[1]) ? 1 : 0);
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
        claimsOf(wording.fact, wording.sources).map((claim, index): FoundClaim => {
          const period = claim.occurred === null ? OPEN : parseEdtf(claim.occurred).window;
          return {
            indicator,
            wording,
            claim,
            period,
            day: period.latest ?? wording.known.day,
            key: `${wording.factId}.${index}`,
            own: index === 0,
            facts: [wording.factId],
          };
        }),
      ),
  );
  return withoutRepeats(found);
}

/** The same statement of the same figure, told by several facts, as one claim of all their sources. */
function withoutRepeats(claims: readonly FoundClaim[]): FoundClaim[] {
  const found = new Map<string, FoundClaim>();
  for (const one of claims.toSorted((a, b) => Number(b.own) - Number(a.own))) {
    const { value, unit, qualifier, occurred } = one.claim;
    const statement = canonicalJson([one.indicator.id, one.day, value, unit, qualifier, occurred]);
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

const OPEN: Window = { earliest: null, latest: null };

function isSeen(wording: CaseWording, reading: Reading): boolean {
  const { asOf } = reading;
  return !wording.retracted && holdsAt(wording, reading) && occurredBy([wording], asOf).length > 0;
}

async function itemsOf(claims: readonly FoundClaim[], reading: Reading): Promise<ReconciliationItem[]> {
  const cited = claims.map(({ claim }) => ({ source_ids: claim.sources.map(({ source }) => source) }));
  const [names, records] = [await sourceNames(cited, reading), claims.length === 0 ? [] : await allCases(reading)];
  return claims.map(({ indicator, wording, claim, period, day, facts }) => {
    const measure = String(indicator.attributes['measure']);
    const rule = ruleOf(measure);
    const own = records.filter(({ subject }) => isCountedBy(indicator, subject));
    const countings = 'reason' in rule ? [] : [rule.counting, ...(rule.also ? [rule.also] : [])];
    const on = casesOn({ day }, countings.length === 0 ? [] : own, reading);
    return {
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
      day: isoOfDay(day),
      sources: claim.sources.map((entry) => sourceAnswer(entry, names)),
      comparable: countings.length > 0,
      reason: 'reason' in rule ? rule.reason : null,
      records: countings.map((counting) => reconciled(counting, { claim, period }, on)),
    };
  });
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

/** What the cases were on the day of a claim: as known under the clocks, and as known by that day. */
function casesOn(
  { day }: Pick<FoundClaim, 'day'>,
  cases: readonly CaseRecords[],
  { upTo, knownAt }: Reading,
): { now: KnownCases; byThen: KnownCases } {
  const at = (known: Day | null): KnownCases => ({
    known,
    cases: cases.flatMap(({ subject, wordings }): CountedCase[] => {
      const standing = standingAt(wordings, { upTo, knownAt: known });
      const facts = standing.occurredBy(day).map(({ fact }) => fact);
      const state = facts.length === 0 ? null : standing.on(day).state;
      return state ? [{ subject, facts, state, steps: [] }] : [];
    }),
  });
  return { now: at(knownAt), byThen: at(knownAt === null ? day : Math.min(day, knownAt)) };
}

interface KnownCases {
  known: Day | null;
  cases: CountedCase[];
}

function reconciled(
  { counts, tally }: Counting,
  { claim, period }: Pick<FoundClaim, 'claim' | 'period'>,
  { now, byThen }: { now: KnownCases; byThen: KnownCases },
): ReconciledCount {
  const [knownNow, knownThen] = [now, byThen].map(({ known, cases }): ReconciledTally => {
    const found = tally(cases, period, claim.unit);
    return {
      knownAt: known === null ? null : isoOfDay(known),
      ...found,
      difference: sumOf([found.value, claim.value.startsWith('-') ? claim.value.slice(1) : `-${claim.value}`]),
    };
  });
  return { counts, knownNow: knownNow!, knownThen: knownThen! };
}
