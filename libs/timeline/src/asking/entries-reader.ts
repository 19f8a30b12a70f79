import { sql, type RawBuilder } from 'kysely';
import { kindOf } from '../domain/catalogue.js';
import { orderFindings, type OrderedFact } from '../domain/order-rules.js';
import { recordedText } from '../views/timeline/tables.js';
import { unconfirmed, wordingUnder } from './clock-conditions.js';
import { itemOf, type Mark, type SelectedEntry, type SourceNames, type TimelineItem } from './item.js';
import type { Reading } from './view-reader.js';

/** The columns of `timeline entry` that an item is made of. */
export function entryColumns(reading: Reading): RawBuilder<unknown> {
  return sql`entry.fact_id, entry.position, entry.subject_id, entry.subject_type, entry.subject_name, entry.type,
    entry.edtf, entry.first_day, entry.last_day, entry.sort_start, entry.begun_by, entry.precision, entry.title,
    entry.summary, entry.body, entry.topics, entry.parties, entry.related, entry.sources, entry.source_ids,
    entry.disputed, entry.known_from, entry.known_to, entry.recorded_from, entry.recorded_to, entry.known_day,
    entry.known_basis, entry.retracted, entry.revision, entry.corrected, entry.plan, entry.meets,
    ${recordedText('entry')},
    ${unconfirmed(reading, 'entry')} as unconfirmed`;
}

/** The rows as items: the names of their sources under the same clocks, and what is to be looked at. */
export async function toItems(rows: readonly SelectedEntry[], reading: Reading): Promise<TimelineItem[]> {
  const [names, marks] = await Promise.all([sourceNames(rows, reading), marksOf(rows, reading)]);
  return rows.map((row) => itemOf(row, names, marks.get(row.fact_id) ?? []));
}

/** What the sources of some rows are called under the clocks. */
export async function sourceNames(
  rows: readonly Pick<SelectedEntry, 'source_ids'>[],
  reading: Reading,
): Promise<SourceNames> {
  const ids = [...new Set(rows.flatMap((row) => row.source_ids))];
  if (ids.length === 0) return new Map();
  const { rows: names } = await sql<{
    source_id: string;
    title: string;
    publisher: string;
    published_on: string | null;
    url: string | null;
  }>`
    select source_id, title, publisher, published_on, url from timeline_sources named
     where source_id = any(${ids}::text[]) and ${wordingUnder(reading, 'named')}`.execute(reading.tx);
  return new Map(names.map((name) => [name.source_id, name]));
}

/** Facts whose dates do not, or need not, stand in the order of their kind, beside the other facts of their subjects. */
async function marksOf(rows: readonly SelectedEntry[], reading: Reading): Promise<Map<string, Mark[]>> {
  const ordered = rows.filter((row) => orderedTypes(row.subject_type).includes(row.type));
  if (ordered.length === 0) return new Map();
  const subjects = new Map(ordered.map((row) => [row.subject_id, row.subject_type]));
  const types = [...new Set([...subjects.values()].flatMap(orderedTypes))];
  const { rows: facts } = await sql<OrderedFact & { subject_id: string }>`
    select subject_id, fact_id as id, type, edtf as occurred, parties from timeline beside
     where subject_id = any(${[...subjects.keys()]}::text[]) and type = any(${types}::text[]) and not retracted
       and ${wordingUnder(reading, 'beside')}`.execute(reading.tx);
  const marks = new Map<string, Mark[]>();
  for (const [subject, type] of subjects) {
    const findings = orderFindings(
      type,
      facts.filter((fact) => fact.subject_id === subject),
    );
    for (const { fact, other, verdict, detail, params } of findings) {
      const code = verdict === 'uncertain' ? 'order-uncertain' : 'order-reversed';
      for (const [marked, beside] of [
        [fact, other],
        [other, fact],
      ] as const)
        marks.set(marked, [...(marks.get(marked) ?? []), { code, detail, fact: beside, params }]);
    }
  }
  return marks;
}

/** The fact types that the order of a kind is about: those of its pairs, and what does not lie before an opening. */
function orderedTypes(subjectType: string): string[] {
  const { order = [], opening = [], facts = {} } = kindOf(subjectType) ?? {};
  return [...order.flat(), ...(opening.length === 0 ? [] : Object.keys(facts))].map((name) => `${subjectType}.${name}`);
}
