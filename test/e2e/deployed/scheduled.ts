import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { ledgerTips } from '../../../api/ledger.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { stage } from './stage.ts';

/** What runs on a schedule that no test waits for, under the roles it has there. */
export const scheduled = () =>
  describe('on schedule', () => {
    async function invoke(name: string): Promise<unknown> {
      const { clientConfig, disclosure } = stage().deployment;
      return (await callScheduled(clientConfig, [`sluice-${disclosure.program}-local-${name}`]))[0];
    }

    test('a checkpoint over the chains is signed, and handed out with the ledger', async () => {
      await invoke('checkpoint');
      const { checkpoint } = await stage().staff.rosa.api.call(ledgerTips);
      expect(checkpoint).toContain('\u2014 sluice/');
    });

    test('reports and erasures that died half-way are looked for', async () => {
      await invoke('investigate');
      expect(await invoke('erasures')).toMatchObject({ erased: expect.any(Number) });
    });

    test('what IAM denies beside the gates is compared with them', async () => {
      expect(await invoke('second-line')).toEqual({ moved: [], altered: [] });
    });

    test('the sweep retires the lane of a shard that is gone', async () => {
      const { clientConfig, outputs } = stage().deployment;
      const ended = 'a-stream-before/1/shardId-000000000000';
      const ddb = new DynamoDBClient(clientConfig);
      await ddb.send(
        new UpdateItemCommand({
          TableName: outputs.GateTable,
          Key: { pk: { S: 'collection#lanes' } },
          UpdateExpression: 'ADD lanes :lane',
          ExpressionAttributeValues: { ':lane': { SS: [ended] } },
        }),
      );
      ddb.destroy();
      expect(await invoke('sweep')).toMatchObject({ retired: [ended] });
      expect(await invoke('sweep')).toMatchObject({ retired: [] });
    });

    test('the sweep leaves what is referenced', async () => {
      const before = await stage().storage.objects();
      expect(before.length).toBeGreaterThan(0);
      expect(await invoke('sweep')).toMatchObject({ removed: 0 });
      // An agent may have sent more meanwhile.
      expect(await stage().storage.objects()).toEqual(expect.arrayContaining(before));
    });
  });
