import { expect, test } from '@jest/globals';
import { WAITS } from '../core/incident/progress.ts';
import { progressFacts } from './progress.ts';

test('every wait has a sentence and something to do', () => {
  for (const waitsFor of WAITS) {
    const facts = progressFacts('01KAV', { waitsFor, since: 0 });
    expect(facts['waits for']).toMatch(/^[a-z].*, since 1970-01-01T00:00:00Z$/);
    expect(facts['to do']).toBeTruthy();
  }
});

test('a failure and an execution that runs no more are said, with what to do', () => {
  const failure = { task: 'certify', at: 0, error: 'TimeoutError', times: 3 };
  const execution = { name: '01KAV-2', state: 'aborted' };
  expect(progressFacts('01KAV', { waitsFor: 'leases', since: 0, failure, execution })).toMatchObject({
    'to do': expect.stringMatching('log of the function investigate'),
    'failed last': 'certify: TimeoutError, 3 in a row, at 1970-01-01T00:00:00Z',
    workflow: '01KAV-2 runs no more (aborted): the next one is started within some five minutes',
  });
  const refused = { task: 'resume', at: 0, error: 'conformance', times: 1 };
  expect(progressFacts('01KAV', { waitsFor: 'request', since: 0, failure: refused })).toMatchObject({
    'to do': 'see to what it was refused for, then: sluice resume 01KAV',
  });
});
