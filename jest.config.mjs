import { expectsBrowser } from './test/chromium.mjs';

/** How swc reads the components of the page; beside them .swcrc holds. */
const JSX = {
  parser: { syntax: 'typescript', tsx: true },
  transform: { react: { runtime: 'automatic' } },
  target: 'es2024',
};

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.tsx?$',
  // A browser is the one thing that npm test cannot install; test/global-setup.mjs says so where there is none.
  testPathIgnorePatterns: ['/node_modules/', ...(expectsBrowser ? [] : ['\\.browser\\.spec\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { module: { type: 'es6' } }],
    '^.+\\.tsx$': ['@swc/jest', { module: { type: 'es6' }, jsc: JSX }],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Two packages whose own sources would be found by the condition `source`, which is ours.
    '^(eventsource(?:-parser)?)$': '<rootDir>/node_modules/$1/dist/index.js',
  },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  globalSetup: '<rootDir>/test/global-setup.mjs',
  globalTeardown: '<rootDir>/test/global-teardown.mjs',
  // Most specs wait for processes and for Postgres, so that every core can take one.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '700MB',
  // A bound for what hangs, not for what is slow: on two busy cores processes and browsers take many times as long.
  testTimeout: 180_000,
};
