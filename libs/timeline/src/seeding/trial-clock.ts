import { dayOfInstant, parseEdtf, type Day } from '#libs/edtf';
import type { EventStore } from '#libs/event-store';
import type { JsonObject } from '#libs/kernel';
import { publicationDay, statedOrPublished } from '../domain/known.js';
import type { ValidRecord } from '../domain/validation.js';

/** Says of a record whether it was known by the day with which a trial's log begins. */
export type Admission = (entry: ValidRecord) => boolean;

/**
 * What seeding takes where the log was begun with CLOCK_START: every source and subject, and those facts, corrections and
 * retractions whose known day is on or before that day: stated, else published, else the last day of the window. What
 * gives no such day stays out. Publication days are those of the log and of the records that were admitted before.
 */
export async function admissionUntil(store: EventStore, clockStart: string): Promise<Admission> {
  const last = dayOfInstant(new Date(clockStart));
  const days = new Map<string, Day | null>();
  for await (const event of store.readFeed({ types: ['source.recorded', 'source.corrected'] })) {
    const id = String(event.data['source'] ?? event.data['id']);
    takePublication(days, id, (event.data['changes'] as JsonObject | undefined) ?? event.data);
  }
  return (entry) => {
    if (entry.kind === 'subject') return true;
    if (entry.kind === 'source') {
      if (!days.has(entry.record.id)) takePublication(days, entry.record.id, entry.record);
      return true;
    }
    const told = statedOrPublished(entry.record, (source) => days.get(source) ?? null);
    const day = told === null ? lastDayOf(entry) : told.day;
    const isAdmitted = day !== null && day <= last;
    if (isAdmitted && entry.kind === 'correction' && entry.of === 'source')
      takePublication(days, entry.record.source, entry.record.changes);
    return isAdmitted;
  };
}

function takePublication(days: Map<string, Day | null>, source: string, fields: object): void {
  if (days.has(source) && !('publishedOn' in fields)) return;
  days.set(source, publicationDay((fields as { publishedOn?: string | null }).publishedOn));
}

function lastDayOf(entry: ValidRecord): Day | null {
  if (entry.kind !== 'fact' || !entry.record.occurred) return null;
  return parseEdtf(entry.record.occurred).window.latest;
}
