export { exitWithParent } from './exit-with-parent.js';
export { ProcessLog } from './process-log.js';
