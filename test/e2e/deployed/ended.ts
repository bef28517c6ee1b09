import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import type { ApiError } from '../../../api/client.ts';
import { enrol } from '../../../api/consent.ts';
import { approve, fileReport, showIncident } from '../../../api/incident.ts';
import { SETTLED } from '../../../core/incident/restart.ts';
import { person } from '../../../tools/demo/people.ts';
import { until } from '../../../tools/local/index.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { runSluice } from '../../fixtures/run.ts';
import { stage } from './stage.ts';

/** The program ends: whatever holds its gates is ended by two people, and the last of them erases all that it has kept. Nothing comes after it. */
export const ended = () =>
  describe('the end of a program', () => {
    const holds = async () => (await stage().status()).gates.collection.holds;

    /** A Service that was taken down took executions along: they count as lost at once, and the schedule starts the next ones. */
    async function findLost(incidents: readonly string[]): Promise<void> {
      const { clientConfig, disclosure } = stage().deployment;
      const name = (of: string) => `sluice-${disclosure.program}-local-${of}`;
      const ddb = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig));
      for (const incident of incidents) {
        const at = { TableName: name('Incidents'), Key: { incident, item: 'state' } };
        for (let done = false; !done; ) {
          const { Item } = await ddb.send(new GetCommand({ ...at, ConsistentRead: true }));
          const { startedAt, execution, ...row } = JSON.parse(Item!.body);
          const before = Date.now() - 2 * SETTLED;
          const started = { startedAt: before, ...(execution && { execution: { ...execution, startedAt: before } }) };
          done = await ddb
            .send(
              new UpdateCommand({
                ...at,
                UpdateExpression: 'SET body = :body',
                ConditionExpression: 'body = :was',
                ExpressionAttributeValues: { ':body': JSON.stringify({ ...row, ...started }), ':was': Item!.body },
              }),
            )
            .then(() => true)
            .catch((error: Error) => {
              if (error.name !== 'ConditionalCheckFailedException') throw error;
              return false;
            });
        }
      }
      ddb.destroy();
      await callScheduled(clientConfig, [name('investigate')]);
    }

    test('erases what it has kept, publishes the proof, and lets nothing begin again', async () => {
      const { rosa, sam } = stage().staff;
      const eve = await person(stage().deployment, 'eve', ['employees']);
      if ((await holds()).length === 0) {
        const before = await stage().employee('erna');
        expect(before.subject).not.toBe('');
        await eve.api.call(fileReport, { body: { severity: 'high', text: 'it has to end' } });
      }
      expect((await stage().storage.table('Keys')).length).toBeGreaterThan(0);
      const ids = await holds();
      await findLost(ids);
      for (const incident of ids) {
        const params = { incident };
        const seen = () => rosa.api.call(showIncident, { params }).then(({ incident: row }) => row);
        const published = await until(
          async () => {
            const row = await seen();
            return row.findings !== undefined && row.amendAt === undefined && row;
          },
          180_000,
          300,
        );
        if (published!.status === 'terminated') continue;
        const { epoch } = (await stage().status()).gates.collection;
        const body = { decision: 'terminate' as const, findings: published!.findings!.document, epoch };
        for (const who of [rosa, sam]) await who.api.call(approve, { params, body });
        expect(await until(async () => (await seen()).status === 'terminated', 120_000, 300)).toBe(true);
      }
      // All but the last wait, since another was still looked into.
      const last = ids.at(-1)!;
      const params = { incident: last };
      const view = await until(
        async () => {
          const shown = await rosa.api.call(showIncident, { params });
          return shown.termination !== undefined && shown;
        },
        240_000,
        500,
      );

      const { document } = view!.termination!;
      expect(document.found.subjects).toBeGreaterThan(0);
      expect(document.found.keys).toBeGreaterThan(0);
      expect(document.left).toEqual({ subjects: 0, keys: 0, others: 0, segments: 0, objects: 0 });
      const [keys, rows, subjects] = await Promise.all(
        ['Keys', 'Index', 'Subjects'].map((name) => stage().storage.table(name as never)),
      );
      expect([keys, rows]).toEqual([[], []]);
      const states = subjects!.filter(({ item }) => item === 'state').map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set(['erased']));
      // Whom it is about reads it too, and nobody begins again.
      const env = {
        ...stage().deployment.cloud.env,
        SLUICE_API: stage().deployment.outputs.ApiUrl!,
        SLUICE_TOKEN: await eve.token(),
      };
      const { code, stdout } = await runSluice(['--json', 'incidents', 'termination', last], { env });
      expect([code, JSON.parse(stdout).termination.document]).toEqual([0, document]);
      const refused = eve.api.call(enrol, { body: { device: 'new' } });
      expect(await refused.catch((error: ApiError) => error.reason)).toBe('terminated');
    });
  });
