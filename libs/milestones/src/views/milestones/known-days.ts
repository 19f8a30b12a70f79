import type { Transaction } from 'kysely';
import { readStreams, type StoredEvent } from '#libs/event-store';
import {
  knownOfFact,
  publicationDay,
  publishedBy,
  type FactRecord,
  type Known,
  type PublicationDay,
  type Published,
} from '#libs/timeline';

/**
 * The publication days of the sources of some facts, as the log has them. Those of a subject are read by the position of
 * its newest event, so that the rows of the view do not depend on how the log was cut into batches.
 * A later correction of a publication day counts from the next event of the subject on.
 */
export class PublicationDays {
  private constructor(private readonly stated: ReadonlyMap<string, readonly Published[]>) {}

  static async of(
    tx: Transaction<unknown>,
    facts: readonly Pick<FactRecord, 'sources'>[],
    upTo: bigint | undefined,
  ): Promise<PublicationDays> {
    const streams = [...new Set(facts.flatMap(({ sources }) => sources.map(({ source }) => `source-${source}`)))];
    if (streams.length === 0) return new PublicationDays(new Map());
    const events = await readStreams(tx, streams, { types: ['source.recorded', 'source.corrected'], upTo });
    const stated = [...Map.groupBy(events, ({ stream }) => stream)].map(([stream, own]): [string, Published[]] => [
      stream.slice('source-'.length),
      own.flatMap(statedIn),
    ]);
    return new PublicationDays(new Map(stated));
  }

  /** The publication day of each source by a position of the log. */
  by(position: bigint): PublicationDay {
    return publishedBy(this.stated, position);
  }
}

function statedIn({ type, data, position }: StoredEvent): Published[] {
  const record = (type === 'source.corrected' ? data['changes'] : data) as { publishedOn?: string | null };
  if (type === 'source.corrected' && record.publishedOn === undefined) return [];
  return [{ from: position, day: publicationDay(record.publishedOn) }];
}

/** Since when a fact could be known: by its date as first recorded, and by its other fields with all corrections. */
export function knownAsLogged(record: FactRecord, recorded: StoredEvent, published: PublicationDay): Known {
  const { occurred } = { occurred: null, ...recorded.data } as Pick<FactRecord, 'occurred'>;
  return knownOfFact({ ...record, occurred }, published, recorded.recordedAt);
}
