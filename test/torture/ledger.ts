import type { JsonObject } from '#libs/kernel';

/** One record that was sent, under the id of its event in the log. */
export interface Sent {
  eventId: string;
  /** The position that was told; null where none was (of the lines of an import, and while nothing was answered). */
  position: string | null;
  acknowledged: boolean;
}

/** What the clients know of what they sent, to be held against the log. */
export class Ledger {
  readonly sent = new Map<string, Sent>();
  /** Answers that should not have come: each is a finding. */
  readonly wrong: string[] = [];

  /** Notes that a record is about to be sent; again for one that is sent again. */
  note(eventId: string): void {
    if (!this.sent.has(eventId)) this.sent.set(eventId, { eventId, position: null, acknowledged: false });
  }

  /** Notes that it was answered with success. Another position than before is a finding. */
  acknowledge(eventId: string, position: string | null): void {
    const sent = this.sent.get(eventId)!;
    if (sent.position !== null && position !== null && sent.position !== position) {
      this.wrong.push(`${eventId} was acknowledged at ${sent.position}, and later at ${position}.`);
    }
    sent.acknowledged = true;
    sent.position ??= position;
  }

  get acknowledged(): number {
    return [...this.sent.values()].filter(({ acknowledged }) => acknowledged).length;
  }
}

/** The id of a record's event. */
export function eventIdOf(record: JsonObject): string {
  return `${String(record['record'])}:${String(record['id'])}`;
}
