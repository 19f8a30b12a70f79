/**
 * How Node is started for API and worker. Both turn over much that is soon forgotten; with the young generation that V8
 * chooses by the size of the machine they would keep hundreds of megabytes of it for nothing.
 */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
