import canonicalize from 'canonicalize';
import type { Append, AppendOptions, AppendResult, NewEvent, StoredEvent } from '#libs/event-store';

/** An event as the model keeps it; its position is its place in the list. */
export interface ModelEvent {
  stream: string;
  version: number;
  id: string;
  /** What makes a repeat a repeat: everything but the metadata. */
  content: string;
}

/** The log as its promises tell it: a list, and one decision after the other. It knows no lock, no batch and no crash. */
export class LogModel {
  constructor(readonly events: readonly ModelEvent[] = []) {}

  /** What an append call answers, and the log after it. */
  append(appends: readonly Append[], options: AppendOptions = {}): { answer: AppendResult[]; after: LogModel } {
    const events = [...this.events];
    const answer = appends.map((append) => decide(events, append));
    const isRefused = answer.some(({ outcome }) => outcome !== 'appended' && outcome !== 'repeated');
    if (options.dryRun !== true && !(options.allOrNothing === true && isRefused)) {
      return { answer, after: new LogModel(events) };
    }
    const withheld = answer.map((result): AppendResult => {
      if (!('position' in result) || Number(result.position) <= this.events.length) return result;
      return { outcome: 'withheld', insteadOf: result.outcome };
    });
    return { answer: withheld, after: this };
  }

  /** The version of a stream; 0 where it has no event. */
  versionOf(stream: string): number {
    return versionIn(this.events, stream);
  }
}

/** What a repeat must share with the first recording. */
export function contentOf(stream: string, { id, type, data }: Pick<NewEvent, 'id' | 'type' | 'data'>): string {
  return String(canonicalize([stream, id, type, data]));
}

/** An event of the log as the model keeps it. */
export function inModelTerms(event: StoredEvent): ModelEvent {
  const { stream, version, id } = event;
  return { stream, version, id, content: contentOf(stream, event) };
}

/** Decides one append on the log so far, and adds its events where it is taken. */
function decide(events: ModelEvent[], append: Append): AppendResult {
  const { stream, expectedVersion, requires = [] } = append;
  const sent = append.events.map((event) => ({ id: event.id, content: contentOf(stream, event) }));
  const places = sent.map(({ id }) => events.findIndex((event) => event.id === id));
  const known = sent.filter((_event, index) => places[index] !== -1);
  const other = sent.find(({ content }, index) => places[index] !== -1 && events[places[index]!]!.content !== content);
  if (known.length === sent.length && other === undefined) {
    const last = Math.max(...places);
    return { outcome: 'repeated', position: BigInt(last + 1), version: events[last]!.version };
  }
  if (known[0] !== undefined) return { outcome: 'id-taken', eventId: (other ?? known[0]).id };

  const actual = versionIn(events, stream);
  if (!fits(expectedVersion, actual)) return { outcome: 'wrong-version', actual };
  const missing = requires.filter((id) => !events.some((event) => event.id === id));
  if (missing.length > 0) return { outcome: 'missing', missing };
  sent.forEach(({ id, content }, index) => events.push({ stream, version: actual + index + 1, id, content }));
  return { outcome: 'appended', position: BigInt(events.length), version: actual + sent.length };
}

function fits(expected: Append['expectedVersion'], actual: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'stream-exists') return actual > 0;
  return actual === (expected === 'no-stream' ? 0 : expected);
}

function versionIn(events: readonly ModelEvent[], stream: string): number {
  return events.findLast((event) => event.stream === stream)?.version ?? 0;
}
