import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CloudFormationClient, DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { createControlApi } from '../../../agent/sdk/control-api.ts';
import { ControlUnreachable } from '../../../agent/sdk/errors.ts';
import { type ApiError, createClient } from '../../../api/client.ts';
import { enrol, status } from '../../../api/consent.ts';
import { fileReport } from '../../../api/incident.ts';
import { WELL_KNOWN_PATH, type WellKnown, wellKnownDocument } from '../../../api/well-known.ts';
import { SECOND_LINE_POLICY, SECOND_LINE_ROLES } from '../../../core/gate/second-line.ts';
import { stageContext } from '../../../tools/demo/deployment.ts';
import { rootSink } from '../../../tools/demo/root-sink.ts';
import { bring } from '../../../tools/local/bring.ts';
import { fingerprint } from '../../../tools/local/deploy.ts';
import { until } from '../../../tools/local/index.ts';
import { layoutOf, repository } from '../../../tools/local/layout.ts';
import { Stacks } from '../../../tools/local/stacks.ts';
import { stopwatch } from '../../../tools/local/stopwatch.ts';
import { createRogueAgent, type RogueAgent } from '../../fixtures/rogue-agent.ts';
import { credentialsOf, type Employee, OPTIONS, stage } from './stage.ts';

/**
 * The gates close under the worst conditions, and a deploy does not open them. They stay closed.
 * @param text what is reported
 */
export const closing = (text: () => string) =>
  describe('closing', () => {
    let who: Employee;
    /** With a session of its own, and as somebody whom IAM denies nothing. */
    let stubborn: RogueAgent;
    let rogue: RogueAgent;
    const policies = async () => {
      const { clientConfig, disclosure } = stage().deployment;
      const iam = new IAMClient(clientConfig);
      const found = await Promise.all(
        Object.values(SECOND_LINE_ROLES)
          .flat()
          .map((role) =>
            iam.send(
              new GetRolePolicyCommand({
                RoleName: `sluice-${disclosure.program}-local-${role}`,
                PolicyName: SECOND_LINE_POLICY,
              }),
            ),
          ),
      );
      iam.destroy();
      return found.map(({ PolicyDocument }) => JSON.parse(decodeURIComponent(PolicyDocument!)));
    };
    const secondLines = async () => {
      const { collection, reading } = (await stage().status()).gates;
      return [collection.secondLine?.state, reading.secondLine?.state];
    };
    /** As who stands in the reader's place: a subject's key, unwrapped. @returns its length, or what KMS answers */
    const unwrapped = async (): Promise<number | string> => {
      const { clientConfig, disclosure } = stage().deployment;
      const keys = await stage().storage.table('Keys');
      const { keyId, wrapped } = keys.find(({ keyId }) => !String(keyId).includes('directory')) as {
        keyId: string;
        wrapped: Uint8Array;
      };
      const kms = new KMSClient({ ...clientConfig, credentials: await credentialsOf(stage(), 'reader') });
      try {
        const EncryptionContext = { program: disclosure.program, key: keyId };
        const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob: wrapped, EncryptionContext }));
        return Plaintext!.length;
      } catch (error) {
        return (error as Error).name;
      } finally {
        kms.destroy();
      }
    };
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
      for (const device of ['gwen-rogue', 'gwen-stubborn']) await who.person.api.call(enrol, { body: { device } });
      const api = createControlApi({ url: stage().deployment.outputs.ApiUrl!, token: who.person.token });
      stubborn = await createRogueAgent({ api, device: 'gwen-stubborn' });
      expect(await unwrapped()).toBe(32);
      rogue = await createRogueAgent({ api, device: 'gwen-rogue', sink: rootSink(stage().deployment) });
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

    test('then IAM denies the sessions of before, and the reader its keys', async () => {
      const inForce = async () => (await secondLines()).every((state) => state === 'in-force');
      expect(await until(inForce, 120_000, 250)).toBe(true);
      expect(
        await stubborn.send([[{ kind: 'click', time: Date.now(), app: 'mousepad', x: 1, y: 1, button: 0 }]]),
      ).toEqual(['denied']);
      stubborn.close();
      expect(await unwrapped()).toBe('AccessDeniedException');
      const [agent, ...readers] = await policies();
      expect(agent.Statement[0].Condition.DateLessThan).toHaveProperty(['aws:TokenIssueTime']);
      expect(readers).toHaveLength(3);
      for (const { Statement } of readers) {
        expect(Statement.map(({ Effect, Action }: Record<string, string>) => [Effect, Action])).toEqual([
          ['Deny', 'kms:Decrypt'],
          ['Deny', 's3:GetObject'],
        ]);
      }
    });

    const document = async (): Promise<WellKnown> => {
      const answer = await fetch(`${stage().deployment.outputs.ApiUrl}${WELL_KNOWN_PATH}`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=60']);
      return wellKnownDocument.parse(await answer.json());
    };
    let told: WellKnown;

    test('the address says to anybody what it takes to talk to the program, and that it is paused', async () => {
      const { outputs, disclosure } = stage().deployment;
      told = await document();

      expect(told).toMatchObject({
        ...{ program: disclosure.program, stage: 'local', api: outputs.ApiUrl, collecting: false },
        signIn: { clientId: outputs.UserPoolClientId, groupsClaim: 'cognito:groups' },
        publicKeys: [expect.stringMatching(/^-----BEGIN PUBLIC KEY/)],
      });
      expect(told.signIn.issuer).toMatch(new RegExp(`/${outputs.UserPoolId}$`));
    });

    test('with Service taken down it goes on to say so, and what is known; nobody is told that there is no such thing', async () => {
      const { deployment, staff } = stage();
      const url = deployment.outputs.ApiUrl!;
      const stacks = new CloudFormationClient(deployment.clientConfig);
      const named = { StackName: `sluice-${deployment.disclosure.program}-local-Service` };
      await stacks.send(new DeleteStackCommand(named));
      await waitUntilStackDeleteComplete({ client: stacks, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, named);
      stacks.destroy();

      expect(await document()).toEqual(told);
      const tries: ApiError[] = [];
      const api = createClient({
        ...{ url, token: staff.rosa.token, tries: 2, wait: async () => {} },
        onRetry: (error) => tries.push(error),
      });
      const error = await api.call(status).catch((thrown) => thrown);
      expect(error).toMatchObject({ kind: 'refused', reason: 'away', status: 503 });
      expect(error.message).toContain(`paused since ${new Date(told.since!).toISOString()}`);
      expect(tries).toHaveLength(1);
      const lease = createControlApi({ url, token: who.person.token }).lease({ device: 'gwen-laptop', acked: 0 });
      await expect(lease).rejects.toThrow(ControlUnreachable);
      const nothing = await fetch(`${url}/nothing`);
      expect([nothing.status, await nothing.json()]).toEqual([404, { error: 'not-found', message: 'no such route' }]);
    });

    test('a deploy of new bundles and other options, meanwhile, changes no gate', async () => {
      const before = await gates();
      expect(before.length).toBeGreaterThanOrEqual(5);
      await redeploy();
      expect(await gates()).toEqual(before);
      expect(await policies()).toHaveLength(4);
      // At the same address, for the same session.
      expect(await document()).toEqual(told);

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
    ...OPTIONS,
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
