import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../shared/dynamodb.aws.ts';
import type { LaneBooks, LaneCounters } from './books.ts';

/** Numbers of a lane's row that count nothing. */
const NOT_COUNTERS = new Set(['epoch', 'attempts', 'retired']);

/** All rows of `Lanes`, retired ones too. Needs `Scan`. */
export function awsLaneBooks({ ddb, table }: { ddb: DynamoDBClient; table: string }): LaneBooks {
  return {
    async lanes() {
      const lanes: LaneCounters[] = [];
      let start: Item | undefined;
      do {
        const command: ScanCommand = new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          ...(start && { ExclusiveStartKey: start }),
        });
        const page = await ddb.send(command);
        for (const item of page.Items ?? []) {
          const counters = Object.entries(item).flatMap(([name, { N }]) =>
            N === undefined || NOT_COUNTERS.has(name) ? [] : [[name, Number(N)] as const],
          );
          lanes.push(Object.fromEntries(counters));
        }
        start = page.LastEvaluatedKey;
      } while (start);
      return lanes;
    },
  };
}
