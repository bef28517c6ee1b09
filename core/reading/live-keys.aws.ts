import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readTrims, STATE, TRIMS } from '../consent/subject-row.aws.ts';
import { batchGet } from '../shared/batch-get.aws.ts';
import { S, text } from '../shared/dynamodb.aws.ts';
import { optional, Unreadable } from '../shared/item.aws.ts';
import type { LiveKeys } from './live-keys.ts';

/** Of the table `Subjects`. Needs `BatchGetItem` on it. A row that does not say its state, or what is trimmed, is of nobody: fail closed. */
export const awsLiveKeys =
  ({ ddb, table }: { ddb: DynamoDBClient; table: string }): LiveKeys =>
  async (subjects) => {
    const keys = subjects.map((subject) => ({ subject: S(subject), item: S(STATE) }));
    const rows = await batchGet(ddb, table, keys);
    return new Map(
      rows.flatMap((row) => {
        const [subject, state, keyId] = [text(row, 'subject'), text(row, 'state'), text(row, 'keyId')];
        const isLive = subject !== undefined && state !== undefined && state !== 'erased' && keyId !== undefined;
        if (!isLive) return [];
        try {
          const trims = optional(row, TRIMS, readTrims);
          return [[subject, { keyId, ...(trims && { trims }) }] as const];
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error;
          return [];
        }
      }),
    );
  };
