import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { failedCondition, isTransient } from '../shared/dynamodb.aws.ts';
import { persist } from '../shared/persist.ts';
import { heldInOf } from './departures.aws.ts';
import { type HeldIn, placeOf } from './departures.ts';
import type { MarkedHeld, MarkedStop, ToldStore } from './notify.ts';
import { type AwsExportsOptions, allOrNone, itemsOf, pagesOfPeople, peopleOf, TOLD } from './rows.aws.ts';

const STOP = 'stop#';
const LOOKED = 'looked';

/** Beside what is told of: of a person, on the row that says where they are held; it goes with it. */
export function awsTold({ documents, table }: AwsExportsOptions): ToldStore {
  const keyOf = (held: HeldIn) => ({
    export: held.under ?? peopleOf(held.subject),
    item: `${held.subject}#${placeOf(held)}`,
  });
  const mark = async (Key: Record<string, string>, to: { set?: true; remove?: true }): Promise<void> => {
    try {
      await documents.send(
        new UpdateCommand({
          ...{ TableName: table, Key, ConditionExpression: 'attribute_exists(#export)' },
          UpdateExpression: to.set ? 'SET #told = :told' : 'REMOVE #notice, #told',
          ExpressionAttributeNames: { '#export': 'export', '#told': 'told', ...(to.remove && { '#notice': 'notice' }) },
          ...(to.set && { ExpressionAttributeValues: { ':told': true } }),
        }),
      );
    } catch (error) {
      // It has expired meanwhile.
      if (!failedCondition(error)) throw error;
    }
  };
  return {
    async *people() {
      for await (const page of pagesOfPeople({ documents, table })) yield page.map(heldInOf<MarkedHeld>);
    },
    async claim(held, notice) {
      const write = new TransactWriteCommand({
        TransactItems: held.map((one) => ({
          Update: {
            TableName: table,
            Key: keyOf(one),
            UpdateExpression: 'SET #notice = :notice',
            ConditionExpression: 'attribute_exists(#export) AND attribute_not_exists(#notice)',
            ExpressionAttributeNames: { '#export': 'export', '#notice': 'notice' },
            ExpressionAttributeValues: { ':notice': notice },
          },
        })),
      });
      return persist(() => allOrNone(documents, write), { transient: isTransient });
    },
    told: (held) => mark(keyOf(held), { set: true }),
    back: (held) => mark(keyOf(held), { remove: true }),
    async stops() {
      const found: MarkedStop[] = [];
      for await (const { item, notice, told: isTold } of itemsOf(documents, table, TOLD, STOP))
        found.push({
          export: String(item).slice(STOP.length),
          notice: String(notice),
          ...(isTold === true && { told: true as const }),
        });
      return found;
    },
    async claimStop({ export: id, notice }, expiresSeconds) {
      try {
        await documents.send(
          new PutCommand({
            TableName: table,
            Item: { export: TOLD, item: `${STOP}${id}`, notice, expiresSeconds },
            ConditionExpression: 'attribute_not_exists(#export)',
            ExpressionAttributeNames: { '#export': 'export' },
          }),
        );
        return true;
      } catch (error) {
        if (failedCondition(error)) return false;
        throw error;
      }
    },
    toldStop: ({ export: id }) => mark({ export: TOLD, item: `${STOP}${id}` }, { set: true }),
    async seen() {
      const Key = { export: TOLD, item: LOOKED };
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return typeof Item?.mark === 'string' ? Item.mark : undefined;
    },
    async see(seen) {
      await documents.send(new PutCommand({ TableName: table, Item: { export: TOLD, item: LOOKED, mark: seen } }));
    },
  };
}
