import type { Logger } from '@nestjs/common';
import type { Database } from '#libs/database';
import type { EventShapes } from '#libs/event-store';

/** What whoever keeps or rebuilds views in one process has in common. */
export interface Crew {
  db: Database;
  shapes: EventShapes;
  /** The most events that a view takes in one transaction. */
  batch: number;
  logger: Pick<Logger, 'log' | 'error'>;
  /** How many views the process holds. */
  held: number;
}
