import { Injectable } from '@nestjs/common';
import { EventStore } from '../event-store.js';
import { headText, SignedHeads } from './signed-heads.js';

/**
 * The head that every mail, feed and export carries, so that outsiders hold heads that nobody here can take back: the newest
 * signed one, which changes at most once an hour and so leaves answers cacheable; where none is kept, the end of the log.
 */
@Injectable()
export class PrintedHead {
  constructor(
    private readonly store: EventStore,
    private readonly signedHeads: SignedHeads,
  ) {}

  /** `position:hash`, as `dateline verify --head` takes it. */
  async text(): Promise<string> {
    return headText(this.signedHeads.newest() ?? (await this.store.head()));
  }
}
