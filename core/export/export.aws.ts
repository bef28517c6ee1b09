import { randomBytes } from 'node:crypto';
import {
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { failedCondition, isTransient } from '../shared/dynamodb.aws.ts';
import { parallel } from '../shared/parallel.ts';
import { persist } from '../shared/persist.ts';
import type { CutFacts, Export, ExportState, ExportStore, Held, PartRow } from './export.ts';
import { PARTS_A_FETCH } from './fetch.ts';
import {
  type AwsExportsOptions,
  allOrNone,
  HEADS,
  itemsOf,
  pageOf,
  peopleOf,
  placesOf,
  type Stored,
} from './rows.aws.ts';

/** Items of an export: `part#<plan>#<name>`, `held#<subject>`. Its own row stands with those of all others. */
const PART = 'part#';
const HELD = 'held#';
/**
 * Rows are kept so long after an export has expired: what was in it is asked for later, too. What their keys opened has been
 * deleted from the bucket by then.
 */
const KEPT = 90 * 86_400_000;
const PUTS_AT_ONCE = 16;
/** As many rows of subjects are looked at in one call. */
const PEOPLE_A_PAGE = 100;

export function awsExports({ documents, table }: AwsExportsOptions): ExportStore {
  const get = async (id: string, item: string) => {
    const Key = { export: id, item };
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item;
  };
  const find = async (id: string): Promise<Export | undefined> => {
    const head = await get(HEADS, id);
    return head && headOf(head);
  };
  /** Of the parts of the plan that holds; of one that nobody came to the end of there is none. */
  const partsOf = async (id: string): Promise<string | undefined> => {
    const plan = (await get(HEADS, id))?.plan;
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
          Key: { export: HEADS, item: id },
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
      const Item = {
        ...asked,
        export: HEADS,
        item: asked.export,
        expiresSeconds: Math.ceil((asked.expires + KEPT) / 1000),
      };
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
      for await (const head of itemsOf(documents, table, HEADS, '')) found.push(headOf(head));
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
      const held = { subject, keyId, ...(trims && { trims }), expiresSeconds };
      /** Where this person is found, and in what: with the part, in one step. */
      const index =
        facts.counts.rows === 0
          ? []
          : [
              { ...held, export: id, item: `${HELD}${subject}` },
              { ...held, export: peopleOf(subject), item: `${subject}#${id}`, of: id },
            ];
      const write = new TransactWriteCommand({
        TransactItems: [
          {
            ConditionCheck: {
              TableName: table,
              Key: { export: HEADS, item: id },
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
      return persist(() => allOrNone(documents, write), { transient: isTransient });
    },
    async held(id, after) {
      const { items, next } = await pageOf(documents, table, { key: id, prefix: HELD, limit: PEOPLE_A_PAGE }, after);
      return { held: items.map(heldOf), ...(next !== undefined && { next }) };
    },
    async holding(subject) {
      const ids: string[] = [];
      for await (const { of, run } of placesOf({ documents, table }, subject))
        if (run === undefined) ids.push(String(of));
      return ids;
    },
    seal: (id, sealed) => move(id, ['making'], { state: 'sealed', sealed }),
    stop: (id, by) => move(id, ['planned', 'making'], { state: 'stopped', stopped: by }),
    async denied(id, since) {
      try {
        await documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { export: HEADS, item: id },
            UpdateExpression: since === undefined ? 'REMOVE #denied' : 'SET #denied = if_not_exists(#denied, :since)',
            ConditionExpression: inStates(['planned', 'making']),
            ExpressionAttributeNames: { '#denied': 'denied', '#state': 'state' },
            ExpressionAttributeValues: {
              ...stateValues(['planned', 'making']),
              ...(since !== undefined && { ':since': since }),
            },
          }),
        );
      } catch (error) {
        if (!failedCondition(error)) throw error;
      }
    },
    revoke: (id) => move(id, ['planned', 'making', 'sealed', 'stopped'], { state: 'revoked' }),
    async copy(id, copy, there) {
      const ExpressionAttributeNames = { '#copies': 'copies', '#export': 'export' };
      try {
        await documents.send(
          new UpdateCommand({
            TableName: table,
            Key: { export: HEADS, item: id },
            UpdateExpression: `${there ? 'ADD' : 'DELETE'} #copies :those`,
            ConditionExpression: `attribute_exists(#export) AND ${there ? 'NOT ' : ''}contains(#copies, :one)`,
            ExpressionAttributeNames,
            ExpressionAttributeValues: { ':those': new Set([copy]), ':one': copy },
          }),
        );
        return true;
      } catch (error) {
        if (failedCondition(error)) return false;
        throw error;
      }
    },
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

const inStates = (states: readonly ExportState[]): string =>
  `(${states.map((state) => `#state = :is_${state}`).join(' OR ')})`;
const stateValues = (states: readonly ExportState[]): Record<string, string> =>
  Object.fromEntries(states.map((state) => [`:is_${state}`, state]));

const heldOf = ({ subject, keyId, trims }: Stored): Held =>
  ({ subject, keyId, ...(trims !== undefined && { trims }) }) as Held;
const headOf = ({ item, expiresSeconds: _, plan: __, copies, ...head }: Stored): Export =>
  ({
    ...head,
    export: item,
    ...(copies instanceof Set && copies.size > 0 && { copies: [...copies].sort() }),
  }) as unknown as Export;
const partOf = ({ export: _, item: __, expiresSeconds: ___, ...part }: Stored): PartRow =>
  part as unknown as PartRow & { cut?: CutFacts };
