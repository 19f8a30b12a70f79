import { DomainError, pointerBelow, type Json, type JsonObject, type Problem } from '#libs/kernel';
import type { Append } from './append.js';
import type { NewEvent } from './event.js';

/** The longest stream name, event id and event type, in characters. */
export const LONGEST_NAME = 200;
/** How deeply the data of an event may be nested. */
export const DEEPEST_NESTING = 100;

/**
 * Refuses at the door what the log could not keep exactly as it was sent: Postgres stores no NUL character, UTF-8 has no
 * lone surrogates, JSON no number that is not finite. Every event names its recorder, so that the log holds nothing of
 * unknown origin. Pointers lead from the list of appends.
 *
 * @throws DomainError `APPEND_INVALID` with every problem
 */
export function checkAppends(appends: readonly Append[]): void {
  const problems: Problem[] = [];
  let last: JsonObject | undefined;
  appends.forEach((append, index) => {
    checkAppend(append, `/${index}`, problems);
    append.events.forEach(({ metadata }, place) => {
      // The events of an import share one object, which is checked once.
      if (metadata !== undefined && metadata === last) return;
      last = metadata;
      checkMetadata(metadata, `/${index}/events/${place}/metadata`, problems);
    });
  });
  refuse(problems);
}

/**
 * The same for an event that is restored: one of an earlier release names no recorder.
 *
 * @throws DomainError `APPEND_INVALID` with every problem
 */
export function checkRestored(stream: string, event: FormOfEvent): void {
  const problems: Problem[] = [];
  checkAppend({ stream, expectedVersion: 'any', events: [event] }, '/0', problems);
  if (event.metadata !== undefined) checkObject(event.metadata, '/0/events/0/metadata', problems);
  refuse(problems);
}

type FormOfEvent = Omit<NewEvent, 'metadata'> & { metadata?: JsonObject };
type FormOfAppend = Omit<Append, 'events'> & { events: FormOfEvent[] };

function refuse(problems: Problem[]): void {
  if (problems.length === 0) return;
  const first = `${problems[0]?.pointer}: ${problems[0]?.detail}`;
  throw new DomainError('APPEND_INVALID', 'invalid', `The events cannot be recorded: ${first}`, problems);
}

function checkMetadata(
  metadata: Partial<NewEvent['metadata']> | undefined,
  pointer: string,
  problems: Problem[],
): void {
  const by = metadata?.by;
  if (typeof by === 'string') checkName(by, `${pointer}/by`, problems);
  else problems.push({ pointer: `${pointer}/by`, detail: 'The recorder must be named.' });
  if (metadata !== undefined) checkObject(metadata as JsonObject, pointer, problems);
}

function checkAppend(append: FormOfAppend, pointer: string, problems: Problem[]): void {
  const { stream, expectedVersion, requires = [], events } = append;
  checkName(stream, `${pointer}/stream`, problems);
  if (
    typeof expectedVersion === 'number' &&
    !(expectedVersion >= 0 && expectedVersion <= 2_147_483_647 && Number.isInteger(expectedVersion))
  ) {
    problems.push({ pointer: `${pointer}/expectedVersion`, detail: 'The version must be a whole number from 0 on.' });
  }
  requires.forEach((id, index) => checkName(id, `${pointer}/requires/${index}`, problems));
  if (events.length === 0) problems.push({ pointer: `${pointer}/events`, detail: 'There is no event to record.' });
  const ids = new Set<string>();
  events.forEach((event, index) => {
    const at = `${pointer}/events/${index}`;
    checkName(event.id, `${at}/id`, problems);
    if (ids.has(event.id)) problems.push({ pointer: `${at}/id`, detail: `The id "${event.id}" comes twice.` });
    ids.add(event.id);
    checkName(event.type, `${at}/type`, problems);
    checkObject(event.data, `${at}/data`, problems);
  });
}

function checkName(name: string, pointer: string, problems: Problem[]): void {
  if (name.length === 0 || name.length > LONGEST_NAME) {
    problems.push({ pointer, detail: `It must have 1 to ${LONGEST_NAME} characters.` });
  } else checkText(name, pointer, problems);
}

function checkObject(value: Json, pointer: string, problems: Problem[]): void {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    problems.push({ pointer, detail: 'It must be a JSON object.' });
  } else if (!isExact(value, 1)) checkJson(value, pointer, problems, 1);
}

/** Whether `checkJson` would find nothing: the same questions without the way to each value, which costs most of the time. */
function isExact(value: Json | undefined, depth: number): boolean {
  if (typeof value === 'string') return isWhole(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value !== 'object' || depth > DEEPEST_NESTING) return false;
  if (Array.isArray(value)) return value.every((item) => isExact(item, depth + 1));
  for (const key of Object.keys(value)) {
    const entry = value[key];
    if (entry !== undefined && !(isWhole(key) && isExact(entry, depth + 1))) return false;
  }
  return true;
}

function isWhole(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function checkJson(value: Json, pointer: string, problems: Problem[], depth: number): void {
  if (typeof value === 'string') checkText(value, pointer, problems);
  else if (typeof value === 'number') {
    if (!Number.isFinite(value)) problems.push({ pointer, detail: 'JSON has no such number.' });
  } else if (value === null || typeof value === 'boolean') return;
  else if (typeof value !== 'object') problems.push({ pointer, detail: `JSON has no ${typeof value}.` });
  else if (depth > DEEPEST_NESTING) {
    problems.push({ pointer, detail: `It is nested more than ${DEEPEST_NESTING} levels deep.` });
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => checkJson(item, pointerBelow(pointer, index), problems, depth + 1));
  } else {
    for (const [key, entry] of Object.entries(value)) {
      if (entry === undefined) continue; // no JSON text has it, and neither has the canonical form
      const at = pointerBelow(pointer, key);
      checkText(key, at, problems);
      checkJson(entry, at, problems, depth + 1);
    }
  }
}

function checkText(text: string, pointer: string, problems: Problem[]): void {
  if (text.includes('\0')) problems.push({ pointer, detail: 'It has a NUL character (U+0000); leave it out.' });
  if (!text.isWellFormed())
    problems.push({ pointer, detail: 'It has half of a surrogate pair; send whole characters.' });
}
