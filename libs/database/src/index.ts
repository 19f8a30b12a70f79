export { checkReachable, Database, DatabaseUnreachable, openDatabase, type DatabaseOptions } from './database.js';
export { DatabaseModule, READ_DATABASE, type DatabaseModuleOptions } from './database.module.js';
export { isLostConnection } from './lost-connection.js';
export { migrate, pendingMigrations, type MigrationOptions } from './migrations.js';
export { ClockConflict, ensureClock, openClock } from './clock.js';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.js';
export { askHolder, DataDirHold, DataDirInUse, holdDataDir, type Holder } from './data-dir-hold.js';
export { dumpSchema } from './schema-dump.js';
export { projectRoot } from './project-root.js';
