import { randomBytes } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { failedCondition, isTransient } from '../shared/dynamodb.aws.ts';
import { parallel } from '../shared/parallel.ts';
import { persist } from '../shared/persist.ts';
import type {
  CutFacts,
  Export,
  ExportDocuments,
  ExportObjects,
  ExportState,
  ExportStore,
  Held,
  PartRow,
} from './export.ts';
import { PARTS_A_FETCH } from './fetch.ts';
import type { TrainingRun, TrainingRuns } from './runs.ts';

/**
 * Items: `export`, `part#<plan>#<name>`, `held#<subject>`, `run#<name>`. Of a person, under `person#<subject>` in place of an export: the ids of
 * exports that hold them, and `ran#<export>#<name>`.
 */
const HEAD = 'export';
const PART = 'part#';
const HELD = 'held#';
const RUN = 'run#';
const PERSON = 'person#';
const RAN = 'ran#';
/**
 * Rows are kept so long after an export has expired: what was in it is asked for later, too. What their keys opened has been
 * deleted from the bucket by then.
 */
const KEPT = 90 * 86_400_000;
const PUTS_AT_ONCE = 16;
/** As many rows of subjects are looked at in one call. */
const PEOPLE_A_PAGE = 100;

export interface AwsExportsOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Exports`. */
  table: string;
}

export function awsExports({ documents, table }: AwsExportsOptions): ExportStore {
  const get = async (id: string, item: string) => {
    const Key = { export: id, item };
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item;
  };
  const find = async (id: string): Promise<Export | undefined> => {
    const item = await get(id, HEAD);
    return item && headOf(item);
  };
  /** Of the parts of the plan that holds; of one that nobody came to the end of there is none. */
  const partsOf = async (id: string): Promise<string | undefined> => {
    const plan = (await get(id, HEAD))?.plan;
    return typeof plan === 'string' ? `${PART}${plan}#` : undefined;
  };
  /** One write of the head, where its state is one of these. */
  const move = async (
    id: string,
    from: readonly ExportState[],
    to: Readonly<Record<string, unknown>>,
  ): Promise<boolean> => {
    const names = Object.keys(to);
    try {
      await documents.send(
        new UpdateCommand({
          TableName: table,
          Key: { export: id, item: HEAD },
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: inStates(from),
          ExpressionAttributeNames: {
            ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
            '#state': 'state',
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(names.map((name) => [`:${name}`, to[name]])),
            ...stateValues(from),
          },
        }),
      );
      return true;
    } catch (error) {
      if (failedCondition(error)) return false;
      throw error;
    }
  };

  return {
    find,
    async create(asked) {
      const Item = { ...asked, item: HEAD, expiresSeconds: Math.ceil((asked.expires + KEPT) / 1000) };
      const ConditionExpression = 'attribute_not_exists(#export)';
      const ExpressionAttributeNames = { '#export': 'export' };
      try {
        await documents.send(new PutCommand({ TableName: table, Item, ConditionExpression, ExpressionAttributeNames }));
        return asked;
      } catch (error) {
        const there = failedCondition(error) && (await find(asked.export));
        if (there) return there;
        throw error;
      }
    },
    async list() {
      const found: Export[] = [];
      const pages = paginateScan(
        { client: documents },
        {
          TableName: table,
          FilterExpression: '#item = :head',
          ExpressionAttributeNames: { '#item': 'item' },
          ExpressionAttributeValues: { ':head': HEAD },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) found.push(...Items.map(headOf));
      return found;
    },
    async plan(id, parts, people) {
      const made = await find(id);
      if (made?.state !== 'planned') return;
      const expiresSeconds = Math.ceil((made.expires + KEPT) / 1000);
      const plan = randomBytes(9).toString('base64url');
      await parallel([...parts], PUTS_AT_ONCE, async (part) => {
        const Item = { ...part, export: id, item: `${PART}${plan}#${part.part}`, expiresSeconds };
        await documents.send(new PutCommand({ TableName: table, Item }));
      });
      await move(id, ['planned'], { state: 'making', parts: parts.length, people, plan });
    },
    async part(id, part) {
      const of = await partsOf(id);
      const item = of && (await get(id, `${of}${part}`));
      return item ? partOf(item) : undefined;
    },
    async parts(id, after) {
      const of = await partsOf(id);
      if (of === undefined) return { parts: [] };
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#export = :export AND #item BETWEEN :from AND :to',
          ExpressionAttributeNames: { '#export': 'export', '#item': 'item' },
          ExpressionAttributeValues: {
            ':export': id,
            ':from': `${of}${after ? `${after}0` : ''}`,
            ':to': `${of}~`,
          },
          Limit: PARTS_A_FETCH,
        }),
      );
      const parts = Items.map(partOf);
      const last = parts.at(-1)?.part;
      return { parts, ...(LastEvaluatedKey && last !== undefined && { next: last }) };
    },
    async cut(id, part, facts) {
      const of = await partsOf(id);
      const planned = of && (await get(id, `${of}${part}`));
      if (!planned) return false;
      const { subject, expiresSeconds } = planned as { subject: string; expiresSeconds: number };
      const { keyId, trims } = facts;
      /** Where this person is found, and in what: with the part, in one step. */
      const index =
        facts.counts.rows === 0
          ? []
          : [
              { export: id, item: `${HELD}${subject}`, subject, keyId, ...(trims && { trims }), expiresSeconds },
              { export: `${PERSON}${subject}`, item: id, expiresSeconds },
            ];
      const write = new TransactWriteCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: table,
              Key: { export: id, item: HEAD },
              ConditionExpression: inStates(['making']),
              ExpressionAttributeNames: { '#state': 'state' },
              ExpressionAttributeValues: stateValues(['making']),
            },
          },
          {
            Update: {
              TableName: table,
              Key: { export: id, item: `${of}${part}` },
              UpdateExpression: 'SET #cut = :cut',
              ConditionExpression: 'attribute_exists(#export) AND attribute_not_exists(#cut)',
              ExpressionAttributeNames: { '#cut': 'cut', '#export': 'export' },
              ExpressionAttributeValues: { ':cut': facts },
            },
          },
          ...index.map((Item) => ({ Put: { TableName: table, Item } })),
        ],
      });
      // Many workers check one head at a time: a conflict says nothing.
      return persist(
        async () => {
          try {
            await documents.send(write);
            return true;
          } catch (error) {
            const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
            if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
            throw error;
          }
        },
        { transient: isTransient },
      );
    },
    async held(id, after) {
      const { items, next } = await pageOf(documents, table, id, HELD, after);
      return { held: items.map(heldOf), ...(next !== undefined && { next }) };
    },
    async holding(subject) {
      const ids: string[] = [];
      for await (const { item } of itemsOf(documents, table, `${PERSON}${subject}`, ''))
        if (!String(item).startsWith(RAN)) ids.push(String(item));
      return ids;
    },
    seal: (id, sealed) => move(id, ['making'], { state: 'sealed', sealed }),
    stop: (id, by) => move(id, ['planned', 'making'], { state: 'stopped', stopped: by }),
    revoke: (id) => move(id, ['planned', 'making', 'sealed', 'stopped'], { state: 'revoked' }),
    async forget(id) {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#export = :export AND begins_with(#item, :part)',
          FilterExpression: 'attribute_exists(#cut.#wrapped)',
          ProjectionExpression: '#item',
          ExpressionAttributeNames: { '#export': 'export', '#item': 'item', '#cut': 'cut', '#wrapped': 'wrapped' },
          ExpressionAttributeValues: { ':export': id, ':part': PART },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const { item } of Items) {
          await documents.send(
            new UpdateCommand({
              TableName: table,
              Key: { export: id, item },
              UpdateExpression: 'REMOVE #cut.#wrapped',
              ConditionExpression: 'attribute_exists(#cut)',
              ExpressionAttributeNames: { '#cut': 'cut', '#wrapped': 'wrapped' },
            }),
          );
        }
      }
    },
  };
}

/** A page of what stands under one key, in order. @param after the last item of the page before */
async function pageOf(
  documents: DynamoDBDocumentClient,
  table: string,
  key: string,
  prefix: string,
  after?: string,
): Promise<{ items: Stored[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: `#export = :export${prefix === '' ? '' : ' AND begins_with(#item, :prefix)'}`,
      ExpressionAttributeNames: { '#export': 'export', ...(prefix !== '' && { '#item': 'item' }) },
      ExpressionAttributeValues: { ':export': key, ...(prefix !== '' && { ':prefix': prefix }) },
      Limit: PEOPLE_A_PAGE,
      ...(after !== undefined && { ExclusiveStartKey: { export: key, item: after } }),
    }),
  );
  return { items: Items, ...(LastEvaluatedKey && { next: LastEvaluatedKey.item as string }) };
}

async function* itemsOf(
  documents: DynamoDBDocumentClient,
  table: string,
  key: string,
  prefix: string,
): AsyncGenerator<Stored> {
  let after: string | undefined;
  do {
    const { items, next } = await pageOf(documents, table, key, prefix, after);
    yield* items;
    after = next;
  } while (after !== undefined);
}

/** Runs stand beside their export, and stay when it goes. */
export function awsRuns({ documents, table }: AwsExportsOptions): TrainingRuns {
  return {
    async declare(run) {
      const Key = { export: run.export, item: `${RUN}${run.run}` };
      const ConditionExpression = 'attribute_not_exists(#export)';
      const ExpressionAttributeNames = { '#export': 'export' };
      const Item = { ...run, ...Key };
      // Found by whoever is in it, for good, before it is there: what leads to no run is passed over.
      await parallel([...run.people], PUTS_AT_ONCE, async ({ subject }) => {
        const entry = {
          export: `${PERSON}${subject}`,
          item: `${RAN}${run.export}#${run.run}`,
          run: run.run,
          of: run.export,
        };
        await documents.send(new PutCommand({ TableName: table, Item: entry }));
      });
      try {
        await documents.send(new PutCommand({ TableName: table, Item, ConditionExpression, ExpressionAttributeNames }));
        return run;
      } catch (error) {
        if (!failedCondition(error)) throw error;
        const { Item: there } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
        return runOf(there!);
      }
    },
    async find(id, run) {
      const Key = { export: id, item: `${RUN}${run}` };
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item && runOf(Item);
    },
    async holding(subject) {
      const found: TrainingRun[] = [];
      const entries = itemsOf(documents, table, `${PERSON}${subject}`, RAN);
      for await (const { of, run } of entries) {
        const Key = { export: String(of), item: `${RUN}${run}` };
        const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
        if (Item) found.push(runOf(Item));
      }
      return found;
    },
    async runs() {
      const found: TrainingRun[] = [];
      const pages = paginateScan(
        { client: documents },
        {
          TableName: table,
          FilterExpression: 'begins_with(#item, :run)',
          ExpressionAttributeNames: { '#item': 'item' },
          ExpressionAttributeValues: { ':run': RUN },
          ConsistentRead: true,
        },
      );
      for await (const { Items = [] } of pages) found.push(...Items.map(runOf));
      return found;
    },
  };
}
const runOf = ({ item: _, ...run }: Stored): TrainingRun => run as unknown as TrainingRun;

const inStates = (states: readonly ExportState[]): string =>
  `(${states.map((state) => `#state = :is_${state}`).join(' OR ')})`;
const stateValues = (states: readonly ExportState[]): Record<string, string> =>
  Object.fromEntries(states.map((state) => [`:is_${state}`, state]));

type Stored = Record<string, unknown>;
const heldOf = ({ subject, keyId, trims }: Stored): Held =>
  ({ subject, keyId, ...(trims !== undefined && { trims }) }) as Held;
const headOf = ({ item: _, expiresSeconds: __, plan: ___, ...head }: Stored): Export => head as unknown as Export;
const partOf = ({ export: _, item: __, expiresSeconds: ___, ...part }: Stored): PartRow =>
  part as unknown as PartRow & { cut?: CutFacts };

/** Needs `s3:PutObject` and `s3:GetObject` on the bucket, with its key. A link gives what its maker may get, and nothing more. */
export function awsExportObjects({ s3, bucket }: { s3: S3Client; bucket: string }): ExportObjects {
  const documentsKey = (id: string) => `${id}/documents.json`;
  const documents = async (id: string): Promise<ExportDocuments | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: documentsKey(id) }));
      return JSON.parse(await Body!.transformToString()) as ExportDocuments;
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
  return {
    documents,
    async put(id, bytes) {
      const object = `${id}/${randomBytes(16).toString('hex')}`;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: object, Body: bytes }));
      return object;
    },
    async names(id, names) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `plans/${id}.json`, Body: JSON.stringify(names) }));
    },
    async publish(id, made) {
      const Body = JSON.stringify(made);
      try {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: documentsKey(id), Body, IfNoneMatch: '*' }));
        return made;
      } catch (error) {
        if (!(error instanceof Error && error.name === 'PreconditionFailed')) throw error;
        return (await documents(id)) ?? made;
      }
    },
    link: (object, expiresIn) => getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: object }), { expiresIn }),
  };
}
