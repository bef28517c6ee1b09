/** fast-check as the tests get it (jest.config.js): its runs draw from the seed of the file (test/environment.cjs). */
import fc from '../node_modules/fast-check/lib/fast-check.js';

export * from '../node_modules/fast-check/lib/fast-check.js';
export default fc;

fc.configureGlobal({ seed: globalThis[Symbol.for('sluice.seed')] });
