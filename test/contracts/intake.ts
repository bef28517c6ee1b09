import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { awsDirectoryKeys, awsDirectoryStore, awsPartNames } from '../../core/directory/directory.aws.ts';
import { directoryContract } from '../../core/directory/directory.contract.ts';
import { paddedVersion } from '../../core/disclosure/version.ts';
import { awsIntake } from '../../core/intake/intake.aws.ts';
import { intakeContract } from '../../core/intake/intake.contract.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { fromItem } from '../../core/vault/index-row.ts';
import { awsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { keyRingContract } from '../../core/vault/key-ring.contract.ts';
import { awsSweepStore } from '../../core/vault/sweep.aws.ts';
import { sweepObjects } from '../../core/vault/sweep.ts';
import { awsVault } from '../../core/vault/vault.aws.ts';
import { vaultContract } from '../../core/vault/vault.contract.ts';
import type { ContractCloud } from './cloud.ts';

const OWN = new Set(['lane', 'state', 'epoch', 'checkpoint', 'disclosure', 'attemptAt', 'attempts']);

/** The AWS adapters of intake and vault keep the contracts that those in memory keep. */
export function intakeContracts(cloud: ContractCloud): void {
  const { ddb, documents, kms, s3 } = cloud;
  intakeContract('DynamoDB', async () => {
    const [lanes, subjects, index] = await Promise.all([
      cloud.table('lane:S'),
      cloud.table('subject:S', 'item:S'),
      cloud.indexTable(),
    ]);
    return {
      intake: awsIntake({ ddb, tables: { lanes, subjects, index } }),
      async putLane(lane, row) {
        const stored = row.disclosure === undefined ? row : { ...row, disclosure: paddedVersion(row.disclosure) };
        await documents.send(new PutCommand({ TableName: lanes, Item: { lane, ...stored } }));
      },
      async putSubject(row) {
        const windows = Object.fromEntries(row.windows);
        await documents.send(new PutCommand({ TableName: subjects, Item: { ...row, windows, item: 'state' } }));
      },
      async counters(lane) {
        const { Item } = await documents.send(
          new GetCommand({ TableName: lanes, Key: { lane }, ConsistentRead: true }),
        );
        return Object.fromEntries(Object.entries(Item ?? {}).filter(([name]) => !OWN.has(name)));
      },
      async segments(subject) {
        const { Items } = await documents.send(
          new QueryCommand({
            TableName: index,
            ConsistentRead: true,
            KeyConditionExpression: 'subject = :subject',
            ExpressionAttributeValues: { ':subject': subject },
          }),
        );
        return (Items ?? []).map((item) => {
          const row = fromItem(item);
          return 'message' in row.body ? { ...row, body: { message: Buffer.from(row.body.message) } } : row;
        });
      },
    };
  });

  describe('key ring: DynamoDB and KMS', () => {
    keyRingContract(async () => {
      const table = await cloud.table('keyId:S');
      const kmsKey = await cloud.kmsKey();
      return { ring: (clock) => awsKeyRing({ documents, kms, table, kmsKey, program: 'p', clock }) };
    });
  });

  describe('directory: DynamoDB', () => {
    directoryContract(async () => {
      const table = await cloud.table('keyId:S');
      const keys = awsDirectoryKeys({ kms, keyId: await cloud.kmsKey(), program: 'p' });
      const names = awsPartNames({ kms, keyId: await cloud.kmsKey('mac'), program: 'p' });
      return { store: awsDirectoryStore(documents, table), keys, names };
    });
  });

  describe('vault: S3', () => {
    vaultContract(async () => awsVault({ s3, bucket: await cloud.bucket() }));

    test('the sweep removes all versions of what no row points at, and nothing else', async () => {
      const [bucket, table] = await Promise.all([cloud.bucket(), cloud.indexTable()]);
      const vault = awsVault({ s3, bucket });
      const [kept, noise] = [await vault.put(Buffer.from('kept')), await vault.put(Buffer.from('noise'))];
      await documents.send(
        new PutCommand({
          TableName: table,
          Item: { subject: 'anna', segment: '1', day: '2026-11-25#3', object: kept, head: Buffer.from('h') },
        }),
      );
      const store = awsSweepStore({ s3, bucket, documents, table });
      const tomorrow = { now: () => Date.now() + 2 * 86_400_000 };

      expect(await sweepObjects(store, { clock: systemClock })).toEqual({ seen: 0, unreferenced: 0, removed: 0 });
      const result = await sweepObjects(store, { clock: tomorrow });

      expect(result).toEqual({ seen: 2, unreferenced: 1, removed: 1 });
      expect(Buffer.from(await vault.get(kept)).toString()).toBe('kept');
      await expect(vault.get(noise)).rejects.toMatchObject({ reason: 'no-object' });
      expect(await sweepObjects(store, { clock: tomorrow })).toMatchObject({ seen: 1, unreferenced: 0 });
    });
  });
}
