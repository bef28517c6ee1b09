import { join } from 'node:path';

/** Tests start some two hundred processes of the same few programs: what Node has compiled of them is kept. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.local/compile-cache');

/** Jest runs the TypeScript files as they are: Node 24 strips the types, so there is no transform. */
const base = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  coverageProvider: 'v8',
  // Node's own; a rejection that nobody holds when it happens fails the test, and chance has a seed that is told.
  testEnvironment: '<rootDir>/test/environment.cjs',
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/fast-check.js' },
  // Clouds come and go there while tests are looked for.
  modulePathIgnorePatterns: ['<rootDir>/.local/', '<rootDir>/.venv/', '<rootDir>/out/', '<rootDir>/cdk.out/', '/dist/'],
};

export default {
  // End-to-end tests start processes of their own: more workers than two only make each other wait.
  maxWorkers: 2,
  // Each test file's modules stay in its worker (Node's vm modules are not collected): a worker that is full begins anew.
  workerIdleMemoryLimit: '600MB',
  // For what hangs. No test is judged by time here: on a machine with much else to do a second becomes a minute.
  testTimeout: 300_000,
  testSequencer: './test/sequencer.cjs',
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{api,core,redaction,functions,host,wire,agent,cli,tools,examples}/**/*.test.ts',
        '<rootDir>/test/unit/**/*.test.ts',
        '<rootDir>/test/releases/**/*.test.ts',
      ],
    },
    { ...base, displayName: 'promises', testMatch: ['<rootDir>/test/promises/**/*.test.ts'] },
    {
      ...base,
      displayName: 'infra',
      testMatch: ['<rootDir>/test/infra/**/*.test.ts'],
      // Synthesizes the app twice, so that no test file has to load the construct library.
      globalSetup: '<rootDir>/test/infra/synthesize.ts',
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      globalSetup: '<rootDir>/test/e2e/setup.ts',
      globalTeardown: '<rootDir>/test/e2e/teardown.ts',
    },
  ],
};
