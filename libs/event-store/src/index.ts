export type { LogHead, NewEvent, StoredEvent } from './event.js';
export type { Append, AppendOptions, AppendResult, ExpectedVersion } from './append.js';
export { recorderOfRun, type FixedActor, type Recorder } from './recorder.js';
export { EventStore } from './event-store.js';
export { EventStoreModule, type EventStoreModuleOptions } from './event-store.module.js';
export {
  positionAt,
  readAll,
  readById,
  readFeed,
  readHead,
  readStream,
  readStreams,
  walkStream,
  type ReadAllOptions,
  type ReadFeedOptions,
  type ReadStreamOptions,
  type WalkStreamOptions,
} from './read.js';
export type { LookedUp, LookUp } from './look-ups.js';
export type { SubscribeOptions } from './subscribe.js';
export { LogSignal } from './log-signal.js';
export { EventShapes, FIRST_SHAPES, type Upcaster } from './upcasters.js';
export { contentHash, linkHash, metadataHash, NO_HASH, type HashedContent, type LinkedPlace } from './log-hash.js';
export { PrintedHead } from './heads/printed-head.js';
export { headText, LOST_KEY, SignedHeads, type SignedHead, type SignedHeadsOptions } from './heads/signed-heads.js';
export { openSignedHead, readVerifierKey, writeVerifierKey, type Head, type VerifierKey } from './heads/signed-note.js';
export { readHeadKeys } from './heads/signing-key.js';
export { verifyAndSign } from './heads/verify-and-sign.js';
export { eventsHolding, findRedaction, redact, type RedactOptions } from './redact.js';
export {
  isWhatRemains,
  readRedactions,
  REDACTED,
  REDACTION_GROUNDS,
  redactionId,
  type Redaction,
  type RedactionData,
  type RedactionGround,
} from './redaction.js';
export { LogVerifications, type LogVerification } from './log-verifications.js';
export type { LogProblem, VerifyOptions, VerifyReport } from './verify.js';
export type { RestoredEvent, RestoreOptions } from './restore.js';
