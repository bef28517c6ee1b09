import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { failedCondition, type Item, isTransient, N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { readWhole, Unreadable } from '../shared/item.aws.ts';
import { type Persistence, persist } from '../shared/persist.ts';
import type { DisclosureNotes, NotedVersions } from './in-force.ts';

export interface AwsDisclosureNotesOptions {
  ddb: DynamoDBClient;
  /** The table `Gate`: needs `GetItem` on it, and who writes `PutItem` of keys that begin with `disclosure#`. */
  gateTable: string;
  /** For tests. @default persists for 8 s */
  persistence?: Partial<Persistence>;
}

/** An item a MAJOR. */
export function awsDisclosureNotes({ ddb, gateTable, persistence }: AwsDisclosureNotesOptions): DisclosureNotes {
  const again = <T>(attempt: () => Promise<T>) =>
    persist(attempt, { deadline: 8_000, ...persistence, transient: isTransient });
  const keyOf = (major: number): Item => ({ pk: S(`disclosure#${major}`) });

  return {
    read: (major) =>
      again(async () => {
        const Key = keyOf(major);
        const { Item } = await ddb.send(new GetItemCommand({ TableName: gateTable, Key, ConsistentRead: true }));
        return Item && parse(Item);
      }),
    write: (major, { versions, revision }, seen) =>
      again(async () => {
        const noted = Object.fromEntries([...versions].map(([version, compiled]) => [version, S(compiled)]));
        try {
          await ddb.send(
            new PutItemCommand({
              TableName: gateTable,
              Item: { ...keyOf(major), versions: { M: noted }, revision: N(revision) },
              ...(seen
                ? { ConditionExpression: 'revision = :seen', ExpressionAttributeValues: { ':seen': N(seen.revision) } }
                : { ConditionExpression: 'attribute_not_exists(pk)' }),
            }),
          );
          return true;
        } catch (error) {
          if (!failedCondition(error)) throw error;
          return false;
        }
      }),
  };
}

/** @throws Refused `damaged` */
function parse(item: Item): NotedVersions {
  try {
    const { M } = item.versions ?? {};
    const versions = Object.entries(M ?? {}).map(([version, { S: compiled }]) => [version, compiled] as const);
    if (versions.length === 0 || versions.some(([, compiled]) => compiled === undefined)) {
      throw new Unreadable('versions cannot be read');
    }
    return { versions: new Map(versions as [string, string][]), revision: readWhole(item, 'revision') };
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause;
    throw new Refused('damaged', 'the note of what was disclosed cannot be read', { cause });
  }
}
