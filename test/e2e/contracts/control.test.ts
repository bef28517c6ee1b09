/**
 * The AWS adapters of the control plane keep the contracts that the memory adapters keep: against the local cloud, without
 * any stack.
 */

import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll } from '@jest/globals';
import { awsConsentStore } from '../../../core/consent/consent-store.aws.ts';
import { consentStoreContract } from '../../../core/consent/consent-store.contract.ts';
import { awsPseudonyms } from '../../../core/consent/pseudonym.aws.ts';
import { pseudonymsContract } from '../../../core/consent/pseudonym.contract.ts';
import { awsCollectionGate, awsReadingGate } from '../../../core/gate/gate.aws.ts';
import { gateContract } from '../../../core/gate/gate.contract.ts';
import { awsLeaseKeys } from '../../../core/lease/lease-keys.aws.ts';
import { leaseKeysContract } from '../../../core/lease/lease-keys.contract.ts';
import { awsLedger } from '../../../core/ledger/ledger.aws.ts';
import type { EntryFacts } from '../../../core/ledger/ledger.ts';
import { wholeLedger } from '../../../core/ledger/walk.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { failedCondition, type Item, N, S } from '../../../core/shared/dynamodb.aws.ts';
import { type EmptyCloud, emptyCloud } from './empty-cloud.ts';
import { makeTable } from './tables.ts';

let cloud: EmptyCloud;
let ddb: DynamoDBClient;
let kms: KMSClient;

beforeAll(async () => {
  cloud = emptyCloud();
  const settings = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: { accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!, secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY! },
  };
  ddb = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  kms = new KMSClient(settings);
});
afterAll(async () => {
  ddb?.destroy();
  kms?.destroy();
});

/** What a commit's condition on a lane does. */
async function commit(TableName: string, Key: Item, epoch: number): Promise<boolean> {
  try {
    await ddb.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'ADD committed :one',
        ConditionExpression: '#state = :open AND epoch = :epoch',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':one': N(1), ':open': S('open'), ':epoch': N(epoch) },
      }),
    );
    return true;
  } catch (error) {
    if (failedCondition(error)) return false;
    throw error;
  }
}

gateContract('collection, DynamoDB', async () => {
  const [gateTable, lanesTable] = await Promise.all([makeTable(ddb, 'pk:S'), makeTable(ddb, 'lane:S')]);
  return {
    store: awsCollectionGate({ ddb, gateTable, lanesTable, clock: systemClock }),
    commit: (lane, epoch) => commit(lanesTable, { lane: S(lane) }, epoch),
  };
});

gateContract('reading, DynamoDB', async () => {
  const [gateTable, ledgerTable] = await Promise.all([makeTable(ddb, 'pk:S'), makeTable(ddb, 'chain:S', 'seq:N')]);
  return {
    store: awsReadingGate({ ddb, gateTable, ledgerTable, clock: systemClock }),
    commit: (chain, epoch) => commit(ledgerTable, { chain: S(chain), seq: N(0) }, epoch),
  };
});

consentStoreContract('DynamoDB', async () => {
  const [table, gateTable, lanesTable, ledgerTable] = await Promise.all([
    makeTable(ddb, 'subject:S', 'item:S'),
    makeTable(ddb, 'pk:S'),
    makeTable(ddb, 'lane:S'),
    makeTable(ddb, 'chain:S', 'seq:N'),
  ]);
  const ledger = awsLedger({ ddb, table: ledgerTable, chains: ['c0'] });
  const gate = awsCollectionGate({ ddb, gateTable, lanesTable, clock: systemClock });
  return {
    store: awsConsentStore({ ddb, table, gateTable, ledger }),
    entries: async () => (await wholeLedger(ledger)) as EntryFacts[],
    async moveWindow(subject, device, { high, seen }) {
      await ddb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { subject: S(subject), item: S('state') },
          UpdateExpression: 'SET #windows.#device = :window ADD #revision :one',
          ExpressionAttributeNames: { '#windows': 'windows', '#device': device, '#revision': 'revision' },
          ExpressionAttributeValues: { ':window': { M: { high: N(high), seen: N(seen) } }, ':one': N(1) },
        }),
      );
    },
    hold: async (at) => void (await gate.hold('incident', { at })),
  };
});

leaseKeysContract('DynamoDB and KMS', async (instances) => {
  const table = await makeTable(ddb, 'kid:S');
  const kmsKey = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
  const clock = { now: () => Date.UTC(2026, 10, 25, 12) };
  const options = { ddb, kms, table, kmsKey, program: 'sample', deliveryHours: 24, clock };
  return Array.from({ length: instances }, () => awsLeaseKeys(options));
});

pseudonymsContract('KMS', async () => {
  const key = await kms.send(new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }));
  return awsPseudonyms({ kms, keyId: key.KeyMetadata!.KeyId! });
});
