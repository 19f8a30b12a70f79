import { dayOfIso, isoOfDay, parseEdtf, type Day } from '#libs/edtf';
import { DomainError, type JsonObject } from '#libs/kernel';
import { actingParties } from './acting-parties.js';
import { factFitsSubject, factTypeOf, kindOf } from './catalogue.js';
import { orderFindings, type OrderFinding } from './order-rules.js';
import { isOrganizationId, unknownOrganization } from './party-code.js';
import { partiesOf, type PartyReference } from './party-references.js';
import type { FactCorrection, FactRecord, RetractionRecord, SubjectCorrection, SubjectRecord } from './record.js';
import { checkFact, checkSays, checkSubject } from './validation.js';
import { withChanges } from './wordings.js';

/** One fact as it stands: every correction in place. */
export interface StandingFact {
  record: FactRecord;
  retracted: boolean;
}

/** What the stream of one subject adds up to, for deciding what may be recorded next. */
export interface SubjectState {
  subject: SubjectRecord | null;
  facts: ReadonlyMap<string, StandingFact>;
}

/** The state of a stream with no events. */
export const NO_SUBJECT: SubjectState = { subject: null, facts: new Map() };

/** What an event of a subject's stream does to its state; `facts` is changed in place, as streams can be long. */
export function evolveSubject(state: SubjectState, type: string, data: JsonObject): SubjectState {
  const facts = (state.facts.size === 0 ? new Map(state.facts) : state.facts) as Map<string, StandingFact>;
  if (type === 'subject.recorded') return { subject: data as unknown as SubjectRecord, facts };
  if (type === 'subject.corrected' && state.subject)
    return { subject: withChanges(state.subject, data['changes'] as JsonObject), facts };
  if (type === 'fact.corrected' || type === 'fact.retracted') {
    const fact = facts.get(String(data['fact']));
    if (fact && type === 'fact.retracted') facts.set(fact.record.id, { ...fact, retracted: true });
    else if (fact)
      facts.set(fact.record.id, { ...fact, record: withChanges(fact.record, data['changes'] as JsonObject) });
    return { ...state, facts };
  }
  if (factTypeOf(type)) {
    const record = { occurred: null, ...data } as unknown as FactRecord;
    facts.set(record.id, { record, retracted: false });
  }
  return { ...state, facts };
}

/** What a decision may know of the world beside the stream. */
export interface World {
  /** The latest day that it is anywhere on earth (UTC+14). */
  lastToday: Day;
  /** Whether the log holds that source. */
  hasSource: (source: string) => boolean;
  /** Whether the log holds a subject of type organization with that id. */
  hasOrganization: (id: string) => boolean;
}

/** Decides on a subject: its form, and that the organizations among its parties are on record. */
export function decideSubject(subject: SubjectRecord, world: World): void {
  checkSubject(subject);
  checkParties(partiesOf(subject), world);
}

/**
 * Decides on a fact: a known subject of the right type, known sources, nothing that has not happened, the order of its
 * kind. Throws DomainError with the rule that is broken.
 */
export function decideFact(state: SubjectState, fact: FactRecord, world: World): void {
  if (!state.subject) throw refused('SUBJECT_UNKNOWN', '/subject', `there is no subject "${fact.subject}" on record`);
  if (!factFitsSubject(fact.type, state.subject.type))
    throw refused('FACT_TYPE_UNFIT', '/type', `a subject of type ${state.subject.type} cannot carry ${fact.type}`);
  checkSources(fact.sources, world, '/sources');
  checkSays(fact.type, fact.sources, '/sources');
  checkParties(partiesOf(fact), world);
  checkHappened(fact, world, '/occurred');
  checkStandsBeside(state, fact, '/occurred');
}

/** Decides on a correction of a fact: the fact as corrected must hold every rule that a new one must hold. */
export function decideCorrection(state: SubjectState, correction: FactCorrection, world: World): void {
  const corrected = standing(state, correction.fact);
  checkSources(correction.sources, world, '/sources');
  checkSources(correction.changes.sources ?? [], world, '/changes/sources');
  checkSays(corrected.record.type, correction.sources, '/sources');
  checkSays(corrected.record.type, correction.changes.sources ?? [], '/changes/sources');
  checkParties([...partiesOf(correction), ...partiesOf(correction.changes, '/changes')], world);
  const record = withChanges(corrected.record, correction.changes);
  if (record.title === undefined) throw refused('FIELD_REQUIRED', '/changes/title', 'a fact needs a title');
  if (!record.sources?.length) throw refused('FIELD_REQUIRED', '/changes/sources', 'a fact needs at least one source');
  checkFact(record);
  checkHappened(record, world, '/changes/occurred');
  const placing = (['occurred', 'parties'] as const).find((field) => correction.changes[field] !== undefined);
  if (placing) checkStandsBeside(state, record, `/changes/${placing}`);
}

/** Decides on a retraction: of a fact that stands, and that leaves no others in an order that only it made possible. */
export function decideRetraction(state: SubjectState, retraction: RetractionRecord, world: World): void {
  const { record } = standing(state, retraction.fact);
  checkSources(retraction.sources, world, '/sources');
  checkSays(record.type, retraction.sources, '/sources');
  checkParties(partiesOf(retraction), world);
  if (!state.subject || !hasImpossibleOrders(state.subject, record)) return;
  const records = standingRecords(state);
  const left = records.filter(({ id }) => id !== record.id);
  const [broken] = newFindings(impossibleAmong(left, state.subject), impossibleAmong(records, state.subject));
  if (broken) throw refused('ORDER_BROKEN', '/fact', `without it, ${broken.detail}; correct or retract that first`);
}

/** Decides on a correction of the subject itself. */
export function decideSubjectCorrection(state: SubjectState, correction: SubjectCorrection, world: World): void {
  if (!state.subject)
    throw missing('SUBJECT_UNKNOWN', '/subject', `there is no subject "${correction.subject}" on record`);
  checkSources(correction.sources, world, '/sources');
  checkParties([...partiesOf(correction), ...partiesOf(correction.changes, '/changes')], world);
  const record = withChanges(state.subject, correction.changes);
  if (record.name === undefined) throw refused('FIELD_REQUIRED', '/changes/name', 'a subject needs a name');
  // Attributes that stay may be from before a rule that they break.
  checkSubject(correction.changes.attributes === undefined ? { ...record, attributes: {} } : record);
  if (correction.changes.parties === undefined) return;
  const records = standingRecords(state);
  const [broken] = newFindings(impossibleAmong(records, record), impossibleAmong(records, state.subject));
  if (broken) throw refused('ORDER_BROKEN', '/changes/parties', `with these parties, ${broken.detail}`);
}

/** Throws SOURCE_UNKNOWN for the first source that the log does not hold. */
export function checkSources(sources: readonly { source: string }[], world: World, pointer: string): void {
  const index = sources.findIndex((entry) => !world.hasSource(entry.source));
  if (index >= 0)
    throw refused(
      'SOURCE_UNKNOWN',
      `${pointer}/${index}/source`,
      `there is no source "${sources[index]?.source}" on record`,
    );
}

/** Throws PARTY_UNKNOWN for the first organization among the parties that the log does not hold. */
function checkParties(parties: readonly PartyReference[], world: World): void {
  const unknown = parties.find(({ party }) => isOrganizationId(party) && !world.hasOrganization(party));
  if (unknown === undefined) return;
  const { detail, rule, params } = unknownOrganization(unknown.party);
  throw new DomainError('PARTY_UNKNOWN', 'refused', sentence(detail), [
    { pointer: unknown.pointer, detail, code: 'custom', params: { rule, ...params } },
  ]);
}

function standing(state: SubjectState, id: string): StandingFact {
  const fact = state.facts.get(id);
  if (!fact) throw missing('FACT_UNKNOWN', '/fact', `there is no fact "${id}" on record`);
  if (fact.retracted)
    throw new DomainError('FACT_RETRACTED', 'conflict', `The fact "${id}" has been retracted and cannot be changed.`, [
      { pointer: '/fact', detail: 'has been retracted' },
    ]);
  return fact;
}

function checkHappened(fact: FactRecord, world: World, pointer: string): void {
  if (factTypeOf(fact.type)?.plans !== undefined || !fact.occurred) return;
  const first = parseEdtf(fact.occurred).window.earliest;
  if (first !== null && first > world.lastToday)
    throw refused(
      'NOT_HAPPENED_YET',
      pointer,
      `begins on ${isoOfDay(first)}, which is still to come; what has not happened is recorded as a plan`,
    );
}

/** Throws NOT_HAPPENED_YET where a source was retrieved or looked at on a day that is still to come. */
export function checkLookedAt(
  source: { retrievedOn?: string | null | undefined; checkedOn?: string | null | undefined },
  world: World,
  pointer: string,
): void {
  for (const field of ['retrievedOn', 'checkedOn'] as const) {
    const day = source[field];
    if (day && dayOfIso(day) > world.lastToday)
      throw refused('NOT_HAPPENED_YET', `${pointer}/${field}`, `is ${day}, which is still to come`);
  }
}

function checkStandsBeside(state: SubjectState, fact: FactRecord, pointer: string): void {
  const { subject } = state;
  if (!subject) return;
  const kind = kindOf(subject.type);
  const nameOf = (type: string): string => type.slice(subject.type.length + 1);
  const once = kind?.once?.[nameOf(fact.type)];
  const isOrdered = hasImpossibleOrders(subject, fact);
  if (once === undefined && !isOrdered) return;
  const records = standingRecords(state);
  const others = records.filter(({ id }) => id !== fact.id);
  if (once !== undefined && others.some((other) => other.type === fact.type)) throw refused('ONCE_ONLY', '/type', once);
  if (!isOrdered) return;
  const impossible = impossibleAmong([...others, fact], subject);
  if (impossible.length === 0) return;
  const broken =
    impossible.find((finding) => [finding.fact, finding.other].includes(fact.id)) ??
    newFindings(impossible, impossibleAmong(records, subject))[0];
  if (!broken) return;
  const { otherType } = broken.params;
  const isOnce = kind?.once?.[nameOf(otherType)] !== undefined;
  // A thing can begin again after its end; then its first beginning is missing on record, and may be undated.
  const way = isOnce
    ? ''
    : `; where an earlier ${otherType} is missing, record it first, undated if its day is unknown`;
  throw refused('ORDER_BROKEN', pointer, `${broken.detail}${way}`);
}

/** Whether the kind of a subject has orders of a fact of this type that it refuses. */
function hasImpossibleOrders({ type }: SubjectRecord, fact: FactRecord): boolean {
  const name = fact.type.slice(type.length + 1);
  return kindOf(type)?.impossible?.some((pair) => pair.includes(name)) ?? false;
}

function standingRecords({ facts }: SubjectState): FactRecord[] {
  return [...facts.values()].flatMap(({ record, retracted }) => (retracted ? [] : [record]));
}

/** The impossible orders of some facts of a subject, by those who acted in each. */
function impossibleAmong(facts: readonly FactRecord[], subject: SubjectRecord): OrderFinding[] {
  const ordered = facts
    .filter((fact) => hasImpossibleOrders(subject, fact))
    .map((fact) => ({ ...fact, parties: actingParties(fact, subject) }));
  return orderFindings(subject.type, ordered).filter(({ verdict }) => verdict === 'impossible');
}

/** The findings that there were not before: of another fact, or of a fact that came after no fact of that type. */
function newFindings(now: readonly OrderFinding[], before: readonly OrderFinding[]): OrderFinding[] {
  return now.filter(
    ({ fact, params }) => !before.some((old) => old.fact === fact && old.params.otherType === params.otherType),
  );
}

function refused(code: string, pointer: string, detail: string): DomainError {
  return new DomainError(code, 'refused', sentence(detail), [{ pointer, detail }]);
}

function missing(code: string, pointer: string, detail: string): DomainError {
  return new DomainError(code, 'not-found', sentence(detail), [{ pointer, detail }]);
}

function sentence(detail: string): string {
  return `${detail.charAt(0).toUpperCase()}${detail.slice(1)}.`;
}
