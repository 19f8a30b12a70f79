export { createTestDatabase, type TestDatabase } from './test-database.js';
export { eventually } from './eventually.js';
export { startSource, type SourceProcess } from './source-process.js';
export { startTestTimeline, type TestTimeline } from './test-timeline.js';
