import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, test } from '@jest/globals';
import { listIncidents, showIncident } from '../../../api/incident.ts';
import { until } from '../../../tools/local/index.ts';
import { resumed } from './resumed.ts';
import { stage } from './stage.ts';

/** Somebody with all rights moves a door outside a deploy, uses it, and puts it back. */
export const guarded = () =>
  describe('the guard', () => {
    const kms = () => new KMSClient(stage().deployment.clientConfig);
    const lambda = () => new LambdaClient(stage().deployment.clientConfig);
    const states = async () => {
      const { collection, reading } = (await stage().status()).gates;
      return [collection.state, reading.state];
    };
    const doors = async () => {
      const rows = await stage().storage.table('Ledger');
      return rows.filter(({ kind }) => kind === 'door').map(({ body }) => JSON.parse(String(body)));
    };
    const clients: { destroy(): void }[] = [];
    afterAll(() => {
      for (const client of clients) client.destroy();
    });

    test('deploying and making people has closed nothing; who made whom is in the ledger', async () => {
      expect(await states()).toEqual(['open', 'open']);
      const seen = new Set((await doors()).map(({ detail }) => `${detail.door}: ${detail.outcome}`));
      // To make somebody who is there already is an attempt, which closes nothing either.
      seen.delete('people: tried');
      expect([...seen].sort()).toEqual(['deploy: running', 'people: moved']);
    });

    test('a key policy that is changed and put back closes both gates, and says who', async () => {
      const client = kms();
      clients.push(client);
      const KeyId = stage().deployment.outputs.SigningKeyId!;
      const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
      await client.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: Policy! }));

      expect(await until(async () => (await states()).every((state) => state === 'closed'), 60_000, 100)).toBe(true);

      const { ivy, rosa } = stage().staff;
      const filed = await until(
        async () => (await rosa.api.call(listIncidents)).incidents.find(({ kind }) => kind === 'guard'),
        60_000,
        200,
      );
      const { text } = await ivy.api.call(showIncident, { params: { incident: filed!.incident } });
      expect(text).toMatch(/"key-policy" was moved outside a deploy: kms:PutKeyPolicy by arn:aws:iam::\d+:root/);
      expect((await doors()).find(({ detail }) => detail.door === 'key-policy')).toMatchObject({
        incident: filed!.incident,
        detail: { outcome: 'moved', answer: 'close', event: 'kms:PutKeyPolicy' },
      });
    });

    test('what else is moved meanwhile is noted too; the incident goes the ordinary way to a resume', async () => {
      const client = lambda();
      clients.push(client);
      const FunctionName = stage().deployment.outputs.GateTable!.replace(/-Gate$/, '-sweep');
      const { Description } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }));
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: Description! }));
      const noted = async () => (await doors()).find(({ detail }) => detail.door === 'function-code');
      const entry = await until(noted, 60_000, 200);
      expect(entry).toMatchObject({ detail: { event: 'lambda:UpdateFunctionConfiguration' } });

      const open = (await stage().staff.rosa.api.call(listIncidents)).incidents.filter(
        ({ kind, status }) => kind === 'guard' && status !== 'resumed',
      );
      for (const { incident } of open) await resumed(incident);
    });
  });
