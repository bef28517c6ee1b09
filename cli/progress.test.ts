import { expect, test } from '@jest/globals';
import { EXECUTION_STATES, WAITS } from '../api/words.ts';
import { time } from './output.ts';
import { progressFacts } from './progress.ts';

test('every wait has a sentence and something to do', () => {
  for (const waitsFor of WAITS) {
    const facts = progressFacts('01KAV', { waitsFor, since: 0 });
    expect(facts['waits for']).toMatch(/^[a-z].*, since 19(69|70)-\d\d-\d\d \S+ \S+$/);
    expect(facts['to do']).toBeTruthy();
  }
});

test('a failure and an execution that runs no more are said, with what to do', () => {
  const failure = { task: 'certify', at: 0, error: 'TimeoutError', times: 3 };
  const execution = { name: '01KAV-2', state: 'aborted' };
  expect(progressFacts('01KAV', { waitsFor: 'leases', since: 0, failure, execution })).toMatchObject({
    'to do': expect.stringMatching('log of the function investigate'),
    'failed last': `certify: TimeoutError, 3 in a row, at ${time(0)}`,
    workflow: '01KAV-2 runs no more (aborted): the next one is started within some five minutes',
  });
  const refused = { task: 'resume', at: 0, error: 'conformance', times: 1 };
  expect(progressFacts('01KAV', { waitsFor: 'request', since: 0, failure: refused })).toMatchObject({
    'to do': 'see to what it was refused for, then: sluice resume 01KAV',
  });
});

test.each(['a-newer-word', 'constructor', '__proto__', '\u001b[2J'])(
  'a word that this version does not know (%j) is said to be none, and promises nothing',
  (word) => {
    const failure = { task: word, at: 0, error: word, times: 1 };
    const execution = { name: '01KAV-2', state: word };
    const facts = progressFacts('01KAV', { waitsFor: word, since: 0, failure, execution });
    expect(facts['waits for']).toMatch(/^something that this version of sluice has no words for, since/);
    expect(facts.workflow).toBe('01KAV-2: this version of sluice has no words for how it stands');
    expect(facts['to do']).toMatch(/log of the function investigate/);
    expect(progressFacts('01KAV', { waitsFor: word, since: 0 })['to do']).toBe('look with a newer version of sluice');
    expect(Object.values(facts).join()).not.toContain('\u001b');
  },
);

test('every state of an execution has a sentence', () => {
  for (const state of [...EXECUTION_STATES, 'unknown']) {
    const { workflow } = progressFacts('01KAV', { waitsFor: 'leases', since: 0, execution: { name: 'n', state } });
    expect(workflow).toMatch(/^n( runs|: AWS)/);
  }
});
