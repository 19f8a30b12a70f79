import type { Append, AppendResult, NewEvent } from '#libs/event-store';

/** Who records the events of a spec. */
export const RECORDER = { by: 'spec' };

/** An event that says nothing but its id, unless it is told to say something. */
export function event(id: string, data: NewEvent['data'] = { said: id }): NewEvent {
  return { id, type: 'thing.happened', data, metadata: RECORDER };
}

/** An append of these events to a stream, whatever its version. */
export function to(stream: string, ...events: NewEvent[]): Append {
  return { stream, expectedVersion: 'any', events };
}

/** Only how the appends ended. */
export function outcomes(results: readonly AppendResult[]): string[] {
  return results.map(({ outcome }) => outcome);
}
