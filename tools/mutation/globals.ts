/** What the tests import from `@jest/globals`, from the packages that Jest itself takes it from. */
export { expect } from 'expect';
export { describe, test } from 'jest-circus';
