import { afterEach, describe, expect, test } from '@jest/globals';
import { readSessions } from '../../../tools/demo/scene.ts';
import type { FaultRule } from '../../../tools/local/index.ts';
import { type Employee, failures, stage } from './stage.ts';

const transactions = { service: 'dynamodb', action: 'TransactWriteItems', role: '*redactor' };
const invocations = { service: 'lambda', action: 'Invoke*', resource: '*redactor' };
const outage = (times: number) => ({ times, effect: { error: 'InternalError', status: 500 } });

/** What AWS does to everybody now and then. Each fault ends after a while, as those of AWS do. */
const FAULTS: [what: string, rules: FaultRule[]][] = [
  ['transactions are throttled', [{ match: transactions, when: { nth: [1, 2, 4] }, effect: { throttle: true } }]],
  ['transactions conflict', [{ match: transactions, when: { nth: [1, 3] }, effect: { conflict: [0] } }]],
  ['a transaction takes, and its answer is lost', [{ match: transactions, times: 2, effect: { drop: 'after' } }]],
  [
    'a transaction is lost, and the next one throttled',
    [
      { match: transactions, times: 1, effect: { drop: 'before' } },
      { match: transactions, times: 2, effect: { throttle: true } },
    ],
  ],
  ['KMS opens no key for a while', [{ match: { service: 'kms', action: 'Decrypt', role: '*redactor' }, ...outage(5) }]],
  [
    'S3 takes no object for a while',
    [{ match: { service: 's3', action: 'PutObject', role: '*redactor' }, ...outage(5) }],
  ],
  ['Lambda does not start the function', [{ match: invocations, ...outage(2) }]],
  ['the function ends, and its answer is lost', [{ match: invocations, times: 1, effect: { drop: 'after' } }]],
];

export const faults = () =>
  describe('faults', () => {
    afterEach(() => stage().deployment.cloud.faults({ rules: [] }));

    test.each(FAULTS)('%s: nothing is lost, nothing is doubled, and the books settle', async (what, rules) => {
      const { deployment, settled } = stage();
      // A subject of its own: their key is not at hand in the function.
      const who = await stage().employee(`fay-${FAULTS.findIndex(([name]) => name === what)}`);
      await who.device.agent.start();
      const before = await settled();
      await deployment.cloud.faults({ seed: 7, rules });

      const { outcomes } = await who.device.play(readSessions()[0]!);
      await who.device.settle();
      const after = await settled(90_000);

      const counts = await deployment.cloud.faultCounts();
      expect(counts.map(({ struck }) => struck > 0)).toEqual(rules.map(() => true));
      expect(after.differences).toEqual([]);
      const stored = after.events.stored - before.events.stored;
      const byRedaction = (after.events.dropped.redaction ?? 0) - (before.events.dropped.redaction ?? 0);
      expect(stored + byRedaction).toBe(outcomes.kept);
      expect(await storedOf(who)).toBe(stored);
      expect(await stage().readBack(who.person)).toHaveLength(stored);
      expect(await failures(stage())).toBe(0);
      await who.device.agent.stop();
    });
  });

/** By the index rows, apart from what the lanes counted. */
const storedOf = async ({ subject }: Employee): Promise<number> =>
  (await stage().rows(subject)).reduce((sum, { events }) => sum + events, 0);
