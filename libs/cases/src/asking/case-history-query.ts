import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isoOfDay } from '#libs/edtf';
import {
  changesOfFacts,
  lastNewsOf,
  occurredAnswer,
  occurredBy,
  readParameters,
  singleParameters,
  sourceAnswer,
  sourceNames,
  stateOf,
  timelineView,
  ViewReader,
  type CaseState,
  type DatedFact,
  type FactChangeAnswer,
  type OccurredAnswer,
  type PageLinks,
  type RawParameters,
  type Reading,
  type SourceAnswer,
} from '#libs/timeline';
import type { CaseStanding } from '../case-standing.js';
import { holdsAt } from '../domain/case-wordings.js';
import { stateChanges, type FieldChange } from '../domain/state-changes.js';
import { standingAt, stateAt, wordingsOfSubjects, type CaseWording } from './case-facts.js';
import { selectCases } from './case-filter.js';
import { caseNotFound } from './cases-query.js';

/**
 * One step of a case's history. A development tells a fact as it is worded under the clocks and what it did to the case;
 * a correction, a retraction or new evidence tells what it did to the fact, and to the case on the day of its recording.
 */
export interface CaseHistoryItem {
  /** The id of the fact. */
  fact: string;
  type: string;
  title: string;
  occurred: OccurredAnswer | null;
  known: { at: string; basis: string };
  recordedAt: string;
  kind: 'development' | FactChangeAnswer['kind'];
  /** Why the fact was changed; null for a development. */
  reason: string | null;
  /** Of the case `status`, `outcome` and `measures`; of a changed fact its own fields, as `fact.occurred`. */
  changes: FieldChange[];
  sources: SourceAnswer[];
}

/** The whole history of a case in timeline order, each change of a fact behind the fact. */
export interface CaseHistory {
  items: CaseHistoryItem[];
  /** The newest known day of the facts of the case whose day is stated, published or assumed; null where there is none. */
  lastNews: string | null;
  page: PageLinks;
  position: string;
}

/** Asks for the history of a case. Throws CASE_UNKNOWN, or NOT_UNDER_CLOCKS where the clocks do not show it (not-found). */
export class CaseHistoryQuery extends Query<CaseHistory> {
  constructor(
    readonly id: string,
    readonly raw: RawParameters,
  ) {
    super();
  }
}

/** Answers CaseHistoryQuery. */
@QueryHandler(CaseHistoryQuery)
@Injectable()
export class CaseHistoryQueryHandler implements IQueryHandler<CaseHistoryQuery> {
  constructor(private readonly reader: ViewReader) {}

  async execute({ id, raw }: CaseHistoryQuery): Promise<CaseHistory> {
    const parameters = readParameters(singleParameters, raw);
    return this.reader.read(timelineView, parameters, async (reading) => {
      const [found] = await selectCases({}, reading, { ids: [id] });
      if (!found) throw await caseNotFound(id, reading);
      const wordings = (await wordingsOfSubjects([id], reading)).get(id) ?? [];
      const current = standingAt(wordings, reading);
      const lastNews = lastNewsOf(current.occurredBy(reading.asOf));
      return {
        items: await historyOf(current, wordings, reading),
        lastNews: lastNews === null ? null : isoOfDay(lastNews),
        page: { next: null, prev: null },
      };
    });
  }
}

async function historyOf(
  current: CaseStanding<CaseWording>,
  wordings: readonly CaseWording[],
  reading: Reading,
): Promise<CaseHistoryItem[]> {
  const standing = new Set(current.occurredBy(reading.asOf));
  const stateOrder = current.inStateOrder(reading.asOf);
  const effects = effectsOf(stateOrder);
  const withdrawn = wordings.filter(
    (wording) =>
      wording.retracted &&
      holdsAt(wording, reading) &&
      occurredBy([...current.facts, wording], reading.asOf).includes(wording),
  );
  const timelineOrder = wordings.filter((wording) => standing.has(wording) || withdrawn.includes(wording));
  const shown = inPlace(timelineOrder, stateOrder);
  const names = await sourceNames(
    shown.map(({ sourceIds }) => ({ source_ids: sourceIds })),
    reading,
  );
  const changed = await changesOfFacts(
    shown.map(({ factId }) => factId),
    reading,
  );
  const items: CaseHistoryItem[] = [];
  for (const wording of shown) {
    const common = {
      fact: wording.factId,
      type: wording.fact.type,
      title: wording.fact.title,
      occurred: wording.fact.occurred && occurredAnswer(wording.fact.occurred.edtf),
    };
    if (standing.has(wording)) {
      items.push({
        ...common,
        known: { at: isoOfDay(wording.known.day), basis: wording.known.basis },
        recordedAt: wording.recordedAt,
        kind: 'development',
        reason: null,
        changes: effects.get(wording.factId) ?? [],
        sources: wording.sources.map((entry) => sourceAnswer(entry, names)),
      });
    }
    const changes = changed.get(wording.factId) ?? [];
    for (const { kind, reason, known, recordedAt, position, changes: fields, sources } of changes)
      items.push({
        ...common,
        known,
        recordedAt,
        kind,
        reason,
        changes: [...ofFact(fields), ...effectAt(BigInt(position), wordings, reading)],
        sources,
      });
  }
  return items;
}

/** What each fact did to the case, in the order in which its state takes them; by fact. */
function effectsOf(facts: readonly DatedFact[]): Map<string, FieldChange[]> {
  let before = stateOf('case', []) as CaseState;
  return new Map(
    facts.map((fact, index) => {
      const after = stateOf('case', facts.slice(0, index + 1)) as CaseState;
      const changes = stateChanges(before, after);
      before = after;
      return [fact.id, changes];
    }),
  );
}

/** The facts that change the state stand in the order in which it takes them, all others where the timeline has them. */
function inPlace(wordings: readonly CaseWording[], stateOrder: readonly DatedFact[]): CaseWording[] {
  const byId = new Map(wordings.map((wording) => [wording.factId, wording]));
  const waiting = stateOrder.map(({ id }) => byId.get(id)!);
  return wordings.flatMap((wording) => {
    const isStep = stateOrder.some(({ id }) => id === wording.factId);
    return isStep ? waiting.splice(0, waiting.indexOf(wording) + 1) : [wording];
  });
}

function ofFact(fields: FactChangeAnswer['changes']): FieldChange[] {
  return fields.map(({ field, before, after }) => ({ field: `fact.${field}`, before, after }));
}

/** What an event of the log did to the case, as far as the known clock and `asOf` let it be seen. */
function effectAt(position: bigint, wordings: readonly CaseWording[], { knownAt, asOf }: Reading): FieldChange[] {
  const [before, after] = [position - 1n, position].map((upTo) => stateAt(wordings, { upTo, knownAt, asOf }));
  return stateChanges(before!, after!);
}
