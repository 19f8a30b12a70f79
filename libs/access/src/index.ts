export { allows, SCOPES, type Scope } from './scope.js';
export { checkKey, createKey, ensureAdminKey, type KeyHolder, type NewKey } from './keys.js';
export { openSession, SESSION_SECONDS, sessionHolder } from './key-sessions.js';
export { AccessModule, Keys } from './access.module.js';
