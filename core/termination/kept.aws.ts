import { type DynamoDBDocumentClient, paginateScan, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import type { KeptRows } from './kept.ts';

export interface AwsKeptOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Subjects`. */
  subjects: string;
  /** The table `Keys`. */
  keys: string;
  /** The table `Index`, with its index `byDay`, which holds no messages. */
  index: string;
}

/** Needs `Scan` on `Subjects`, on `Keys` (of `keyId` alone), and on the index `byDay`. */
export function awsKeptRows({ documents, subjects, keys, index }: AwsKeptOptions): KeptRows {
  async function* walk(input: ScanCommandInput) {
    for await (const { Items = [] } of paginateScan({ client: documents }, input)) yield Items;
  }
  return {
    async *subjects() {
      const pages = walk({
        TableName: subjects,
        ConsistentRead: true,
        // A row without a state is one that cannot be read, and is not taken for erased.
        FilterExpression: '#item = :item AND (attribute_not_exists(#state) OR #state <> :erased)',
        ProjectionExpression: '#subject',
        ExpressionAttributeNames: { '#item': 'item', '#state': 'state', '#subject': 'subject' },
        ExpressionAttributeValues: { ':item': 'state', ':erased': 'erased' },
      });
      for await (const items of pages) yield items.map(({ subject }) => String(subject));
    },
    async *keys() {
      const pages = walk({
        TableName: keys,
        ConsistentRead: true,
        Select: 'SPECIFIC_ATTRIBUTES',
        ProjectionExpression: '#keyId',
        ExpressionAttributeNames: { '#keyId': 'keyId' },
      });
      for await (const items of pages) yield items.map(({ keyId }) => String(keyId));
    },
    async *segments() {
      const pages = walk({
        TableName: index,
        IndexName: 'byDay',
        ProjectionExpression: '#subject, #object',
        ExpressionAttributeNames: { '#subject': 'subject', '#object': 'object' },
      });
      for await (const items of pages) {
        yield items.map(({ subject, object }) => ({ subject: String(subject), hasObject: object !== undefined }));
      }
    },
  };
}
