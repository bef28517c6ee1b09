import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DEVICE, REFUSED } from '../consent/device-row.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import type { RefusedFramesNotes } from './refused-frames.ts';

/** In the device's own row of `Subjects`, one number a reason. Needs `UpdateItem` on it. */
export const awsRefusedFrames = ({ ddb, table }: { ddb: DynamoDBClient; table: string }): RefusedFramesNotes => ({
  async note({ subject, device, refused }) {
    const counts = Object.entries(refused);
    try {
      await ddb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { subject: S(subject), item: S(DEVICE + device) },
          UpdateExpression: `ADD ${counts.map((_, at) => `#r${at} :r${at}`).join(', ')}`,
          ConditionExpression: 'attribute_exists(subject)',
          ExpressionAttributeNames: Object.fromEntries(counts.map(([why], at) => [`#r${at}`, REFUSED + why])),
          ExpressionAttributeValues: Object.fromEntries(counts.map(([, count], at) => [`:r${at}`, N(count)])),
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  },
});
