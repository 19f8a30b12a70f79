import { Injectable } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { EventStore } from '#libs/event-store';
import { changeFilters, passes, typesOf } from './change-filter.js';
import type { Change } from './change.js';
import { ChangesReader } from './changes-reader.js';
import type { PageLinks } from './cursor.js';
import { pageParameters, parameterError, positionParameter, readParameters, type RawParameters } from './parameters.js';

/** So many events are read at once where a filter lets few of them through. */
const BATCH = 500;
/** So many events at most are looked at for one page, so that no answer takes long. */
const MOST_LOOKED_AT = 20_000;

/** The parameters of `GET /v1/changes`. */
export const changesParameters = z.object({
  since: positionParameter.optional().meta({
    description: 'Only what was recorded behind this position of the log (0: everything).',
    examples: ['42'],
  }),
  ...changeFilters,
  limit: pageParameters.limit,
});

/** A part of the log; `page.next` is the position to go on from as `since`, null where the log ends at `position`. */
export interface ChangesPage {
  items: Change[];
  page: PageLinks;
  position: string;
}

/** Asks what was recorded since a position. Reads the log itself, so that there is no view to wait for. */
export class ChangesQuery extends Query<ChangesPage> {
  constructor(readonly raw: RawParameters) {
    super();
  }
}

/** Answers ChangesQuery. */
@QueryHandler(ChangesQuery)
@Injectable()
export class ChangesQueryHandler implements IQueryHandler<ChangesQuery> {
  constructor(
    private readonly store: EventStore,
    private readonly changes: ChangesReader,
  ) {}

  async execute({ raw }: ChangesQuery): Promise<ChangesPage> {
    const { since = 0n, limit, ...filter } = readParameters(changesParameters, raw);
    const { position } = await this.store.head();
    if (since > position) {
      const detail = `lies beyond the log, which ends at position ${position}`;
      throw parameterError('since', detail);
    }
    const isFiltered = Object.values(filter).some((value) => value !== undefined);
    const types = typesOf(filter);
    const batch = isFiltered ? BATCH : limit;
    const items: Change[] = [];
    let at = since;
    for (let looked = 0; looked < MOST_LOOKED_AT && at < position && items.length < limit; looked += batch) {
      const events = await this.store.readAll({ after: at, upTo: position, limit: batch, types });
      const changes = await this.changes.changesOf(events);
      const wanted = changes.filter((change) => passes(change, filter)).slice(0, limit - items.length);
      items.push(...wanted);
      const isFull = items.length === limit;
      if (isFull) at = BigInt(items.at(-1)!.position);
      else at = events.length < batch ? position : events.at(-1)!.position;
    }
    return {
      items,
      page: { next: at < position ? String(at) : null, prev: null },
      position: String(position),
    };
  }
}
