import { canonicalJson, DomainError, type Json, type JsonObject } from '#libs/kernel';
import { factTypeOf } from './catalogue.js';

/** What stands in the place of a text that was removed and that a record cannot be without. */
export const REMOVED = '[removed]';

/** Texts that a record must have; of other texts, and of what the type of a record relies on, nothing remains. */
const NEEDED_TEXTS = ['title', 'name', 'publisher', 'reason'];
/** What only places a record: ids, type and days. */
const PLACES = [
  'id',
  'type',
  'subject',
  'fact',
  'source',
  'occurred',
  'knownSince',
  'firstRecordedOn',
  'publishedOn',
  'retrievedOn',
  'checkedOn',
  'partOf',
];
const FLAGGED = 'milestone.flagged';
/** The same of the flag of a milestone. */
const PLACES_OF_FLAG = [...PLACES, 'milestone', 'flag', 'window'];

/**
 * What remains of a record whose text was removed: enough to keep its place, as a record of the same type that every view
 * can read. Of a correction the names of the fields that it changed remain.
 *
 * @param type the type of its event
 * @throws DomainError `NOT_REDACTABLE` for an event without a text, or where nothing would be removed
 */
export function whatRemains(type: string, data: JsonObject): JsonObject {
  if (!isRedactable(type)) {
    throw new DomainError('NOT_REDACTABLE', 'refused', `An event of the type ${type} holds no text of a record.`);
  }
  const remains = withoutTexts(type, data);
  if (canonicalJson(remains) === canonicalJson(data)) {
    throw new DomainError('NOT_REDACTABLE', 'refused', 'The event holds no text that could be removed.');
  }
  return remains;
}

/** Whether data of an event type is such as `whatRemains` leaves: nothing would be removed from it. */
export function holdsNoText(type: string, data: JsonObject): boolean {
  return isRedactable(type) && canonicalJson(withoutTexts(type, data)) === canonicalJson(data);
}

function isRedactable(type: string): boolean {
  return (
    type === FLAGGED ||
    factTypeOf(type) !== undefined ||
    /^(source|subject)\.(recorded|corrected)$|^fact\.(corrected|retracted)$/.test(type)
  );
}

function withoutTexts(type: string, data: JsonObject): JsonObject {
  const rest = remainsOfFields(data, type === FLAGGED ? PLACES_OF_FLAG : PLACES);
  const changes = data['changes'];
  return changes === undefined || changes === null ? rest : { ...rest, changes: clearedFields(changes as JsonObject) };
}

function remainsOfFields(data: JsonObject, places: readonly string[]): JsonObject {
  return Object.fromEntries(
    Object.entries(data).flatMap(([field, value]): [string, Json][] => {
      if (places.includes(field)) return [[field, value]];
      if (NEEDED_TEXTS.includes(field)) return [[field, REMOVED]];
      return field === 'sources' ? [[field, onlyIds(value)]] : [];
    }),
  );
}

/** A correction must change a field; null clears one. */
function clearedFields(changes: JsonObject): JsonObject {
  const kept = remainsOfFields(changes, PLACES);
  return Object.fromEntries(Object.keys(changes).map((field) => [field, kept[field] ?? null]));
}

/** Which sources say so, without the place in them and what they say otherwise. */
function onlyIds(sources: Json): Json {
  if (!Array.isArray(sources)) return [];
  return sources.map((entry) => ({ source: (entry as { source?: string } | null)?.source ?? null }));
}
