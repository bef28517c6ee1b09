import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, QueryCommand, type TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

/** Rows of the table `Exports`: what its adapters have in common. */

export interface AwsExportsOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Exports`. */
  table: string;
}

/** In place of an export: one row of each, so that whoever looks at all of them asks for these rows alone. No ULID is one. */
export const HEADS = 'exports';
/** One row of each run, by `<export>#<run>`. */
export const RUNS = 'runs';
/**
 * Where people are held, by `<subject>#<export>`, and of a run `<subject>#<export>#<run>`: in four partitions, since one takes a thousand
 * writes a second and data sets are cut by many workers; each is a query more for who looks at all of them. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
export const peopleOf = (subject: string): string =>
  `people#${createHash('sha256').update(subject).digest()[0]! % PARTITIONS}`;
const PARTITIONS = 4;
/** In which they were all before: read, and written no more. Those of runs stay. */
export const PEOPLE_BEFORE = 'people';
const EVERYWHERE = [PEOPLE_BEFORE, ...Array.from({ length: PARTITIONS }, (_, n) => `people#${n}`)];

/** What was told of exports that stopped, by export; `looked`: what the last look has seen. */
export const TOLD = 'told';

export type Stored = Record<string, unknown>;

/** @returns false where a condition did not hold */
export async function allOrNone(documents: DynamoDBDocumentClient, write: TransactWriteCommand): Promise<boolean> {
  try {
    await documents.send(write);
    return true;
  } catch (error) {
    const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
}

/** What is asked for of what stands under one key. */
interface Asked {
  key: string;
  prefix: string;
  /** @default as much as a page holds */
  limit?: number;
}

/** A page, in order. @param after the last item of the page before */
export async function pageOf(
  documents: DynamoDBDocumentClient,
  table: string,
  { key, prefix, limit }: Asked,
  after?: string,
): Promise<{ items: Stored[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: `#export = :export${prefix === '' ? '' : ' AND begins_with(#item, :prefix)'}`,
      ExpressionAttributeNames: { '#export': 'export', ...(prefix !== '' && { '#item': 'item' }) },
      ExpressionAttributeValues: { ':export': key, ...(prefix !== '' && { ':prefix': prefix }) },
      ...(limit !== undefined && { Limit: limit }),
      ...(after !== undefined && { ExclusiveStartKey: { export: key, item: after } }),
    }),
  );
  return { items: Items, ...(LastEvaluatedKey && { next: LastEvaluatedKey.item as string }) };
}

/** Page by page. */
export async function* pagesOf(
  documents: DynamoDBDocumentClient,
  table: string,
  key: string,
  prefix: string,
): AsyncGenerator<Stored[]> {
  let after: string | undefined;
  do {
    const { items, next } = await pageOf(documents, table, { key, prefix }, after);
    yield items;
    after = next;
  } while (after !== undefined);
}

/** All who are held anywhere, page by page, those of one person together. */
export async function* pagesOfPeople({ documents, table }: AwsExportsOptions): AsyncGenerator<Stored[]> {
  for (const key of EVERYWHERE)
    for await (const page of pagesOf(documents, table, key, '')) if (page.length > 0) yield page;
}

/** Where one person is held. */
export async function* placesOf({ documents, table }: AwsExportsOptions, subject: string): AsyncGenerator<Stored> {
  for (const key of [PEOPLE_BEFORE, peopleOf(subject)]) yield* itemsOf(documents, table, key, `${subject}#`);
}

export async function* itemsOf(...asked: Parameters<typeof pagesOf>): AsyncGenerator<Stored> {
  for await (const page of pagesOf(...asked)) yield* page;
}
