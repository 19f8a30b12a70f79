/** What a code of a problem stands for: the title of the answer and the text of its page at /problems/<code>. */
export interface ProblemCode {
  title: string;
  meaning: string;
}

/**
 * Every code that an answer of the API or a line of an import can carry. A spec holds it to the codes that the sources
 * name, so that each `type` of a problem leads to a page.
 */
export const PROBLEM_CODES: Readonly<Record<string, ProblemCode>> = {
  CHECKPOINT_MISSING: {
    title: 'No head of the log is signed yet',
    meaning: 'The head is signed with each verification of the log, or on another host; none is kept here so far.',
  },
  EVENT_UNKNOWN: { title: 'There is no such event', meaning: 'The log holds no event with this id.' },
  NOT_REDACTABLE: {
    title: 'The event has no text to remove',
    meaning: 'Only the text of records can be removed from the log, and only where there is one left.',
  },
  REASON_REPEATS_TEXT: {
    title: 'The reason repeats what is to be removed',
    meaning:
      'The reason of a redaction stays in the log for good, so it must not hold a text or a name that is removed.',
  },
  PARAMETER_INVALID: {
    title: 'A parameter cannot be used',
    meaning: 'A parameter is unknown here, out of range, given twice, or not of its form. `errors` names each one.',
  },
  HEADER_INVALID: {
    title: 'A header cannot be used',
    meaning: 'If-Match takes * or one version such as "3", If-None-Match takes *; not both of them.',
  },
  URL_INVALID: { title: 'The address cannot be read', meaning: 'The path is not percent-encoded as RFC 3986 says.' },
  REQUEST_INVALID: { title: 'The request cannot be read', meaning: 'The request is no HTTP that the service reads.' },
  HOST_NOT_ALLOWED: {
    title: 'The request is for another host',
    meaning:
      'The header Host names none of the hosts of this service: those of PUBLIC_URL, HOST and ALLOWED_HOSTS, and loopback.',
  },
  ROUTE_UNKNOWN: { title: 'There is nothing at this address', meaning: 'See /docs for the addresses that there are.' },
  METHOD_NOT_ALLOWED: {
    title: 'Method not allowed',
    meaning: 'The header Allow of the answer names the methods that the address takes.',
  },
  BODY_UNREADABLE: {
    title: 'The body is not valid JSON',
    meaning: 'The body is empty, no UTF-8 or no JSON (RFC 8259), or it is nested more than 100 levels deep.',
  },
  BODY_INEXACT: {
    title: 'The body would not be recorded as it was sent',
    meaning:
      'A number has more digits than a JSON number carries (write it as a string), or one object has two fields of one name (RFC 7493). `errors` points to each.',
  },
  BODY_TOO_LARGE: {
    title: 'The body is too large',
    meaning:
      'One record has at most 1 MiB, a request without a key 64 KiB. Many records go to POST /v1/import, which has no limit but that per line; with `atomic` it holds at most 64 MiB of records, each counted as at least 512 bytes.',
  },
  BODY_TIMEOUT: {
    title: 'The body came too slowly',
    meaning: 'A body arrives within 30 seconds; that of an import at 1 KiB a second or more, over any 30 seconds.',
  },
  TOO_MANY_REQUESTS: {
    title: 'Too many requests',
    meaning:
      'The quota of the key, or of the client address, for this minute is used up. RateLimit says how much there is, and Retry-After when it is whole again.',
  },
  GUESSES_LIMITED: {
    title: 'Too many wrong keys or tokens',
    meaning:
      'The client sent more than 20 keys or tokens in a minute that are not valid. Others are looked at after the seconds in Retry-After.',
  },
  OVERLOADED: {
    title: 'The service is overloaded',
    meaning: 'More requests are under way than the service can answer in time. Send again after Retry-After.',
  },
  WAITS_FULL: {
    title: 'Too many requests wait',
    meaning: 'At most 50 requests of one client, and 500 in all, wait for a position in `after` at once.',
  },
  QUERY_TIMEOUT: {
    title: 'The answer takes too long',
    meaning: 'The database did not answer within 15 seconds. Ask for less, such as a shorter period.',
  },
  TOO_MANY_STREAMS: {
    title: 'The client has too many streams open',
    meaning: 'One client address has at most 10 streams open at once, one key 20.',
  },
  CONTENT_TYPE_UNSUPPORTED: {
    title: 'The body is of another type',
    meaning: 'Records are sent as application/json; an import as application/x-ndjson or text/csv.',
  },
  RECORD_INVALID: {
    title: 'The record is not valid',
    meaning: 'A field is missing, unknown, or not of its form. `errors` points to each one in the record.',
  },
  LINE_UNREADABLE: {
    title: 'The line cannot be read',
    meaning: 'A line of an import is no JSON or no CSV of the form that the header line promises.',
  },
  FILE_UNREADABLE: {
    title: 'Rows were not read',
    meaning:
      'The file is not in the form that was promised (a JSON array, UTF-16, packed, no names of columns), or a quote in it is not closed. `count` says how many rows were not read.',
  },
  IMPORT_EMPTY: {
    title: 'There is nothing to record',
    meaning: 'The file is empty, has blank lines only, or names its columns and has no row below them.',
  },
  FIELD_REQUIRED: {
    title: 'A field cannot be cleared',
    meaning: 'A correction cannot clear a field that every such record needs.',
  },
  SUBSCRIPTION_INVALID: {
    title: 'The subscription is not valid',
    meaning:
      'A field is missing, unknown, or not of its form, or a webhook may not go where it should. `errors` tells.',
  },
  SUBSCRIPTION_UNKNOWN: {
    title: 'There is no such subscription',
    meaning: 'No subscription has this id: it never had one, is awaiting confirmation, or was erased.',
  },
  CONFIRMATION_UNKNOWN: {
    title: 'There is no such confirmation',
    meaning: 'No confirmation mail has this id, or its link has expired: it is a week old, or no request is pending.',
  },
  FILTER_UNKNOWN: {
    title: 'The filter names something unknown',
    meaning: 'A topic, type, party or milestone of the filter is not on record. `errors` points to it.',
  },
  ORIGIN_FOREIGN: {
    title: 'The request comes from a page of another site',
    meaning: 'A browser sent `Origin` or `Sec-Fetch-Site` of another site with a request that changes something.',
  },
  QUEUE_AWAY: {
    title: 'The queue does not answer',
    meaning: 'The queue that is to be shown cannot be reached now. Nothing is lost: what is due are rows in Postgres.',
  },
  SUBSCRIPTION_INACTIVE: {
    title: 'Nothing is sent to this subscription',
    meaning: 'It is a calendar, or disabled by its owner or after failures; PATCH it with status active in that case.',
  },
  TOKEN_INVALID: {
    title: 'Invalid token',
    meaning: 'Each subscription has links of its own with a token; the one that was sent does not stand for this.',
  },
  MAKER_KEY_ENDED: {
    title: 'The key of the subscription has ended',
    meaning:
      'Reading needs a key, and the one with which the subscription was made has expired or was revoked. `{"status": "active"}` with a valid key binds it to that key.',
  },
  RATE_LIMITED: {
    title: 'Too many requests',
    meaning:
      'Sign-ups, previews and messages per hour are limited for one caller, one subscription, one domain, and in total; `Retry-After` says when to send again.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    title: 'The Idempotency-Key stands for another request',
    meaning: 'The same key came with another body within 24 hours.',
  },
  REQUEST_UNDER_WAY: {
    title: 'The same request is under way',
    meaning: 'A request with this Idempotency-Key has not ended yet; send it again.',
  },
  MILESTONE_UNKNOWN: {
    title: 'There is no such milestone',
    meaning: 'No rule derives a milestone with this id from the facts under these clocks.',
  },
  SUBJECT_UNKNOWN: { title: 'There is no such subject', meaning: 'No subject with this id is on record.' },
  CASE_UNKNOWN: { title: 'There is no such case', meaning: 'No subject of type case with this id is on record.' },
  SOURCE_UNKNOWN: { title: 'There is no such source', meaning: 'No source with this id is on record.' },
  PARTY_UNKNOWN: {
    title: 'There is no such party',
    meaning:
      'A party is a country by its ISO 3166-1 code, or a subject of type organization that is on record, by its id.',
  },
  FACT_UNKNOWN: { title: 'There is no such fact', meaning: 'No fact with this id is on record.' },
  NOT_UNDER_CLOCKS: {
    title: 'Not shown under these clocks',
    meaning: 'The record exists; `asOf`, `knownAt` or `recordedBy` does not show it. Leave the clocks out to see it.',
  },
  FACT_RETRACTED: { title: 'The fact was retracted', meaning: 'What was withdrawn is not changed any more.' },
  FACT_TYPE_UNFIT: {
    title: 'The type does not fit the subject',
    meaning: 'The first part of a fact type is the type of its subject; only milestone.* fits every subject.',
  },
  NOT_HAPPENED_YET: {
    title: 'What has not happened is no fact',
    meaning: 'The first day of a fact lies after today. What is due in the future is recorded as a plan.',
  },
  ONCE_ONLY: { title: 'Such a fact stands only once', meaning: 'The subject has a fact of this type already.' },
  ORDER_BROKEN: {
    title: 'The order of events is impossible',
    meaning:
      'The dates say with certainty that one thing happened before another without which it cannot happen. An order that is only unusual is accepted and marked.',
  },
  ID_TAKEN: {
    title: 'The id stands for another record',
    meaning:
      'The id is on record with other content. The same content would be a repeat; a change is a correction. After a redaction the same content is refused as well, as a repeat would confirm a guess of the text that was removed.',
  },
  VERSION_CONFLICT: {
    title: 'The stream stands at another version',
    meaning: 'What If-Match or If-None-Match expects does not hold. Read again, decide again, send again.',
  },
  VIEW_BEHIND: {
    title: 'The view has not arrived yet',
    meaning: 'The position in `after` was not reached within 5 seconds. Ask again after the seconds in Retry-After.',
  },
  STREAMS_FULL: {
    title: 'Too many streams are open',
    meaning:
      'One process serves 500 streams at once. Ask again after the seconds in Retry-After, or ask GET /v1/changes.',
  },
  KEY_MISSING: {
    title: 'A key is needed',
    meaning: 'Send a key as "Authorization: Bearer ..." or "X-API-Key: ...". `dateline key create` makes one.',
  },
  KEY_UNKNOWN: {
    title: 'The key is not valid',
    meaning: 'The key was never made, has expired, or was revoked.',
  },
  SCOPE_MISSING: {
    title: 'The key lacks the required scope',
    meaning: 'Writing needs the scope write, administration the scope admin.',
  },
  KEY_INVALID: {
    title: 'The key cannot be made',
    meaning: 'A key has a name, scopes among read, write, admin, and an expiry at most 10 years ahead, if any.',
  },
  KEY_ID_UNKNOWN: { title: 'There is no such key', meaning: 'GET /v1/keys lists the keys with their ids.' },
  KEY_ENDED: {
    title: 'The key is not valid any more',
    meaning: 'It has expired or was revoked, so it cannot be rotated or used as ADMIN_KEY; make a new one.',
  },
  KEY_ROTATED: {
    title: 'The key was replaced already',
    meaning:
      'It was rotated with a grace and the key that replaced it is valid. Rotate that one, or revoke this one to end its grace.',
  },
  KEY_LAST_ADMIN: {
    title: 'It is the last key that administers',
    meaning: 'Without it nobody could administer over HTTP. Make another key with the scope admin first, or rotate it.',
  },
  KEY_FROM_SETTINGS: {
    title: 'This key is set by ADMIN_KEY',
    meaning: 'ADMIN_KEY is rotated by changing the setting and starting again.',
  },
  INSTANT_INVALID: { title: 'The instant cannot be read', meaning: 'Instants are RFC 3339, up to microseconds.' },
  APPEND_INVALID: { title: 'The events cannot be recorded', meaning: 'The log refused what was to be recorded.' },
  EVENT_INVALID: { title: 'The event cannot be recorded', meaning: 'The log refused an event.' },
  EVENT_ID_TAKEN: { title: 'The id stands for another event', meaning: 'Two events of the log cannot share an id.' },
  POSITION_TAKEN: { title: 'The place in the log is taken', meaning: 'Another writer went round the log. Send again.' },
  VERSION_TAKEN: {
    title: 'The place in the stream is taken',
    meaning: 'Another writer went round the log. Send again.',
  },
  VIEW_UNKNOWN: { title: 'There is no such view', meaning: 'GET /v1/projections names the views that there are.' },
  VIEW_REPLACED: {
    title: 'A newer release keeps the view',
    meaning:
      'A process of a newer release has raised the version of the view; only that release rebuilds or replays it.',
  },
  REBUILD_UNDER_WAY: {
    title: 'A rebuild is under way',
    meaning: 'A view is rebuilt once at a time. GET /v1/projections shows how far it is; ask again when it has ended.',
  },
  REBUILD_NOT_COMPARABLE: {
    title: 'There is nothing to compare with',
    meaning:
      'The version of the view was raised and its first rows are being built. Ask for the rebuild without check.',
  },
  STREAM_NOT_SET_ASIDE: {
    title: 'The stream is not set aside',
    meaning: 'The view leaves out no stream of that name. GET /v1/projections names those that it does leave out.',
  },
  REPLAY_FAILED: {
    title: 'The stream still cannot be applied',
    meaning: 'An event of the stream fails as before. It stays set aside; replay it after the fix is running.',
  },
  LOG_NOT_EMPTY: { title: 'The log is not empty', meaning: 'Only an empty log can be restored into.' },
  RESTORE_REFUSED: { title: 'The log cannot be restored', meaning: 'What was given is not a whole, unaltered log.' },
  UNAVAILABLE: {
    title: 'The service cannot answer now',
    meaning: 'The database is away or restarting. Nothing is known to be lost; send again.',
  },
  INTERNAL_ERROR: {
    title: 'Something went wrong inside',
    meaning: 'This is a fault of the service. Its log tells more under the requestId of the answer.',
  },
};
