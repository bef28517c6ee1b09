/** The AWS adapters keep the contracts that those in memory keep: against the local cloud, without stacks. */
import { randomUUID } from 'node:crypto';
import { CreateStreamCommand, KinesisClient, waitUntilStreamExists } from '@aws-sdk/client-kinesis';
import { afterAll, describe, expect, test } from '@jest/globals';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsShards } from '../../../core/intake/shards.aws.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { controlContracts } from '../../contracts/control.ts';
import { incidentContracts } from '../../contracts/incident.ts';
import { intakeContracts } from '../../contracts/intake.ts';
import { emptyCloud } from './empty-cloud.ts';
import { emulated } from './emulated.ts';

const contracts = emulated();
controlContracts(contracts);
intakeContracts(contracts);
incidentContracts(contracts);

const cloud = emptyCloud();
const kinesis = new KinesisClient({
  endpoint: cloud.endpoint,
  region: cloud.region,
  credentials: { accessKeyId: cloud.env.AWS_ACCESS_KEY_ID!, secretAccessKey: cloud.env.AWS_SECRET_ACCESS_KEY! },
  requestHandler: new NodeHttpHandler(),
});
afterAll(() => kinesis.destroy());

describe('shards: Kinesis', () => {
  test('each shard with its lane and range; one that is not there is an error', async () => {
    const StreamName = `contract-${randomUUID()}`;
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
    await waitUntilStreamExists({ client: kinesis, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { StreamName });
    const shards = awsShards({ kinesis, stream: StreamName, clock: systemClock });

    const [first, second] = [await shards.find('shardId-000000000000'), await shards.find('shardId-000000000001')];

    expect(first.lane).toMatch(new RegExp(`^${StreamName}/\\d{10}/shardId-000000000000$`));
    expect([first.hashFrom, second.hashTo]).toEqual(['0'.repeat(32), 'f'.repeat(32)]);
    expect(BigInt(`0x${second.hashFrom}`)).toBe(BigInt(`0x${first.hashTo}`) + 1n);
    expect(await shards.lanes()).toEqual(new Set([first.lane, second.lane]));
    await expect(shards.find('shardId-000000000007')).rejects.toThrow('no shard');
  });
});
