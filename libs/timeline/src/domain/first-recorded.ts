import type { Json, JsonObject } from '#libs/kernel';
import { day } from './values.js';

/**
 * What an event of a fact, a correction or a retraction has where it came by an import from another log, and where nothing
 * but its recording there tells since when it is known: the day (YYYY-MM-DD, UTC) of its first recording. It counts as the
 * day of recording, so that what was no news there is none here. Events without it are known as of their own recording.
 */
export interface FirstRecorded {
  firstRecordedOn?: string;
}

/** A record as it was first recorded, and the day of that recording where it was in another log. */
export interface AsFirstRecorded extends FirstRecorded {
  fields: JsonObject;
}

/**
 * A line of an export as its log has the record: without the `knownSince` that the export derived from the recording and
 * marked so in `meta`. Where the day is not the one that the marker is about, as somebody changed it, it is taken as stated.
 */
export function asFirstRecorded(fields: JsonObject, meta: Json | undefined): AsFirstRecorded {
  if (!isObject(meta)) return { fields };
  const recorded = withChangeAsRecorded(fields, meta);
  const { knownSince, ...others } = recorded;
  const marked = Array.isArray(meta['derived']) && meta['derived'].includes('knownSince');
  if (!marked || !isDay(knownSince) || knownSince !== dayOfFirstRecording(meta)) return { fields: recorded };
  const { stated } = meta;
  return { fields: stated === undefined ? others : { ...others, knownSince: stated }, firstRecordedOn: knownSince };
}

/** The same of a correction that changes `knownSince` of a fact that is known since its recording all the same. */
function withChangeAsRecorded(fields: JsonObject, { derivedChange, statedChange }: JsonObject): JsonObject {
  const { changes } = fields;
  if (!isObject(changes) || statedChange === undefined || !isDay(derivedChange)) return fields;
  return changes['knownSince'] === derivedChange
    ? { ...fields, changes: { ...changes, knownSince: statedChange } }
    : fields;
}

/** The earlier one of the day on which the exporting log took it and the day on which another had it before. */
function dayOfFirstRecording({ recordedAt, firstRecordedOn }: JsonObject): string | undefined {
  const taken = typeof recordedAt === 'string' ? recordedAt.slice(0, 10) : undefined;
  return [taken, firstRecordedOn].filter(isDay).toSorted()[0];
}

function isDay(value: unknown): value is string {
  return day.safeParse(value).success;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
