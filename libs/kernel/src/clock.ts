/**
 * The clock of the domain: what "now" and "today" mean for dates, recording instants and due times. It can be moved for
 * trials (CLOCK_START); signatures, HTTP dates and certificates use the real clock instead.
 */
export interface Clock {
  now(): Date;
}

/** The injection token of the domain's clock. */
export const CLOCK = Symbol('Clock');

/** A clock that stands still at one instant: for tests and for answers about one moment. */
export class FixedClock implements Clock {
  constructor(private instant: Date) {}

  now(): Date {
    return this.instant;
  }

  /** Moves the hands; later calls of `now` tell the new instant. */
  set(instant: Date): void {
    this.instant = instant;
  }
}
