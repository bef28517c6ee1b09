import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEndpointCommand, type IoTClient } from '@aws-sdk/client-iot';
import {
  type IoTDataPlaneClient,
  PublishCommand,
  type PublishCommandInput,
  ResourceNotFoundException,
} from '@aws-sdk/client-iot-data-plane';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { awsBroadcast, awsPushNotes } from './broadcast.aws.ts';
import { broadcastContract, pushNotesContract } from './broadcast.contract.ts';
import { memoryBroadcast, memoryPushNotes } from './broadcast.memory.ts';

/** One topic of AWS IoT in this process. */
function iotDouble() {
  const published: PublishCommandInput[] = [];
  let retained: Uint8Array | undefined;
  const hosts: (string | undefined | Error)[] = [];
  let described = 0;
  const data = {
    async send(command: { input: PublishCommandInput }) {
      if (command instanceof PublishCommand) {
        published.push(command.input);
        retained =
          (command.input.payload as Uint8Array).length === 0 ? undefined : (command.input.payload as Uint8Array);
        return {};
      }
      if (!retained) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
      return { payload: retained };
    },
  } as unknown as IoTDataPlaneClient;
  const iot = {
    async send(command: DescribeEndpointCommand) {
      expect(command).toBeInstanceOf(DescribeEndpointCommand);
      described++;
      const host = hosts.length > 0 ? hosts.shift() : 'abc-ats.iot.eu-central-1.amazonaws.com';
      if (host instanceof Error) throw host;
      return { endpointAddress: host };
    },
  } as unknown as IoTClient;
  return {
    broadcast: awsBroadcast({ iot, data, topic: 'program/gate' }),
    published,
    hosts,
    described: () => described,
  };
}

describe('a topic in memory', () => broadcastContract(async () => memoryBroadcast()));
describe('a topic of AWS IoT', () => {
  broadcastContract(async () => iotDouble().broadcast);

  test('a message is retained, and delivered at least once, on the one topic', async () => {
    const { broadcast, published } = iotDouble();
    await broadcast.publish('a.b.c');
    expect(published).toEqual([{ topic: 'program/gate', qos: 1, retain: true, payload: Buffer.from('a.b.c') }]);
  });

  test('where it is, is asked once; an answer that did not come, or tells none, is asked for again', async () => {
    const { broadcast, hosts, described } = iotDouble();
    hosts.push(new Error('away'), undefined);
    await expect(broadcast.host()).rejects.toThrow('away');
    await expect(broadcast.host()).rejects.toThrow('IoT told no endpoint');
    await broadcast.host();
    await broadcast.host();
    expect(described()).toBe(3);
  });
});

const TABLES = { Gate: ['pk'] };
describe('a note in memory', () => pushNotesContract(async () => memoryPushNotes()));
describe('a note in the table Gate', () => {
  pushNotesContract(async () => awsPushNotes({ ddb: dynamoDouble(TABLES).client(), gateTable: 'Gate' }));

  test.each([{ host: { S: 'h' } }, { key: { S: 'k' } }, { host: { S: 'h' }, key: { S: 'k' }, epoch: { S: 'x' } }])(
    'one that cannot be read is none (%j)',
    async (fields) => {
      const client = dynamoDouble(TABLES).client();
      await client.send(new PutItemCommand({ TableName: 'Gate', Item: { pk: { S: 'push' }, ...fields } as never }));
      expect(await awsPushNotes({ ddb: client, gateTable: 'Gate' }).read()).toBeUndefined();
    },
  );
});
