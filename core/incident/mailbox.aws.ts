import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Refused } from '../shared/errors.ts';
import { type Answered, type Mailbox, withAnswer } from './mailbox.ts';
import type { TextSeal } from './text-seal.ts';

export interface AwsMailboxOptions {
  documents: DynamoDBDocumentClient;
  /** The table `Incidents`. */
  table: string;
  seal: TextSeal;
}

/** What an answer is sealed for: who may open answers can open no report. */
export const ANSWERS_OF = 'answers-';
const TRIES = 5;

/**
 * `mailbox#<box>`, `item` = `incident`: the report of a receipt. `item` = `answers` of an incident: all of them, as JSON, sealed under a data key
 * of their own, anew with each.
 */
export function awsMailbox({ documents, table, seal }: AwsMailboxOptions): Mailbox {
  const get = async (incident: string, item: string) =>
    (await documents.send(new GetCommand({ TableName: table, Key: { incident, item }, ConsistentRead: true }))).Item;
  /** @returns whether it was put: not, where the condition did not hold */
  const put = async (Item: Record<string, unknown>, seen: number | undefined): Promise<boolean> => {
    const condition =
      seen === undefined
        ? { ConditionExpression: 'attribute_not_exists(#version)' }
        : { ConditionExpression: '#version = :seen', ExpressionAttributeValues: { ':seen': seen } };
    try {
      const ExpressionAttributeNames = { '#version': 'version' };
      await documents.send(new PutCommand({ TableName: table, Item, ExpressionAttributeNames, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  const read = async (incident: string): Promise<{ answers: Answered[]; version?: number }> => {
    const item = await get(incident, 'answers');
    if (!item) return { answers: [] };
    const text = await seal.open(ANSWERS_OF + incident, { wrapped: item.wrapped, message: item.message });
    return { answers: JSON.parse(text), version: item.version };
  };
  const incidentOf = async (box: string): Promise<string | undefined> => (await get(boxKey(box), 'incident'))?.of;

  return {
    incidentOf,
    async open(box, incident) {
      const made = await put({ incident: boxKey(box), item: 'incident', of: incident, version: 1 }, undefined);
      return made ? incident : ((await incidentOf(box)) ?? incident);
    },
    answers: async (incident) => (await read(incident)).answers,
    async answer(incident, answer) {
      for (let tries = 0; tries < TRIES; tries++) {
        const { answers, version } = await read(incident);
        const all = withAnswer(answers, answer);
        const sealed = await seal.seal(ANSWERS_OF + incident, JSON.stringify(all));
        if (await put({ incident, item: 'answers', ...sealed, version: (version ?? 0) + 1 }, version)) return all;
      }
      throw new Refused('busy', 'others answer at the same time');
    },
  };
}

const boxKey = (box: string): string => `mailbox#${box}`;
