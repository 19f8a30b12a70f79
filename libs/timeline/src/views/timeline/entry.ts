import { lastDayOfBeginning, parseEdtf } from '#libs/edtf';
import { actingParties } from '../../domain/acting-parties.js';
import { plannedMilestone, factTypeOf } from '../../domain/catalogue.js';
import { differingEntry } from '../../domain/differing-sources.js';
import { textOf } from '../../domain/kind.js';
import { occasionOf } from '../../domain/occasion.js';
import type { FactRecord, SubjectRecord } from '../../domain/record.js';
import type { Recorded, Slice, Wording } from '../../domain/wordings.js';
import { lexemes, partyWords } from './search-words.js';
import { OPEN_END, windowColumns, type EntryRow } from './tables.js';

/** A row as it is written: positions and instants as text, the words that it can be found by. */
export type EntryInsert = Omit<EntryRow, 'recorded_at'> & { recorded_at: string; search: string[] };

/**
 * The row of one wording of a fact, beside the wording of its subject under the same clocks. Topics are those of both,
 * parties are of those who acted.
 */
export function entryRow(fact: Recorded<FactRecord>, slice: Slice<Wording>, subject: SubjectRecord): EntryInsert {
  const { fact: said, known, retracted, revision, corrected } = slice.value;
  const sources = said.sources.map((entry) => differingEntry(entry, said));
  const topics = union(said.topics, subject.topics);
  const parties = actingParties(said, subject);
  const window = said.occurred ? parseEdtf(said.occurred).window : undefined;
  return {
    fact_id: fact.record.id,
    position: String(fact.position),
    recorded_at: fact.recordedAt,
    recorded_from: String(slice.recordedFrom),
    recorded_to: slice.recordedTo === null ? null : String(slice.recordedTo),
    known_from: slice.knownFrom,
    known_to: slice.knownTo,
    subject_id: subject.id,
    subject_type: subject.type,
    subject_name: subject.name,
    type: said.type,
    ...placeInTime(said, known.day),
    title: said.title,
    summary: said.summary ?? null,
    body: said.body ?? {},
    topics,
    parties,
    related: said.related ?? [],
    sources,
    source_ids: [...new Set(sources.map((entry) => entry.source))],
    disputed: sources.some((entry) => entry.says),
    known_day: known.day,
    known_basis: known.basis,
    retracted,
    revision,
    corrected,
    ...planAndOutcome(said),
    search: lexemes([
      said.title,
      said.summary ?? '',
      subject.name,
      ...parties.map((party) => partyWords(party, window)),
    ]),
  };
}

type TimeColumns = Pick<EntryRow, 'edtf' | 'first_day' | 'last_day' | 'sort_start' | 'begun_by' | 'precision'>;

function placeInTime(fact: FactRecord, knownDay: number): TimeColumns {
  if (!fact.occurred) {
    const open = { first_day: OPEN_END, last_day: OPEN_END, sort_start: OPEN_END };
    return { edtf: null, ...open, begun_by: knownDay, precision: null };
  }
  const date = parseEdtf(fact.occurred);
  const plan = factTypeOf(fact.type)?.plans !== undefined;
  return {
    edtf: date.edtf,
    ...windowColumns(date.window),
    begun_by: plan ? knownDay : (lastDayOfBeginning(date) ?? OPEN_END),
    precision: date.precision,
  };
}

/** Which milestone a plan names, and which rules or milestones a fact settles. */
function planAndOutcome(fact: FactRecord): Pick<EntryRow, 'plan' | 'meets'> {
  const type = factTypeOf(fact.type);
  const body = fact.body ?? {};
  const plan = plannedMilestone(fact.type, body, fact.occurred ? occasionOf(fact.occurred) : null) ?? null;
  const settles = fact.type.startsWith('milestone.') && fact.type !== 'milestone.planned';
  const named = settles ? textOf({ body }, 'milestone') : null;
  return { plan, meets: [...(type?.meets ?? []), ...(named === null ? [] : [named])] };
}

function union(one: readonly string[] | null | undefined, other: readonly string[] | null | undefined): string[] {
  return [...new Set([...(one ?? []), ...(other ?? [])])];
}
