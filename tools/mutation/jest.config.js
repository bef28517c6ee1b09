/** The unit tests of redaction without those that measure time: a mutant is slow for reasons of its own. */
export default {
  rootDir: '../..',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
  testMatch: ['<rootDir>/core/redaction/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', 'find\\.property\\.test\\.ts$', '/tagger/'],
};
