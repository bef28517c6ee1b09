import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEndpointCommand, type IoTClient } from '@aws-sdk/client-iot';
import {
  GetRetainedMessageCommand,
  type IoTDataPlaneClient,
  PublishCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import { type Item, N, S } from '../shared/dynamodb.aws.ts';
import { SluiceError } from '../shared/errors.ts';
import { readWhole, Unreadable } from '../shared/item.aws.ts';
import type { Broadcast, PushNote, PushNotes } from './broadcast.ts';

export interface AwsBroadcastOptions {
  iot: IoTClient;
  data: IoTDataPlaneClient;
  topic: string;
}

/** Needs `iot:DescribeEndpoint`, and on the topic `iot:GetRetainedMessage`, `iot:Publish` and `iot:RetainPublish`. */
export function awsBroadcast({ iot, data, topic }: AwsBroadcastOptions): Broadcast {
  let host: Promise<string> | undefined;
  const describe = async (): Promise<string> => {
    const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
    if (!endpointAddress) throw new SluiceError('IoT told no endpoint');
    return endpointAddress;
  };
  return {
    host() {
      // It is the account's, and stays. A failed call must not be remembered for the life of the instance.
      host ??= describe().catch((error: unknown) => {
        host = undefined;
        throw error;
      });
      return host;
    },
    async retained() {
      try {
        const { payload } = await data.send(new GetRetainedMessageCommand({ topic }));
        return payload === undefined || payload.length === 0 ? undefined : Buffer.from(payload).toString('latin1');
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async publish(message) {
      await data.send(new PublishCommand({ topic, qos: 1, retain: true, payload: Buffer.from(message, 'latin1') }));
    },
  };
}

export interface AwsPushNotesOptions {
  ddb: DynamoDBClient;
  /** The table `Gate`: needs `GetItem` on it, and who writes `PutItem` of the key `push`. */
  gateTable: string;
}

const Key: Item = { pk: S('push') };

export function awsPushNotes({ ddb, gateTable: TableName }: AwsPushNotesOptions): PushNotes {
  return {
    async read() {
      const { Item } = await ddb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
      return Item && parse(Item);
    },
    async write({ host, key, epoch, seenAt }) {
      await ddb.send(
        new PutItemCommand({
          TableName,
          Item: { ...Key, host: S(host), key: S(key), epoch: N(epoch), seenAt: N(seenAt) },
        }),
      );
    },
  };
}

function parse(item: Item): PushNote | undefined {
  const [host, key] = [item.host?.S, item.key?.S];
  if (host === undefined || key === undefined) return undefined;
  try {
    return { host, key, epoch: readWhole(item, 'epoch'), seenAt: readWhole(item, 'seenAt') };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return undefined;
  }
}
