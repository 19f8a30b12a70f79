export { createTestDatabase, type TestDatabase, type TestServer } from './test-database.js';
export { eventually } from './eventually.js';
export { migrateTemplate } from './migrate-template.js';
export { startOwnPostgres, type OwnPostgres } from './own-postgres.js';
export { startSource, type SourceProcess } from './source-process.js';
export { startTestTimeline, type TestTimeline } from './test-timeline.js';
export { layWire, type Wire } from './wire.js';
