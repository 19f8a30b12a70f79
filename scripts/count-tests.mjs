import { writeFileSync } from 'node:fs';

/** A jest reporter that leaves the counts for `npm test`, whose last line they are. A spec that cannot run has failed. */
export default class CountTests {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `tests: ${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
    if (process.env.DATELINE_TEST_COUNTS) writeFileSync(process.env.DATELINE_TEST_COUNTS, line);
  }
}
