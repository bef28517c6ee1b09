import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { AllProbes, DamagedProbe, KeptProbe, ProbeState, ProbeStore } from './probes.ts';

/** A partition of the table `Incidents`; no ULID is spelled like it. */
const PROBES = 'probes';

/** `probes`, `item` = name of the probe: `body` (where it stands, as JSON) and `version`, which every write moves. */
export function awsProbes({ documents, table }: { documents: DynamoDBDocumentClient; table: string }): ProbeStore {
  return {
    async all() {
      const found: AllProbes = { kept: [], damaged: [] };
      const query = {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'incident = :of',
        ExpressionAttributeValues: { ':of': PROBES },
      };
      for await (const { Items = [] } of paginateQuery({ client: documents }, query)) {
        for (const item of Items) {
          const probe = decode(item);
          if ('state' in probe) found.kept.push(probe);
          else found.damaged.push(probe);
        }
      }
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

function decode({ item, body, version }: Record<string, unknown>): KeptProbe | DamagedProbe {
  const isVersion = Number.isSafeInteger(version);
  try {
    const state = JSON.parse(String(body)) as ProbeState;
    if (state?.probe === item && Number.isFinite(state.upTo) && isVersion) return { state, version: version as number };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { probe: String(item), ...(isVersion && { version: version as number }) };
}
