import { REDACTED, type RedactionData, type StoredEvent } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { FACT_TYPES } from '../domain/catalogue.js';
import { FLAGGED, recordOfEvent } from '../recording/entries.js';

/** What an event of the log can be, for whoever follows it. */
export const CHANGE_KINDS = ['recorded', 'correction', 'retraction', 'evidence', 'redaction', 'flag'] as const;

const RECORDED_TYPES = ['source.recorded', 'subject.recorded', ...FACT_TYPES];
const CORRECTED_TYPES = ['source.corrected', 'subject.corrected', 'fact.corrected'];

/** The types of events that are told as each kind. */
export const TYPES_OF_KIND: Readonly<Record<(typeof CHANGE_KINDS)[number], readonly string[]>> = {
  recorded: RECORDED_TYPES,
  correction: CORRECTED_TYPES,
  evidence: ['fact.corrected'],
  retraction: ['fact.retracted'],
  redaction: [REDACTED],
  flag: [FLAGGED],
};

/** Every type of event that is told. */
export const CHANGE_TYPES = [...RECORDED_TYPES, ...CORRECTED_TYPES, 'fact.retracted', REDACTED, FLAGGED];

/** What one event of the log recorded or changed. */
export interface Change {
  position: string;
  recordedAt: string;
  kind: (typeof CHANGE_KINDS)[number];
  /** The type of the event: of a fact its own type, else `source.recorded`, `fact.corrected` and so on. */
  type: string;
  /**
   * The id of the record: of a correction its own, not that of what it changes; of a flag that of the milestone; of a
   * redaction that of the event whose text was removed (`fact:acme-petition`).
   */
  id: string;
  /** What was recorded or changed; of a fact its subject as well. */
  subject: string | null;
  fact: string | null;
  source: string | null;
  /** The title or the name of what was recorded; null for a change. */
  title: string | null;
  reason: string | null;
  /** The fields that a correction sets, with their new values (null clears one); of a flag, what it is now; of a redaction its ground. */
  changes: JsonObject | null;
}

/** What an event recorded or changed; null for every other event. */
export function changeOf(event: StoredEvent, evidence: boolean): Change | null {
  if (event.type === FLAGGED) return flagOf(event);
  if (event.type === REDACTED) return redactionOf(event);
  const record = recordOfEvent(event.type, event.data);
  if (!record) return null;
  const own = (kind: string): string | null => textOf(record, record['record'] === kind ? 'id' : kind);
  const correction = record['record'] === 'correction';
  return {
    ...placeOf(event),
    kind: correction
      ? evidence
        ? 'evidence'
        : 'correction'
      : record['record'] === 'retraction'
        ? 'retraction'
        : 'recorded',
    id: String(record['id']),
    subject: own('subject') ?? subjectOf(event.stream),
    fact: own('fact'),
    source: own('source'),
    title: textOf(record, 'title') ?? textOf(record, 'name'),
    reason: textOf(record, 'reason'),
    changes: correction ? (record['changes'] as JsonObject) : null,
  };
}

/** A milestone that came nearer. */
function flagOf(event: StoredEvent): Change {
  const { data } = event;
  return {
    ...placeOf(event),
    kind: 'flag',
    id: textOf(data, 'milestone') ?? event.stream.slice('milestone-'.length),
    subject: textOf(data, 'subject'),
    fact: null,
    source: null,
    title: textOf(data, 'title'),
    reason: null,
    changes: { flag: data['flag'] ?? null, ...(data['window'] !== undefined && { window: data['window'] }) },
  };
}

/** The text of an event was removed: it has to be removed from every copy of the log as well. */
function redactionOf(event: StoredEvent): Change {
  const { event: removed, ground, reason } = event.data as RedactionData;
  const [, kind = '', id = ''] = /^(\w+):(.+)$/.exec(removed) ?? [];
  return {
    ...placeOf(event),
    kind: 'redaction',
    id: removed,
    subject: kind === 'subject' ? id : subjectOf(event.stream),
    fact: kind === 'fact' ? id : null,
    source: kind === 'source' ? id : null,
    title: null,
    reason,
    changes: { ground },
  };
}

function placeOf({ position, recordedAt, type }: StoredEvent): Pick<Change, 'position' | 'recordedAt' | 'type'> {
  return { position: String(position), recordedAt, type };
}

function textOf(data: JsonObject, field: string): string | null {
  const value = data[field];
  return typeof value === 'string' ? value : null;
}

function subjectOf(stream: string): string | null {
  return stream.startsWith('subject-') ? stream.slice('subject-'.length) : null;
}
