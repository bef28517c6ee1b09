import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../shared/dynamodb.aws.ts';
import { Unreadable } from '../shared/item.aws.ts';
import type { CountedLanes, LaneCounters } from './books.ts';
import { decodeLane } from './lane-row.aws.ts';

/** All rows of `Lanes`, retired ones too. Needs `Scan`. */
export function awsAllLanes({ ddb, table }: { ddb: DynamoDBClient; table: string }): CountedLanes {
  return {
    async lanes() {
      const lanes: LaneCounters[] = [];
      const damaged: string[] = [];
      let start: Item | undefined;
      do {
        const command: ScanCommand = new ScanCommand({
          TableName: table,
          ConsistentRead: true,
          ...(start && { ExclusiveStartKey: start }),
        });
        const page = await ddb.send(command);
        for (const item of page.Items ?? []) {
          try {
            lanes.push(decodeLane(item).counters);
          } catch (error) {
            if (!(error instanceof Unreadable)) throw error;
            damaged.push(`lane ${item.lane!.S}`);
          }
        }
        start = page.LastEvaluatedKey;
      } while (start);
      return { lanes, damaged };
    },
  };
}
