/** What the tests import from `@jest/globals`, from the packages that Jest itself takes it from. */
export { expect } from 'expect';
export { describe, test } from 'jest-circus';

/** Test files stay loaded, so what comes after all tests of one comes when the process ends. */
export const afterAll = (run: () => unknown): void => {
  process.once('exit', run);
};
