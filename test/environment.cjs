const { TestEnvironment } = require('jest-environment-node');

/**
 * Node ends a process at a rejection that nobody holds yet, even if somebody would have held it a moment later. Jest forgives
 * those that are handled in time for the end of the test, so that a redactor which dies in production is green: here they fail.
 */
module.exports = class extends TestEnvironment {
  #reasons = new WeakMap();

  handleTestEvent(event, state) {
    if (event.name === 'error' && event.promise) this.#reasons.set(event.promise, event.error);
    if (event.name !== 'error_handled') return;
    const error = new Error('a promise was rejected before anybody held it: Node would have ended here', {
      cause: this.#reasons.get(event.promise),
    });
    (state.currentlyRunningTest?.errors ?? state.unhandledErrors).push(error);
  }
};
