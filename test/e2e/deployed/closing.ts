import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { enrol } from '../../../api/consent.ts';
import { fileReport } from '../../../api/incident.ts';
import { stageContext } from '../../../tools/demo/deployment.ts';
import { bring } from '../../../tools/local/bring.ts';
import { fingerprint } from '../../../tools/local/deploy.ts';
import { until } from '../../../tools/local/index.ts';
import { layoutOf, repository } from '../../../tools/local/layout.ts';
import { Stacks } from '../../../tools/local/stacks.ts';
import { stopwatch } from '../../../tools/local/stopwatch.ts';
import { createRogueAgent, type RogueAgent } from '../../fixtures/rogue-agent.ts';
import { type Employee, ONE_SHARD, stage } from './stage.ts';

/**
 * The gates close under the worst conditions, and a deploy does not open them. They stay closed.
 * @param text what is reported
 */
export const closing = (text: () => string) =>
  describe('closing', () => {
    let who: Employee;
    let rogue: RogueAgent;
    /** Roots, registries, and of lanes what closes them. Agents go on meanwhile: they move counters, and have a new text noted. */
    const gates = async () => {
      const [roots, lanes] = await Promise.all(['Gate', 'Lanes'].map((name) => stage().storage.table(name)));
      return [
        ...roots!.filter(({ pk }) => /^(collection|reading)(#lanes)?$/.test(String(pk))).map(plain),
        ...lanes!.map(({ lane, state, epoch }) => plain({ lane, state, epoch })),
      ];
    };

    beforeAll(async () => {
      who = await stage().employee('gwen');
      await who.person.api.call(enrol, { body: { device: 'gwen-rogue' } });
      const api = createControlApi({ url: stage().deployment.outputs.ApiUrl!, token: who.person.token });
      rogue = await createRogueAgent({ api, device: 'gwen-rogue' });
    });

    test('a report closes the gates while DynamoDB throttles every second call of the function', async () => {
      const { cloud } = stage().deployment;
      await cloud.faults({
        rules: [{ match: { service: 'dynamodb', role: '*report' }, when: { every: 2 }, effect: { throttle: true } }],
      });
      const { incident } = await who.person.api
        .call(fileReport, { body: { severity: 'high', text: text() } })
        .finally(() => cloud.faults({ rules: [] }));

      expect(incident.closes).toBe(true);
      expect(incident.closedAt).toBeDefined();
      const { collection, reading } = (await stage().status()).gates;
      expect([collection.state, reading.state]).toEqual(['closed', 'closed']);
    });

    test('a deploy of new bundles and other options, meanwhile, changes no gate', async () => {
      const before = await gates();
      expect(before.length).toBeGreaterThanOrEqual(5);
      await redeploy();
      expect(await gates()).toEqual(before);

      const refused = async () => (await stage().books()).frames.refused.epoch ?? 0;
      const [counted, rows] = [await refused(), (await stage().storage.index()).length];
      await rogue.send([[{ kind: 'click', time: Date.now(), app: 'mousepad', x: 1, y: 1, button: 0 }]]);
      expect(await until(async () => (await refused()) === counted + 1, 120_000)).toBe(true);
      expect((await stage().storage.index()).length).toBe(rows);
      expect(await rogue.settle()).toBe(false);
      rogue.close();
    });
  });

/** As `cdk deploy` does it: with another text in the disclosure, which is in every bundle, and other options. */
async function redeploy(): Promise<void> {
  const { cloud } = stage().deployment;
  const layout = layoutOf(join(repository, '.local', 'e2e'));
  const document = parseDocument(readFileSync(join(layout.dir, 'disclosure.yaml'), 'utf8'));
  document.setIn(['contact'], 'another office');
  const file = join(layout.dir, 'disclosure-2.yaml');
  writeFileSync(file, document.toString());
  const context = stageContext(relative('.', file), {
    ...ONE_SHARD,
    lagMinutes: 16,
    throttle: { rate: 90, burst: 190 },
  });
  const app = { project: repository, context };
  const { endpoint, region } = cloud;
  const stacks = new Stacks(endpoint, region);
  const progress = stopwatch(() => {});
  try {
    await bring(stacks, { layout, app, print: fingerprint(app), endpoint, region, progress, synthesis: undefined });
  } finally {
    stacks.close();
  }
}

/** Sets and bytes as lists, so that rows can be compared. */
const plain = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row)
      .map(([name, value]) => [name, value instanceof Set ? [...value].sort() : value] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
