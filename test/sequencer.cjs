const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest goes first, so that no worker is left alone with it at the end. The rest: Jest's own order. */
const LONGEST = ['e2e/deployed.test.ts', 'e2e/demo.test.ts', 'e2e/local-lifecycle.test.ts', 'e2e/local-cloud.test.ts'];

const place = ({ path }) => {
  const at = LONGEST.findIndex((name) => path.endsWith(name));
  return at < 0 ? LONGEST.length : at;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => place(a) - place(b));
  }
};
