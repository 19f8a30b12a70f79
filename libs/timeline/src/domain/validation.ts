import { z } from 'zod';
import {
  DomainError,
  isStorable,
  pointerBelow,
  withoutEmpty,
  type Json,
  type JsonObject,
  type Problem,
} from '#libs/kernel';
import { FACT_TYPES, factFitsSubject, factTypeOf, kindOf, SUBJECT_TYPES } from './catalogue.js';
import { brokenRule, ownRule, READING } from './broken-rule.js';
import { asFirstRecorded, type FirstRecorded } from './first-recorded.js';
import { wordsOf, type Written } from './form-words.js';
import {
  factCorrection,
  factRecord,
  RECORD_KINDS,
  retractionRecord,
  sourceCorrection,
  sourceRecord,
  subjectCorrection,
  subjectRecord,
  type FactCorrection,
  type FactRecord,
  type RecordKind,
  type RetractionRecord,
  type SourceCorrection,
  type SourceEntry,
  type SourceRecord,
  type SubjectCorrection,
  type SubjectRecord,
} from './record.js';

/** A record that has the right form. Whether it fits what is on record is decided against the log. */
export type ValidRecord = FirstRecorded &
  (
    | { kind: 'source'; record: SourceRecord }
    | { kind: 'subject'; record: SubjectRecord }
    | { kind: 'fact'; record: FactRecord }
    | { kind: 'correction'; of: 'fact'; record: FactCorrection }
    | { kind: 'correction'; of: 'subject'; record: SubjectCorrection }
    | { kind: 'correction'; of: 'source'; record: SourceCorrection }
    | { kind: 'retraction'; record: RetractionRecord }
  );

/**
 * Checks the form of a record that came from outside, and words what is wrong for the format in which it was written.
 * Of `meta` counts only what an export marks as derived from the recording: that is not taken as stated. Throws DomainError
 * RECORD_INVALID, with a JSON Pointer (RFC 6901) to each thing that is wrong.
 */
export function validateRecord(kind: RecordKind, input: unknown, written: Written = 'json'): ValidRecord {
  if (!isObject(input))
    throw invalidRecord([
      { pointer: '', detail: 'a record is a JSON object', code: 'invalid_type', params: { expected: 'object' } },
    ]);
  const { record: _kind, meta, ...given } = input;
  const { fields, ...first } = asFirstRecorded(given, meta);
  if (!fitsTheLog(fields, 0)) throw invalidRecord(stringProblems(fields, ''));
  return { ...validFields(kind, fields, written), ...first };
}

function validFields(kind: RecordKind, fields: JsonObject, written: Written): ValidRecord {
  switch (kind) {
    case 'source':
      return { kind, record: parse(sourceRecord, fields, written) };
    case 'subject':
      return { kind, record: checkSubject(parse(subjectRecord, fields, written), written) };
    case 'fact':
      return { kind, record: checkFact(parse(factRecord, fields, written), written) };
    case 'correction':
      return validateCorrection(fields, written);
    case 'retraction':
      return { kind, record: parse(retractionRecord, fields, written) };
  }
}

/** The kind that a line names in `record`; throws RECORD_INVALID where it names none. */
export function recordKindOf(input: unknown): RecordKind {
  const named = isObject(input) ? input['record'] : undefined;
  const kind = RECORD_KINDS.find((known) => known === named);
  if (kind) return kind;
  throw invalidRecord([notAmong('/record', RECORD_KINDS)]);
}

function validateCorrection(fields: JsonObject, written: Written): ValidRecord {
  const targets = (['fact', 'subject', 'source'] as const).filter((name) => name in fields);
  if (targets.length !== 1)
    throw invalidRecord([
      { pointer: '', detail: 'a correction names exactly one of fact, subject and source', ...ownRule('one-target') },
    ]);
  const [of] = targets;
  if (of === 'fact') return { kind: 'correction', of, record: parse(factCorrection, fields, written) };
  if (of === 'subject') return { kind: 'correction', of, record: parse(subjectCorrection, fields, written) };
  return { kind: 'correction', of: 'source', record: parse(sourceCorrection, fields, written) };
}

/** Checks a subject against its kind: a known type, attributes of the right form, not part of itself. */
export function checkSubject(subject: SubjectRecord, written: Written = 'json'): SubjectRecord {
  const kind = kindOf(subject.type);
  if (!kind) throw invalidRecord([notAmong('/type', SUBJECT_TYPES)]);
  if (subject.partOf === subject.id)
    throw invalidRecord([
      { pointer: '/partOf', detail: 'a subject cannot be part of itself', ...ownRule('part-of-itself') },
    ]);
  parse(kind.attributes, subject.attributes ?? {}, written, '/attributes');
  return subject;
}

/** Checks a fact against its type: a known type, a body of the right form. */
export function checkFact(fact: FactRecord, written: Written = 'json'): FactRecord {
  const type = factTypeOf(fact.type);
  if (!type) {
    const subjectType = fact.type.split('.')[0] ?? '';
    const near = FACT_TYPES.filter((name) => factFitsSubject(name, subjectType));
    const values = kindOf(subjectType) ? near : FACT_TYPES;
    const detail = `is no fact type that is known; such are ${values.join(', ')}`;
    throw invalidRecord([{ pointer: '/type', detail, code: 'invalid_value', params: { values } }]);
  }
  parse(type.body, fact.body ?? {}, written, '/body');
  return fact;
}

/**
 * Checks what sources say of a fact of a type where they differ from it: each field of the body that one names has the
 * form that the type gives it. Decided against the log and not with the form of a record, so that an entry that was
 * recorded before this rule can be sent again.
 *
 * @param at the JSON Pointer of the sources
 */
export function checkSays(type: string, sources: readonly SourceEntry[], at: string): void {
  for (const [index, { says }] of sources.entries()) {
    if (!says?.body) continue;
    const fields = z.looseObject(factTypeOf(type)?.body.shape ?? {}).partial();
    parse(fields, withoutEmpty(says.body), 'json', `${at}/${index}/says/body`);
  }
}

/**
 * The data of the event that a record becomes: what says nothing is left out, so that two ways to say the same thing
 * are the same content. In the changes of a correction an empty value is kept as null: it clears a field.
 */
export function eventData(record: object): JsonObject {
  const { changes, ...others } = record as { changes?: Record<string, Json> };
  const data = withoutEmpty(others);
  if (!changes) return data;
  const pruned = withoutEmpty(changes);
  return { ...data, changes: Object.fromEntries(Object.keys(changes).map((field) => [field, pruned[field] ?? null])) };
}

function parse<T extends z.ZodType>(schema: T, input: unknown, written: Written, at = ''): z.infer<T> {
  const result = schema.safeParse(input, READING);
  if (result.success) return result.data;
  throw invalidRecord(result.error.issues.flatMap((issue) => problemsOf(issue, at, written)));
}

function problemsOf(issue: z.core.$ZodIssue, at: string, written: Written): Problem[] {
  const pointer = issue.path.map(String).reduce(pointerBelow, at);
  const places = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => pointerBelow(pointer, key)) : [pointer];
  return places.map((place) => ({
    pointer: place,
    detail: wordsOf(issue, pointer, written),
    ...brokenRule(issue),
  }));
}

/** Whether there are no string problems; most records have none, and to look for pointers to them takes its time. */
function fitsTheLog(value: Json, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (typeof value === 'string') return isStorable(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.every((entry) => fitsTheLog(entry, depth + 1));
  for (const key of Object.keys(value))
    if (!isStorable(key) || !fitsTheLog(value[key] ?? null, depth + 1)) return false;
  return true;
}

function stringProblems(value: Json, pointer: string, depth = 0): Problem[] {
  // Deeper than this nothing is recorded, and what walks through a record must not run out of stack.
  if (depth > DEEPEST)
    return [{ pointer, detail: `is nested more than ${DEEPEST} levels deep`, ...ownRule('too-deep') }];
  const unclean = { detail: 'must not hold NUL or a lone surrogate', ...ownRule('nul') };
  if (typeof value === 'string') return isStorable(value) ? [] : [{ pointer, ...unclean }];
  if (typeof value === 'number')
    return Number.isFinite(value)
      ? []
      : [{ pointer, detail: 'is too large for a number; write it as a string', ...ownRule('number-too-large') }];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const at = pointerBelow(pointer, key);
    return isStorable(key) ? stringProblems(entry, at, depth + 1) : [{ pointer: at, ...unclean }];
  });
}

const DEEPEST = 64;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAmong(pointer: string, values: readonly string[]): Problem {
  return { pointer, detail: `must be one of ${values.join(', ')}`, code: 'invalid_value', params: { values } };
}

/** The refusal of a record (RECORD_INVALID) for what is wrong in it. */
export function invalidRecord(problems: readonly Problem[]): DomainError {
  const [first] = problems;
  const where = first?.pointer ? `${first.pointer} ` : '';
  return new DomainError('RECORD_INVALID', 'invalid', `The record is not valid: ${where}${first?.detail ?? ''}.`, [
    ...problems,
  ]);
}
