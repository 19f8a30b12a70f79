export { currentCaller, withoutCaller, type Caller } from './caller.js';
export {
  checkReachable,
  Database,
  DatabaseUnreachable,
  openDatabase,
  untilReachable,
  type DatabaseOptions,
} from './database.js';
export { DatabaseModule, READ_DATABASE, type DatabaseModuleOptions } from './database.module.js';
export { isDatabaseAway, isLostConnection, isReadOnlyAnswer, isRoleRefused, isTooSlow } from './database-away.js';
export { migrate, isAtRelease, pendingMigrations, type MigrationOptions } from './migrations.js';
export { ClockConflict, ensureClock, openClock } from './clock.js';
export { findLogWeaknesses, LOG_TABLES, unprotectedSentence } from './roles/log-protection.js';
export { OWN_ROUTINES } from './roles/own-routines.js';
export { openOwnerDatabase, type OwnedDatabase } from './roles/owner-database.js';
export { ownerIsServiceSentence } from './roles/owner-separation.js';
export { protectLog, RolesUnusable, type ServiceRole } from './roles/protect-log.js';
export { EmbeddedPostgres, type DatabaseUrls, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export { askHolder, DataDirHold, DataDirInUse, holdDataDir, type Holder } from './data-dir-hold.js';
export { setUpRoles, type RoleNames } from './roles/set-up-roles.js';
export { dumpSchema } from './schema-dump.js';
export { projectRoot } from './project-root.js';
export { blockerSentence, findBlockers, type Blocker } from './blocking.js';
export {
  clearFaults,
  clearWholeFaults,
  countFaults,
  dueFaults,
  isWaitingAfterFault,
  noteFaults,
  selectFaults,
  type Failed,
  type Fault,
  type FaultCount,
  type FaultStep,
} from './faults.js';
export { isolate, throwWhereAllFailed, type FailedItem } from './isolate.js';
export {
  declareSchedules,
  noteFailedRun,
  noteGoodRun,
  selectScheduleRuns,
  type DeclaredSchedule,
  type ScheduleRun,
} from './schedule-runs.js';
