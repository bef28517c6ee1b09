import { ModuleMocker } from 'jest-mock';

/** What the tests import from `@jest/globals`, from the packages that Jest itself takes it from. */
export { expect } from 'expect';
export { afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';

const mocker = new ModuleMocker(globalThis);
/** As much of Jest's object as the tests of `core` and `wire` use. */
export const jest = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker) };

/** Test files stay loaded, so what comes after all tests of one comes when the process ends. */
export const afterAll = (run: () => unknown): void => {
  process.once('exit', run);
};
