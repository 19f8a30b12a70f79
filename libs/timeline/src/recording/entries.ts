import type { Append, ExpectedVersion, NewEvent, Recorder } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { isOrganizationId } from '../domain/party-code.js';
import { partiesOf } from '../domain/party-references.js';
import { eventData, type ValidRecord } from '../domain/validation.js';

/** The type of the event that tells that a milestone came nearer; it is no record, and told where it is asked for. */
export const FLAGGED = 'milestone.flagged';

/** The stream of a subject, which also holds its facts and what was changed of them. */
export const subjectStream = (id: string): string => `subject-${id}`;
/** The stream of a source. */
export const sourceStream = (id: string): string => `source-${id}`;

/** The id of the event that a record becomes: ids are unique within their kind of record. */
export function eventIdOf(entry: ValidRecord): string {
  return `${entry.kind}:${entry.record.id}`;
}

/** What the event of a record says: its type and its data, without where else it was recorded before. */
export function contentOf(entry: ValidRecord): Pick<NewEvent, 'type' | 'data'> {
  return { type: eventTypeOf(entry), data: eventData(entry.record) };
}

/** The event that a record becomes. */
export function eventOf(entry: ValidRecord, recorder: Recorder): NewEvent {
  const { type, data } = contentOf(entry);
  const { firstRecordedOn } = entry;
  if (firstRecordedOn !== undefined) data['firstRecordedOn'] = firstRecordedOn;
  return { id: eventIdOf(entry), type, data, metadata: recorder };
}

/** The ids of events without which a record cannot stand: its sources, its organizations, its subject, what it changes. */
export function requiredBy(entry: ValidRecord): string[] {
  return [...new Set([...citedBy(entry), ...organizationsOf(entry), ...targetOf(entry)])];
}

/** The organizations among the parties that a record names, by the ids of their events. */
export function organizationsOf(entry: ValidRecord): string[] {
  if (entry.kind === 'source' || (entry.kind === 'correction' && entry.of === 'source')) return [];
  const changed = entry.kind === 'correction' ? partiesOf(entry.record.changes) : [];
  return [...partiesOf(entry.record), ...changed].flatMap(({ party }) =>
    isOrganizationId(party) ? [`subject:${party}`] : [],
  );
}

/** The sources that a record cites, gives to a fact or changes, by the ids of their events. */
export function citedBy(entry: ValidRecord): string[] {
  const { record } = entry;
  const cited = 'sources' in record ? record.sources : [];
  const given = entry.kind === 'correction' && entry.of === 'fact' ? (entry.record.changes.sources ?? []) : [];
  const changed = entry.kind === 'correction' && entry.of === 'source' ? targetOf(entry) : [];
  return [...cited, ...given].map(({ source }) => `source:${source}`).concat(changed);
}

/** The fact that a record corrects or retracts, by the id of its event; null for other records. */
export function changedFactOf(entry: ValidRecord): string | null {
  const changes = entry.kind === 'retraction' || (entry.kind === 'correction' && entry.of === 'fact');
  return changes ? `fact:${entry.record.fact}` : null;
}

/** The append of the event that a record becomes to its stream. */
export function appendOf(
  entry: ValidRecord,
  event: NewEvent,
  stream: string,
  expectedVersion: ExpectedVersion,
): Append {
  return { stream, expectedVersion, requires: requiredBy(entry), events: [event] };
}

/** The record that an event stands for, as a line of NDJSON carries it; null for events that are no records. */
export function recordOfEvent(type: string, data: JsonObject): JsonObject | null {
  if (type === 'source.recorded' || type === 'subject.recorded') return { record: type.split('.')[0] ?? '', ...data };
  if (type.endsWith('.corrected')) return { record: 'correction', ...data };
  if (type === 'fact.retracted') return { record: 'retraction', ...data };
  return 'subject' in data && 'title' in data ? { record: 'fact', occurred: null, ...data } : null;
}

function eventTypeOf(entry: ValidRecord): string {
  switch (entry.kind) {
    case 'source':
    case 'subject':
      return `${entry.kind}.recorded`;
    case 'fact':
      return entry.record.type;
    case 'correction':
      return `${entry.of}.corrected`;
    case 'retraction':
      return 'fact.retracted';
  }
}

function targetOf(entry: ValidRecord): string[] {
  switch (entry.kind) {
    case 'source':
    case 'subject':
      return [];
    case 'fact':
      return [`subject:${entry.record.subject}`];
    case 'retraction':
      return [`fact:${entry.record.fact}`];
    case 'correction':
      if (entry.of === 'fact') return [`fact:${entry.record.fact}`];
      return [entry.of === 'subject' ? `subject:${entry.record.subject}` : `source:${entry.record.source}`];
  }
}
