export { allows, SCOPES, type Scope } from './scope.js';
export { openSession, SESSION_SECONDS, type SessionKind } from './key-sessions.js';
export { actorOf, keyIdOf } from './actor.js';
export { networkOf } from './network.js';
export { lastSuccessorOf, isOpenKey } from './key-line.js';
export { ensureAdminKey, validAdmins, validKeysOfSettings } from './admin-key.js';
export { checkKey, type KeyHolder, type KeyOrigin } from './keys.js';
export {
  createKey,
  listKeys,
  namesOfActors,
  revokeKey,
  rotateKey,
  type KeyRequest,
  type ListedKey,
  type NewKey,
} from './key-changes.js';
export { AccessModule, Keys } from './access.module.js';
export {
  Audit,
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEntry,
  type AuditFilter,
  type AuditOutcome,
  type ListedAuditEntry,
} from './audit.js';
export { Denials, type Denial } from './denials.js';
