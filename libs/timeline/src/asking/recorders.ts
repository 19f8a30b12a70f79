import { redactionId, type EventStore } from '#libs/event-store';
import type { FactChangeAnswer, FactDetail, RedactionAnswer } from './fact-query.js';

/** Who recorded an event, and by which request; `name` is that of the key. */
export interface EventRecorder {
  by: string;
  name: string | null;
  requestId: string | null;
}

/** A fact for editors: who recorded it and its changes and removed its texts; null where an earlier release recorded it. */
export interface FactWithRecorders extends Omit<FactDetail, 'changes' | 'redactions'> {
  recorder: EventRecorder | null;
  changes: (FactChangeAnswer & { recorder: EventRecorder | null })[];
  redactions: (RedactionAnswer & { recorder: EventRecorder | null })[];
}

/**
 * Adds who recorded a fact, each of its changes and each removal of a text, as the metadata of the events has it. For editors only: the
 * public is not meant to see who works on the records.
 *
 * @param namesOf finds the names of the keys of actors
 */
export async function withRecorders(
  store: EventStore,
  fact: FactDetail,
  namesOf: (actors: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<FactWithRecorders> {
  const own = `fact:${fact.id}`;
  const removals = fact.redactions.map(({ event }) => redactionId(event));
  const events = await store.readById([own, ...fact.changes.map(eventOfChange), ...removals]);
  const metadata = new Map(events.map((event) => [event.id, event.metadata]));
  const names = await namesOf(events.flatMap(({ metadata: { by } }) => (typeof by === 'string' ? by : [])));
  const recorderOf = (event: string): EventRecorder | null => {
    const { by, requestId } = metadata.get(event) ?? {};
    if (typeof by !== 'string') return null;
    return { by, name: names.get(by) ?? null, requestId: typeof requestId === 'string' ? requestId : null };
  };
  const changes = fact.changes.map((change) => ({ ...change, recorder: recorderOf(eventOfChange(change)) }));
  const redactions = fact.redactions.map((one) => ({ ...one, recorder: recorderOf(redactionId(one.event)) }));
  return { ...fact, recorder: recorderOf(own), changes, redactions };
}

function eventOfChange({ id, kind }: FactChangeAnswer): string {
  return `${kind === 'retraction' ? 'retraction' : 'correction'}:${id}`;
}
