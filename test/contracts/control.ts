import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { awsConsentStore } from '../../core/consent/consent-store.aws.ts';
import { consentStoreContract } from '../../core/consent/consent-store.contract.ts';
import { encodeWindow } from '../../core/consent/subject-row.aws.ts';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { awsLeaseKeys } from '../../core/lease/lease-keys.aws.ts';
import { leaseKeysContract, leaseLengthsContract } from '../../core/lease/lease-keys.contract.ts';
import { awsLeaseLengths } from '../../core/lease/lease-lengths.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import type { EntryFacts } from '../../core/ledger/ledger.ts';
import { wholeLedger } from '../../core/ledger/walk.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { N, S } from '../../core/shared/dynamodb.aws.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { pseudonymsContract } from '../../core/shared/pseudonym.contract.ts';
import type { ContractCloud } from './cloud.ts';
import { gateContracts } from './gate.ts';

/** The AWS adapters of the control plane keep the contracts that the memory adapters keep. */
export function controlContracts(cloud: ContractCloud): void {
  const { ddb, kms } = cloud;
  gateContracts(cloud);

  consentStoreContract('DynamoDB', async () => {
    const [table, gateTable, lanesTable, ledgerTable] = await Promise.all([
      cloud.table('subject:S', 'item:S'),
      cloud.table('pk:S'),
      cloud.table('lane:S'),
      cloud.table('chain:S', 'seq:N'),
    ]);
    const ledger = awsLedger({ ddb, table: ledgerTable, chains: ['c0'] });
    const gates = {
      collection: awsCollectionGate({ ddb, gateTable, lanesTable, clock: systemClock }),
      reading: awsReadingGate({ ddb, gateTable, ledgerTable, clock: systemClock }),
    };
    return {
      gates,
      store: awsConsentStore({ ddb, table, gateTable, ledger }),
      entries: async () => (await wholeLedger(ledger)) as EntryFacts[],
      async moveWindow(subject, device, window) {
        await ddb.send(
          new UpdateItemCommand({
            TableName: table,
            Key: { subject: S(subject), item: S('state') },
            UpdateExpression: 'SET #windows.#device = :window ADD #revision :one',
            ExpressionAttributeNames: { '#windows': 'windows', '#device': device, '#revision': 'revision' },
            ExpressionAttributeValues: { ':window': encodeWindow(window), ':one': N(1) },
          }),
        );
      },
    };
  });

  leaseKeysContract('DynamoDB and KMS', async (instances) => {
    const table = await cloud.table('kid:S');
    const kmsKey = await cloud.kmsKey();
    const clock = { now: () => Date.UTC(2026, 10, 25, 12) };
    const options = { ddb, kms, table, kmsKey, program: 'sample', deliveryHours: 24, clock };
    return Array.from({ length: instances }, () => awsLeaseKeys(options));
  });

  leaseLengthsContract('DynamoDB', async () => {
    const [table, kmsKey] = [await cloud.table('kid:S'), await cloud.kmsKey()];
    const clock = { now: () => Date.UTC(2026, 10, 25, 12) };
    const options = { ddb, kms, table, kmsKey, program: 'sample', deliveryHours: 24, clock };
    return {
      keys: [awsLeaseKeys(options), awsLeaseKeys(options)],
      lengths: awsLeaseLengths({ ddb, table }),
      async forget(kid) {
        const UpdateExpression = 'REMOVE longestLease';
        await ddb.send(new UpdateItemCommand({ TableName: table, Key: { kid: S(kid) }, UpdateExpression }));
      },
    };
  });

  pseudonymsContract('KMS', async () => {
    return awsPseudonyms({ kms: cloud.kms, keyId: await cloud.kmsKey('mac') });
  });
}
