import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsConsentStore } from '../consent/consent-store.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { awsRefusedFrames } from './refused-frames.aws.ts';
import { refusedFramesContract } from './refused-frames.contract.ts';

refusedFramesContract('aws', async () => {
  const [table, gateTable] = ['subjects', 'gate'];
  const ddb = dynamoDouble({ [table]: ['subject', 'item'] }).client();
  const Item = { subject: S('anna'), item: S('device#laptop'), acked: N(0), enrolledAt: N(1) };
  await ddb.send(new PutItemCommand({ TableName: table, Item }));
  const store = awsConsentStore({ ddb, table, gateTable, ledger: {} as never });
  return { notes: awsRefusedFrames({ ddb, table }), seen: async () => (await store.devices('anna'))[0]! };
});
