import { sql, type Kysely } from 'kysely';
import { canonicalJson, type JsonObject } from '#libs/kernel';

/** The type of the event that says that the text of another was removed. */
export const REDACTED = 'log.redacted';

/** Why a text may be removed from the log. */
export const REDACTION_GROUNDS = ['sealed', 'court-order', 'data-protection'] as const;
export type RedactionGround = (typeof REDACTION_GROUNDS)[number];

/** What a redaction says of itself; nothing of the removed text. */
export interface Redaction {
  /** The id of the event whose text was removed. */
  event: string;
  /** Its position. */
  position: bigint;
  /** When it was removed, RFC 3339. */
  at: string;
  ground: RedactionGround;
  reason: string;
}

/** The data of an event of the type `log.redacted`. */
export interface RedactionData extends JsonObject {
  event: string;
  position: string;
  /** Hexadecimal: what the chain goes on covering. */
  contentHash: string;
  ground: RedactionGround;
  reason: string;
  /** What is left of the data of the event. */
  remains: JsonObject;
}

/**
 * Whether data of an event type is such as a redaction leaves: without a text. The log knows no types, so a program that does
 * passes this to `verify` and `restore`; without it the data that a redaction names is believed, whatever it says.
 */
export type HoldsNoText = (type: string, data: JsonObject) => boolean;

/** The id of the event that redacts another: one for each, so that a text is removed once. */
export function redactionId(event: string): string {
  return `${REDACTED}:${event}`;
}

/** The redactions of some events, by the ids of those; also inside a transaction. */
export async function readRedactions(
  executor: Kysely<unknown>,
  events: readonly string[],
): Promise<Map<string, Redaction & { contentHash: string; remains: JsonObject }>> {
  if (events.length === 0) return new Map();
  const { rows } = await sql<{ data: RedactionData; at: string }>`
    select data, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
      from events where event_id = any(${events.map(redactionId)}::text[]) and type = ${REDACTED}`.execute(executor);
  return new Map(
    rows.map(({ data, at }) => {
      const { event, position, ground, reason, contentHash, remains } = data;
      return [event, { event, position: BigInt(position), at, ground, reason, contentHash, remains }];
    }),
  );
}

/** Whether what is stored of an event is what its redaction left of it. */
export function isWhatRemains(
  { contentHash, remains }: Pick<RedactionData, 'contentHash' | 'remains'>,
  stored: { contentHash: string; data: JsonObject },
): boolean {
  return contentHash === stored.contentHash && canonicalJson(remains) === canonicalJson(stored.data);
}
