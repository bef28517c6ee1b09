/** What agents are told on keeps its contract at AWS IoT, as the local cloud has it; and who does not sign hears nothing there. */
import { randomUUID } from 'node:crypto';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { afterAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../../agent/sdk/clock.ts';
import { mqttChannel } from '../../../agent/sdk/mqtt-channel.ts';
import { FakeControl } from '../../../agent/sdk/testing.ts';
import { createTeller } from '../../../agent/sdk/testing-push.ts';
import { awsBroadcast } from '../../../core/gate/broadcast.aws.ts';
import { broadcastContract } from '../../../core/gate/broadcast.contract.ts';
import { clientsOf } from './cloud-clients.ts';
import { emptyCloud } from './empty-cloud.ts';

const cloud = emptyCloud();
const settings = clientsOf(cloud);
const iot = new IoTClient(settings);
const iam = new IAMClient(settings);
const data = new IoTDataPlaneClient(settings);
afterAll(() => {
  for (const client of [iam, iot, data]) client.destroy();
});
const topicOf = () => `contract-${randomUUID()}/gate`;

describe('the topic: AWS IoT', () => broadcastContract(async () => awsBroadcast({ iot, data, topic: topicOf() })));

describe('the way there', () => {
  /** What comes first of a channel to a topic on which something is retained. @param signed by whom, or by nobody */
  async function first(credentials: { accessKeyId: string; secretAccessKey: string } | undefined): Promise<string> {
    const topic = topicOf();
    await awsBroadcast({ iot, data, topic }).publish('told');
    const grant = await new FakeControl(systemClock).lease({ device: 'd', acked: 0 });
    const { promise, resolve } = Promise.withResolvers<string>();
    const open = mqttChannel({
      endpoint: cloud.endpoint,
      // Without a signature nothing of the query is left.
      ...(!credentials && { signs: (url: string) => url }),
    });
    const channel = open(
      {
        up: () => {},
        down: () => resolve('down'),
        message: (message) => resolve(Buffer.from(message).toString()),
      },
      Date.now,
    );
    const expiration = Date.now() + 900_000;
    channel.use(
      { ...createTeller().offer(1), host: 'data-ats.iot.us-east-1.amazonaws.com', topic },
      {
        ...grant,
        stream: { name: 's', region: cloud.region },
        credentials: { ...(credentials ?? settings.credentials), sessionToken: '', expiration },
      },
    );
    try {
      return await promise;
    } finally {
      channel.close();
    }
  }

  /** A user who may do anything at IoT. */
  async function user() {
    const UserName = `listener-${randomUUID()}`;
    const Statement = [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }];
    await iam.send(new CreateUserCommand({ UserName }));
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'listens', PolicyDocument }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  }

  test('who signs hears what is retained', async () => {
    expect(await first(await user())).toBe('told');
  });

  test('who does not sign, or by a key that is not theirs, is refused', async () => {
    expect(await first(undefined)).toBe('down');
    expect(await first({ ...(await user()), secretAccessKey: 'not theirs' })).toBe('down');
  });
});
