const { randomInt } = require('node:crypto');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Node's environment, with three differences.
 *
 * Node ends a process at a rejection that nobody holds yet, even if somebody would have held it a moment later. Jest forgives
 * those that are handled in time for the end of the test, so that a redactor which dies in production is green: here they fail.
 *
 * Chance has one seed a file: `Math.random` and fast-check (test/fast-check.js) draw from it. A test that fails tells the seed, and
 * `SLUICE_SEED=n npm run test:unit -- file` runs it again with the same draws.
 */
module.exports = class extends TestEnvironment {
  #reasons = new WeakMap();
  #seed = Number(process.env.SLUICE_SEED ?? randomInt(2 ** 31));

  async setup() {
    await super.setup();
    if (!Number.isInteger(this.#seed)) throw new Error('SLUICE_SEED is a whole number');
    this.global.Math.random = randomFrom(this.#seed);
    // People are told in the language of their system: tests are read in English on any.
    this.global.process.env.LC_ALL = 'C';
    // And whoever runs them has a keychain of their own, which is none of theirs.
    this.global.process.env.SLUICE_STORE = 'file';
    this.global[Symbol.for('sluice.seed')] = this.#seed;
  }

  handleTestEvent(event, state) {
    if (event.name === 'test_fn_failure') this.#tellSeed(event.error);
    if (event.name === 'error' && event.promise) this.#reasons.set(event.promise, event.error);
    if (event.name !== 'error_handled') return;
    const error = new Error('a promise was rejected before anybody held it: Node would have ended here', {
      cause: this.#reasons.get(event.promise),
    });
    (state.currentlyRunningTest?.errors ?? state.unhandledErrors).push(error);
  }

  #tellSeed(error) {
    const hint = `\n\nRun it again with the same draws: SLUICE_SEED=${this.#seed}\n`;
    if (typeof error?.stack !== 'string' || error.stack.includes('SLUICE_SEED=')) return;
    // What Jest prints is the stack, message first.
    error.stack = error.stack.replace(/\n\s+at /, `${hint}$&`);
  }
};

/** mulberry32. */
function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
