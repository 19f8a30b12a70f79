import type { EventStore, LogHead, RestoredEvent, RestoreOptions } from '#libs/event-store';
import { DomainError, messageOf, readJson, type JsonObject } from '#libs/kernel';
import { recordKindOf } from '../domain/validation.js';
import { holdsNoText } from '../domain/what-remains.js';
import { FLAGGED, sourceStream, subjectStream } from './entries.js';
import type { ImportLine } from './import-report.js';

/** So many lines are remembered behind the one that is read, to name the line of an event that the log refuses. */
const REMEMBERED = 4_096;
const HASH = /^[0-9a-f]{64}$/i;

/**
 * Fills an empty log with the lines of an export, as they were: positions, instants, metadata, and every hash checked.
 * All or nothing.
 *
 * @throws DomainError `LOG_NOT_EMPTY`, or `RESTORE_REFUSED` that names the line
 */
export async function restoreRecords(
  store: EventStore,
  lines: AsyncIterable<ImportLine>,
  options: Pick<RestoreOptions, 'onProgress'> = {},
): Promise<LogHead> {
  const lineOf = new Map<string, number>();
  const events = async function* (): AsyncIterable<RestoredEvent> {
    for await (const line of lines) {
      for (const event of restoredEvents(line)) {
        lineOf.set(String(event.position % BigInt(REMEMBERED)), line.line);
        yield event;
      }
    }
  };
  try {
    return await store.restore(events(), { ...options, holdsNoText });
  } catch (error) {
    const position = error instanceof DomainError && /^Event (\d+) /.exec(error.message)?.[1];
    const line = position ? lineOf.get(String(BigInt(position) % BigInt(REMEMBERED))) : undefined;
    if (line === undefined || !(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, error.kind, `Line ${line}: ${error.message}`, error.problems);
  }
}

/** The events of a line of an export: those that are no records and stand before it, and its own. */
export function restoredEvents(line: ImportLine): RestoredEvent[] {
  const own = restoredEvent(line);
  if ('unreadable' in line) return [own];
  const { between, after } = objectOf((line.input as JsonObject)['meta']);
  const unpacked = (packed: unknown): RestoredEvent[] => (packed === undefined ? [] : eventsBetween(packed, line.line));
  return [...unpacked(between), own, ...unpacked(after)];
}

/** What an export has in `meta.between` and, of its last line, in `meta.after`. */
function eventsBetween(told: unknown, line: number): RestoredEvent[] {
  try {
    const { value: events, losses } = readJson(Buffer.from(textOf(told), 'base64url').toString());
    if (!Array.isArray(events) || losses.length > 0) throw noExport();
    return events.map(eventBetween);
  } catch (error) {
    throw refused(line, messageOf(error));
  }
}

/** The type of an event that is no record follows from its id. */
function eventBetween(told: unknown): RestoredEvent {
  const { position, recordedAt, hash, stream, id, data, metadata, contentHash } = objectOf(told);
  const [type] = textOf(id).split(':') as [string];
  return {
    position: BigInt(textOf(position, /^\d{1,19}$/)),
    recordedAt: textOf(recordedAt),
    hash: textOf(hash),
    stream: textOf(stream),
    id: textOf(id),
    type: type === 'flag' ? FLAGGED : type,
    data: objectOf(data),
    ...(contentHash !== undefined && { contentHash: textOf(contentHash, HASH) }),
    ...(metadata !== undefined && { metadata: objectOf(metadata) }),
  };
}

/** The event of a line of an export: its stream, id and type follow from the record, its place from `meta`. */
export function restoredEvent(line: ImportLine): RestoredEvent {
  if ('unreadable' in line) throw refused(line.line, line.unreadable);
  // An export writes numbers as they were recorded and each name once, whatever release wrote it.
  const [loss] = line.losses ?? [];
  if (loss !== undefined) throw refused(line.line, `${loss.pointer} ${loss.detail}.`);
  try {
    const kind = recordKindOf(line.input);
    const { record: _record, meta, ...data } = line.input as JsonObject;
    const { position, recordedAt, hash, derived, stated, statedChange, firstRecordedOn, ...place } = objectOf(meta);
    const { stream, schemaVersion, metadata, contentHash } = place;
    if (statedChange !== undefined) data['changes'] = { ...objectOf(data['changes']), knownSince: statedChange };
    if (Array.isArray(derived) && derived.includes('knownSince')) {
      delete data['knownSince'];
      if (stated !== undefined) data['knownSince'] = stated;
    }
    if (firstRecordedOn !== undefined) data['firstRecordedOn'] = textOf(firstRecordedOn);
    if (data['occurred'] === null) delete data['occurred'];
    const told = { position: textOf(position, /^\d{1,19}$/), recordedAt: textOf(recordedAt), hash: textOf(hash) };
    return {
      ...told,
      position: BigInt(told.position),
      ...placeOf(kind, data, stream),
      data,
      ...(contentHash !== undefined && { contentHash: textOf(contentHash, HASH) }),
      ...(typeof schemaVersion === 'number' && { schemaVersion }),
      ...(metadata !== undefined && { metadata: objectOf(metadata) }),
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw refused(line.line, error.message);
  }
}

function placeOf(kind: string, data: JsonObject, stream: unknown): { stream: string; id: string; type: string } {
  const id = `${kind}:${textOf(data['id'])}`;
  if (kind === 'source') return { stream: sourceStream(textOf(data['id'])), id, type: 'source.recorded' };
  if (kind === 'subject') return { stream: subjectStream(textOf(data['id'])), id, type: 'subject.recorded' };
  if (kind === 'fact') return { stream: subjectStream(textOf(data['subject'])), id, type: textOf(data['type']) };
  if (kind === 'retraction') return { stream: textOf(stream), id, type: 'fact.retracted' };
  if (data['fact'] !== undefined) return { stream: textOf(stream), id, type: 'fact.corrected' };
  if (data['subject'] !== undefined)
    return { stream: subjectStream(textOf(data['subject'])), id, type: 'subject.corrected' };
  return { stream: sourceStream(textOf(data['source'])), id, type: 'source.corrected' };
}

function textOf(value: unknown, form = /./): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw noExport();
}

function objectOf(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw noExport();
}

function noExport(): DomainError {
  const message = 'It is no line of an export with its "meta"; what comes from elsewhere is imported, not restored.';
  return new DomainError('RESTORE_REFUSED', 'invalid', message);
}

function refused(line: number, message: string): DomainError {
  const sentence = `Line ${line} cannot be restored: ${message} Nothing was restored.`;
  return new DomainError('RESTORE_REFUSED', 'invalid', sentence);
}
