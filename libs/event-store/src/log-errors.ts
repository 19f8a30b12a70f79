import { DomainError } from '#libs/kernel';

/**
 * What a refusal by the tables of the log means. `append_events` decides before it writes, so these come only from
 * another writer that goes round it, or from a restore of something that is no log.
 */
const MEANINGS: Record<string, [code: string, sentence: string]> = {
  events_position_key: ['POSITION_TAKEN', 'Two events have the same position.'],
  events_stream_version_key: ['VERSION_TAKEN', 'Two events have the same version in one stream.'],
  events_event_id_key: ['EVENT_ID_TAKEN', 'Two events have the same id.'],
  events_position_counts_from_one: ['EVENT_INVALID', 'A position is 1 or more.'],
  events_version_counts_from_one: ['EVENT_INVALID', 'A version is 1 or more.'],
  events_schema_version_counts_from_one: ['EVENT_INVALID', 'The version of an event type is 1 or more.'],
  events_stream_length: ['EVENT_INVALID', 'The name of a stream has 1 to 200 characters.'],
  events_event_id_length: ['EVENT_INVALID', 'The id of an event has 1 to 200 characters.'],
  events_type_length: ['EVENT_INVALID', 'The type of an event has 1 to 200 characters.'],
  events_data_object: ['EVENT_INVALID', 'The data of an event is a JSON object.'],
  events_metadata_object: ['EVENT_INVALID', 'The metadata of an event is a JSON object.'],
  events_content_hash_length: ['EVENT_INVALID', 'A hash has 32 bytes.'],
  events_hash_length: ['EVENT_INVALID', 'A hash has 32 bytes.'],
};

/** The error that a caller sees for what Postgres refused; anything that is not about the log's tables stays as it is. */
export function logError(error: unknown): unknown {
  if (!(error instanceof Error) || !('constraint' in error) || typeof error.constraint !== 'string') return error;
  const meaning = MEANINGS[error.constraint];
  if (meaning === undefined) return error;
  const [code, sentence] = meaning;
  const kind = code === 'EVENT_INVALID' ? 'invalid' : 'conflict';
  return new DomainError(code, kind, `The log refused an event: ${sentence}`);
}
