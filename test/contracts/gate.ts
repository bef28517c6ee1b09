import { type DynamoDBClient, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { gateContract } from '../../core/gate/gate.contract.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { failedCondition, type Item, N, S } from '../../core/shared/dynamodb.aws.ts';
import type { ContractCloud } from './cloud.ts';

/** What a commit's condition on a lane does. */
async function commit(ddb: DynamoDBClient, TableName: string, Key: Item, epoch: number): Promise<boolean> {
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

/** What tests of the gate write beside it: an entry of the registry, a lane's row. */
const gateRows = (
  ddb: DynamoDBClient,
  gate: string,
  gateTable: string,
  table: string,
  key: (lane: string) => Item,
) => ({
  list: (lane: string) =>
    ddb.send(
      new UpdateItemCommand({
        TableName: gateTable,
        Key: { pk: S(`${gate}#lanes`) },
        UpdateExpression: 'ADD lanes :lane',
        ExpressionAttributeValues: { ':lane': { SS: [lane] } },
      }),
    ),
  put: (lane: string, state: string, epoch: number) =>
    ddb.send(new PutItemCommand({ TableName: table, Item: { ...key(lane), state: S(state), epoch: N(epoch) } })),
});

/** Both gates on DynamoDB keep the contract that the gate in memory keeps. */
export function gateContracts(cloud: Pick<ContractCloud, 'ddb' | 'table'>): void {
  const { ddb } = cloud;
  gateContract('collection, DynamoDB', async () => {
    const [gateTable, lanesTable] = await Promise.all([cloud.table('pk:S'), cloud.table('lane:S')]);
    const key = (lane: string) => ({ lane: S(lane) });
    return {
      store: awsCollectionGate({ ddb, gateTable, lanesTable, clock: systemClock }),
      commit: (lane, epoch) => commit(ddb, lanesTable, key(lane), epoch),
      ...gateRows(ddb, 'collection', gateTable, lanesTable, key),
    };
  });

  gateContract('reading, DynamoDB', async () => {
    const [gateTable, ledgerTable] = await Promise.all([cloud.table('pk:S'), cloud.table('chain:S', 'seq:N')]);
    const key = (chain: string) => ({ chain: S(chain), seq: N(0) });
    return {
      store: awsReadingGate({ ddb, gateTable, ledgerTable, clock: systemClock }),
      commit: (chain, epoch) => commit(ddb, ledgerTable, key(chain), epoch),
      ...gateRows(ddb, 'reading', gateTable, ledgerTable, key),
    };
  });
}
