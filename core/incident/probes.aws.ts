import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { Refused } from '../shared/errors.ts';
import type { KeptProbe, ProbeState, ProbeStore } from './probes.ts';

/** A partition of the table `Incidents`; no ULID is spelled like it. */
const PROBES = 'probes';

/** `probes`, `item` = name of the probe: `body` (where it stands, as JSON) and `version`, which every write moves. */
export function awsProbes({ documents, table }: { documents: DynamoDBDocumentClient; table: string }): ProbeStore {
  return {
    async all() {
      const found: KeptProbe[] = [];
      const query = {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'incident = :of',
        ExpressionAttributeValues: { ':of': PROBES },
      };
      for await (const { Items = [] } of paginateQuery({ client: documents }, query)) found.push(...Items.map(decode));
      return found;
    },
    async write(state, seen) {
      const condition =
        seen === undefined
          ? { ConditionExpression: 'attribute_not_exists(#version)' }
          : { ConditionExpression: '#version = :seen', ExpressionAttributeValues: { ':seen': seen } };
      try {
        await documents.send(
          new PutCommand({
            TableName: table,
            Item: { incident: PROBES, item: state.probe, body: JSON.stringify(state), version: (seen ?? 0) + 1 },
            ExpressionAttributeNames: { '#version': 'version' },
            ...condition,
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}

function decode({ item, body, version }: Record<string, unknown>): KeptProbe {
  try {
    const state = JSON.parse(String(body)) as ProbeState;
    if (state.probe === item && Number.isFinite(state.upTo) && Number.isSafeInteger(version))
      return { state, version: version as number };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refused('damaged', `the row of the probe ${String(item)} cannot be read`);
}
