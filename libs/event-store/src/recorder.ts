import { randomUUID } from 'node:crypto';

/**
 * Who records an event, and by which request: the metadata that every event carries inside its hash
 * (docs/log-format.md). Commands pass it on explicitly, so that no append depends on an ambient context.
 */
export type Recorder = {
  /** The actor: `key-<id>` for the holder of a key, or one of the fixed actors. */
  by: string;
  /** The request of the HTTP interface, or one run of a command or a job. */
  requestId: string;
};

/**
 * Actors without a key. `operator`: the command line on the machine; `seed`: the data set of SEED; `dateline`: the service
 * itself, such as flags of milestones; `subscriber`: the holder of a token that was sent to a mailbox.
 */
export type FixedActor = 'operator' | 'seed' | 'dateline' | 'subscriber';

/** The recorder of one run of a command or a job, under a request id of its own. */
export function recorderOfRun(by: FixedActor): Recorder {
  return { by, requestId: randomUUID() };
}
